"""The door for what staff upload: files are cleaned before any code of the studio sees them.

Django parses a form before the view that it is for; here the bytes of each file are opened in the
sandbox while that happens, and only the clean copy goes on, nameless and in memory. So a dirty
byte cannot reach a form, a folder or a row, whichever view was written to take it.
"""

import io
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import SkipFile
from django.utils.translation import gettext_lazy as _

from farshore import sanitize
from farshore.sanitize import RefusalReason
from farshore.uploads.handlers import NamelessMemoryHandler

_NOT_A_PICTURE = _(
    "Nothing else is lost. Only pictures are taken so far: JPEG, PNG, WebP, AVIF or HEIC. What "
    "other files (a PDF, a text) carry about people cannot be removed yet."
)
_TOO_LARGE = _(
    "Nothing else is lost. This picture is larger than can be opened here. Save a smaller copy, "
    "then choose that one."
)
_AGAIN_LATER = _(
    "Nothing else is lost. The picture could not be opened just now. Try again in a few minutes, "
    "or choose a smaller copy."
)

REFUSALS = {
    RefusalReason.EMPTY: _(
        "Nothing else is lost. This file is empty: it may not have been saved whole. Open it "
        "once, then choose it again."
    ),
    RefusalReason.TOO_LARGE: _TOO_LARGE,
    RefusalReason.TOO_MANY_PIXELS: _TOO_LARGE,
    RefusalReason.ANIMATED: _(
        "Nothing else is lost. This file moves, or holds several pictures in one. Save the one "
        "picture that is meant, then choose that."
    ),
    RefusalReason.DAMAGED: _(
        "Nothing else is lost. This picture is damaged, or did not arrive whole. Choose it again; "
        "if that does not help, save it anew as JPEG or PNG."
    ),
    RefusalReason.NOT_A_PICTURE: _NOT_A_PICTURE,
    RefusalReason.UNSUPPORTED: _NOT_A_PICTURE,
    RefusalReason.LYING: _(
        "Nothing else is lost. This file says that it is one kind of picture and is another. "
        "Open it, save it as JPEG or PNG, then choose the new file."
    ),
    RefusalReason.TOO_SLOW: _AGAIN_LATER,
    RefusalReason.NOT_PROVED: _(
        "Nothing else is lost. That nothing is hidden in the picture could not be proved, so it "
        "was not kept. Save it anew as JPEG or PNG, then choose that."
    ),
    RefusalReason.UNAVAILABLE: _AGAIN_LATER,
}


class RefusedUpload(InMemoryUploadedFile):
    """A file that was not taken, of which nothing is left but the reason.

    A form's field asks a file for its size first: the answer is the refusal, as the field's own
    error, whatever kind of field it is.
    """

    def __init__(self, field: str | None, reason: RefusalReason) -> None:
        super().__init__(io.BytesIO(), field, "file.jpg", "image/jpeg", 0, None)
        self.reason = reason

    @property
    def size(self) -> int:
        raise ValidationError(REFUSALS[self.reason], code=self.reason.value)

    @size.setter
    def size(self, value: int | None) -> None:
        """There is none."""


class CleanHandler(NamelessMemoryHandler):
    """The house's upload handler, which in the studio hands on nothing but clean pictures.

    Files of people who have not come through the studio's door are dropped unread.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        if self._in_studio() and not getattr(self.request, "is_staff_request", False):
            raise SkipFile
        super().new_file(*args, **kwargs)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        made = super().file_complete(file_size)
        if not self._in_studio():
            return made
        if made is None:
            return RefusedUpload(self.field_name, RefusalReason.EMPTY)
        if made.too_large:  # type: ignore[attr-defined]
            return RefusedUpload(made.field_name, RefusalReason.TOO_LARGE)
        return _cleaned(made)

    def _in_studio(self) -> bool:
        return self.request is not None and self.request.path_info.startswith("/studio/")


def _cleaned(made: InMemoryUploadedFile) -> InMemoryUploadedFile:
    limits = sanitize.Limits(max_bytes=settings.PICTURE_BYTES)
    try:
        master = sanitize.open_picture(made.read(), limits=limits).data
    except sanitize.Refused as refusal:
        return RefusedUpload(made.field_name, refusal.reason)
    name, kind = "file.jpg", "image/jpeg"
    return InMemoryUploadedFile(
        io.BytesIO(master), made.field_name, name, kind, len(master), charset=None
    )
