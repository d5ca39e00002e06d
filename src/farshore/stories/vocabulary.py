"""The closed lists that a story chooses from, and the words for them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = dict[str, Promise | str]

USES: Words = {
    "site": _("On this site"),
    "open_data": _("In open data, and by sites that keep a copy of this one"),
    "editions": _("In the editions of this site that archives keep"),
    "search_engines": _("Found by search engines"),
    "film": _("In the film: may we ask you?"),
    "festivals": _("At festivals and exhibitions"),
    "press": _("By the press"),
    "teaching": _("In teaching"),
    "social_media": _("On the team's social media"),
}

WARNINGS: Words = {
    "violence": _("Violence"),
    "sexual_violence": _("Sexual violence"),
    "detention": _("Imprisonment or torture"),
    "death": _("Death"),
    "children": _("Harm to children"),
    "self_harm": _("Suicide or self-harm"),
    "hunger": _("Hunger"),
    "discrimination": _("Hatred or humiliation"),
}

THEMES: Words = {
    "leaving": pgettext_lazy("theme of a story", "Leaving"),
    "border": pgettext_lazy("theme of a story", "The border"),
    "sea": pgettext_lazy("theme of a story", "The sea"),
    "camp": pgettext_lazy("theme of a story", "Camps"),
    "waiting": pgettext_lazy("theme of a story", "Waiting"),
    "family": pgettext_lazy("theme of a story", "Family"),
    "childhood": pgettext_lazy("theme of a story", "Childhood"),
    "faith": pgettext_lazy("theme of a story", "Faith"),
    "work": pgettext_lazy("theme of a story", "Work"),
    "language": pgettext_lazy("theme of a story", "Language"),
    "return": pgettext_lazy("theme of a story", "Going back"),
    "arriving": pgettext_lazy("theme of a story", "Arriving"),
}

ROLES: Words = {
    "left": pgettext_lazy("what happened at a place", "left"),
    "passed": pgettext_lazy("what happened at a place", "passed through"),
    "detained": pgettext_lazy("what happened at a place", "was held"),
    "crossed": pgettext_lazy("what happened at a place", "crossed"),
    "stayed": pgettext_lazy("what happened at a place", "stayed"),
    "arrived": pgettext_lazy("what happened at a place", "arrived"),
    "lives": pgettext_lazy("what happened at a place", "lives now"),
}

MEANS: Words = {
    "foot": _("on foot"),
    "car": _("by car or lorry"),
    "bus": _("by bus"),
    "train": _("by train"),
    "boat": _("by boat"),
    "plane": _("by plane"),
    "animal": _("with an animal"),
    "bicycle": _("by bicycle or motorcycle"),
}

PRECISIONS: Words = {
    "town": pgettext_lazy("how exactly a place is shown", "town"),
    "region": pgettext_lazy("how exactly a place is shown", "somewhere in this region"),
    "country": pgettext_lazy("how exactly a place is shown", "somewhere in this country"),
}


def words(vocabulary: Words, keys: list[str] | tuple[str, ...]) -> list[tuple[str, str]]:
    """(key, word in the active language) for each known key, in the vocabulary's order."""
    return [(key, str(word)) for key, word in vocabulary.items() if key in keys]
