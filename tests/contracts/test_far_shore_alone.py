"""The far shore is rendered without one look at a private table."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from farshore.kernel import clock
from farshore.kernel.registry import registry
from tests.contracts.rooms import FAR, NEAR
from tests.stories.making import published

pytestmark = pytest.mark.django_db

Execute = Callable[[str, Any, bool, dict[str, Any]], Any]


class Looked(Exception):
    """Something public asked a private table."""


def private_tables() -> set[str]:
    """Every table that holds what people hand us, or who staff are."""
    labels = {*NEAR, "moderation", "auth", "mfa", "account", "sessions"}
    return {
        model._meta.db_table
        for config in apps.get_app_configs()
        if config.label in labels
        for model in config.get_models(include_auto_created=True)
    }


def refuse(execute: Execute, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Stands before the database while public pages are rendered."""
    for table in private_tables():
        if f'"{table}"' in sql:
            raise Looked(sql)
    return execute(sql, params, many, context)


@pytest.mark.promise("P-01")
def test_every_public_address_is_rendered_without_a_private_table() -> None:
    for number in range(3):
        published(title=f"Story {number}")
    now = clock.now()
    with connection.execute_wrapper(refuse):
        pages = {address: registry.render(address, as_of=now) for address in registry.addresses()}
    assert len(pages) > 10
    assert all(page.body for page in pages.values())


def test_a_look_at_a_private_table_is_noticed() -> None:
    from django.contrib.auth import get_user_model

    with connection.execute_wrapper(refuse), pytest.raises(Looked):
        get_user_model().objects.first()


def test_the_two_shores_share_no_room() -> None:
    assert not NEAR & FAR
