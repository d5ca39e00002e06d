"""What the person reads: English message ids that the caller translates.

This room knows no Django, so the strings are only marked here, with the name that
``makemessages`` looks for.
"""

from collections.abc import Iterable

from .errors import RefusalReason
from .values import Removed


def gettext_noop(message: str) -> str:
    """Mark a message for translation and give it back unchanged."""
    return message


REMOVED: dict[Removed, str] = {
    Removed.POSITION: gettext_noop("where the picture was taken"),
    Removed.CAMERA: gettext_noop("the make, model or serial number of the phone or camera"),
    Removed.DATE: gettext_noop("when the picture was taken or changed"),
    Removed.OWNER: gettext_noop("the name of an owner or author"),
    Removed.PEOPLE: gettext_noop("names or marks of people in the picture"),
    Removed.THUMBNAIL: gettext_noop("a small copy of the picture, perhaps from before it was cut"),
    Removed.COMMENT: gettext_noop("a title, description or comment"),
    Removed.COLOUR_PROFILE: gettext_noop("a colour profile (the colours themselves are kept)"),
    Removed.HIDDEN_PICTURE: gettext_noop("another picture hidden in the file"),
    Removed.HIDDEN_VIDEO_OR_FILE: gettext_noop("a video or another file hidden behind the picture"),
    Removed.EDIT_HISTORY: gettext_noop("which programs changed the picture, and how"),
    Removed.OTHER: gettext_noop("other data that is not part of the picture"),
}

REFUSALS: dict[RefusalReason, str] = {
    RefusalReason.EMPTY: gettext_noop(
        "The rest of your story is safe. This file is empty: the phone may not have finished "
        "saving it. Open the picture once, then choose it again."
    ),
    RefusalReason.TOO_LARGE: gettext_noop(
        "The rest of your story is safe. This file is larger than we can take. "
        "Save or send yourself a smaller copy of the picture, then choose that one."
    ),
    RefusalReason.TOO_MANY_PIXELS: gettext_noop(
        "The rest of your story is safe. This picture is wider or taller than we can open. "
        "Save a smaller copy, or a screenshot of it, then choose that one."
    ),
    RefusalReason.ANIMATED: gettext_noop(
        "The rest of your story is safe. This file moves, or holds several pictures in one. "
        "Save the one picture that you want to show, then choose that one."
    ),
    RefusalReason.DAMAGED: gettext_noop(
        "The rest of your story is safe. This picture is damaged or did not arrive whole. "
        "Choose it again; if that does not help, take a screenshot of it and choose that."
    ),
    RefusalReason.NOT_A_PICTURE: gettext_noop(
        "The rest of your story is safe. This file is not a picture that we know. "
        "Choose a photo in JPEG, PNG, WebP, AVIF or HEIC."
    ),
    RefusalReason.UNSUPPORTED: gettext_noop(
        "The rest of your story is safe. We cannot clean this kind of picture, so we do not "
        "take it. Save it as JPEG or PNG, or take a screenshot of it, then choose that one."
    ),
    RefusalReason.LYING: gettext_noop(
        "The rest of your story is safe. This file says that it is one kind of picture and is "
        "another. Open it, save it as JPEG or PNG, then choose the new file."
    ),
    RefusalReason.TOO_SLOW: gettext_noop(
        "The rest of your story is safe. This picture took too long to open, so we stopped. "
        "Try again in a few minutes, or choose a smaller copy."
    ),
    RefusalReason.NOT_PROVED: gettext_noop(
        "The rest of your story is safe. We could not prove that nothing is hidden in our copy "
        "of this picture, so we did not keep it. A screenshot of it may work."
    ),
    RefusalReason.UNAVAILABLE: gettext_noop(
        "The rest of your story is safe. We cannot open pictures just now; "
        "the picture is not at fault. Try again in a few minutes."
    ),
}


def describe(removed: Iterable[Removed]) -> list[str]:
    """Say in plain words what was left behind, once each, the gravest first."""
    found = set(removed)
    return [words for kind, words in REMOVED.items() if kind in found]


def explain(reason: RefusalReason) -> str:
    """Say in plain words what is safe, why the picture was refused, and what to do."""
    return REFUSALS[reason]
