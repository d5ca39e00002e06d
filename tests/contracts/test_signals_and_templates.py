"""Signals, templates, `get_model` and reversed addresses are no imports either."""

import re
from collections.abc import Iterator
from pathlib import Path
from weakref import ReferenceType

import pytest
from django.apps import apps
from django.db.models import signals
from django.dispatch import Signal

from tests.contracts.rooms import FAR, NEAR, SOURCE, built

_LABELS = "|".join(sorted(NEAR))
SPOKEN = {
    "get_model": re.compile(rf"""get_(?:model|app_config)\(\s*['"](?:{_LABELS})\b"""),
    "label": re.compile(rf"""['"](?:{_LABELS})\.[A-Z]\w*['"]"""),
    "table": re.compile(rf"""\b(?:{_LABELS})_[a-z]+\b(?=['"\s].*\b(?:FROM|JOIN|SELECT)\b)"""),
    "address": re.compile(rf"""(?:reverse(?:_lazy)?\(|\burl\(|{{%-?\s*url)\s*['"](?:{_LABELS}):"""),
    "include": re.compile(rf"""(?:include|extends|import|from)\s+['"](?:{_LABELS})/"""),
    "import": re.compile(rf"""import_(?:module|string)\(\s*['"]farshore\.(?:{_LABELS})\b"""),
}
"""Ways by which code of the far shore could speak of the near one without an import."""


def spoken(text: str) -> list[str]:
    """Which of these ways a text uses."""
    return [name for name, pattern in SPOKEN.items() if pattern.search(text)]


def far_files() -> Iterator[Path]:
    for name in sorted(FAR & built()):
        for path in sorted((SOURCE / name).rglob("*")):
            if path.suffix in {".py", ".html", ".xml", ".txt"}:
                yield path


def test_nothing_of_the_far_shore_speaks_of_the_near_one() -> None:
    told = {
        path.relative_to(SOURCE).as_posix(): ways
        for path in far_files()
        if (ways := spoken(path.read_text("utf-8")))
    }
    assert told == {}


@pytest.mark.parametrize(
    "text",
    [
        'apps.get_model("intake", "Submission")',
        'models.ForeignKey("vault.StoryKey", on_delete=models.CASCADE)',
        'reverse("intake:status")',
        "{{ url('intake:status') }}",
        "{% url 'uploads:part' %}",
        '{% include "intake/code.html" %}',
        '{% from "intake/macros.html" import field %}',
        'import_module("farshore.vault.queries")',
    ],
)
def test_each_way_of_speaking_is_noticed(text: str) -> None:
    assert spoken(text)


def test_ordinary_words_are_not_taken_for_speech() -> None:
    assert spoken('"""What people hand to intake is none of our business."""') == []
    assert spoken('<a href="/share/">') == []


MODEL_SIGNALS = (
    signals.pre_init,
    signals.post_init,
    signals.pre_save,
    signals.post_save,
    signals.pre_delete,
    signals.post_delete,
    signals.m2m_changed,
)


def receivers(signal: Signal) -> Iterator[tuple[object, int]]:
    """(receiver, the id of its sender) for each that is connected."""
    for key, reference, *_rest in signal.receivers or []:
        held = reference() if isinstance(reference, ReferenceType) else reference
        yield held, key[1]


def listening() -> list[str]:
    """Far rooms' receivers that hear of rows of the near shore, by name or by hearing all."""
    labels = [label for label in NEAR if apps.is_installed(f"farshore.{label}")]
    private = {id(model) for label in labels for model in apps.get_app_config(label).get_models()}
    told = []
    for signal in MODEL_SIGNALS:
        for receiver, sender in receivers(signal):
            parts = getattr(receiver, "__module__", "").split(".")
            far = parts[0] == "farshore" and parts[1] in FAR
            if far and (sender in private or sender == id(None)):
                told.append(".".join(parts))
    return told


def test_no_far_room_listens_to_the_near_shores_rows() -> None:
    assert listening() == []


def test_a_far_room_that_listens_to_everything_is_noticed() -> None:
    def heard(**_given: object) -> None:
        """Would hear of every private row."""

    heard.__module__ = "farshore.stories.listening"
    signals.post_save.connect(heard)
    try:
        assert listening() == ["farshore.stories.listening"]
    finally:
        signals.post_save.disconnect(heard)
