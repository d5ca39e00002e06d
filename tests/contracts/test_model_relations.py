"""String foreign keys, parents and through tables are no imports: they keep to the same order."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from tests.contracts.rooms import FAR, NEAR, heights

Relation = tuple[type[models.Model], type[models.Model]]


def room(model: type[models.Model]) -> str | None:
    """The room that a model lives in; None for one of somebody else's packages."""
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "farshore" else None


def relations(every: list[type[models.Model]]) -> Iterator[Relation]:
    """(from, to) for every foreign key, one to one, many to many, through table and parent."""
    for model in every:
        for field in [*model._meta.get_fields(), *model._meta.many_to_many]:
            if isinstance(field, models.ForeignKey | models.ManyToManyField):
                yield model, field.related_model  # type: ignore[misc]
            if isinstance(field, models.ManyToManyField):
                yield model, field.remote_field.through  # type: ignore[misc]
        for parent in model._meta.parents:
            yield model, parent


def faults(found: Iterator[Relation]) -> list[str]:
    """Relations that point up, sideways, or from the far shore to the near one."""
    height = heights()
    told = []
    for near, far in found:
        start, end = room(near), room(far)
        if start is None or end is None or start == end:
            continue
        if height[start] <= height[end] or (start in FAR and end in NEAR):
            told.append(f"{near._meta.label} -> {far._meta.label}")
    return told


@pytest.mark.promise("P-01")
def test_relations_point_down_and_never_from_the_far_shore_to_the_near() -> None:
    assert faults(relations(list(apps.get_models(include_auto_created=True)))) == []


@pytest.mark.parametrize("start, end", [("stories", "vault"), ("vault", "stories")])
@isolate_apps("tests.contracts")
def test_a_relation_that_crosses_is_noticed(start: str, end: str) -> None:
    class There(models.Model):
        class Meta:
            app_label = "contracts"

    class Here(models.Model):
        there = models.ForeignKey(There, on_delete=models.CASCADE)

        class Meta:
            app_label = "contracts"

    Here.__module__, There.__module__ = f"farshore.{start}.models", f"farshore.{end}.models"
    assert faults(relations([Here, There])) == ["contracts.Here -> contracts.There"]


def test_every_room_with_models_has_a_height() -> None:
    rooms = {room(model) for model in apps.get_models()} - {None}
    assert rooms <= heights().keys()
