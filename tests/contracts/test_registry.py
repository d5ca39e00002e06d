"""What travels up goes by name, which no type checker follows: spoken and served must agree."""

import ast
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps

from farshore.kernel.registry import Registry, registry
from tests.contracts.rooms import SOURCE, heights

OURS = [config for config in apps.get_app_configs() if config.name.startswith("farshore.")]


@dataclass(frozen=True, slots=True)
class Spoken:
    """`registry.request(name, …)` in a file: the name and the names of what is given."""

    where: str
    name: str
    given: tuple[str, ...]


def spoken_in(text: str, where: str) -> Iterator[Spoken]:
    """Every request in a text. A name that is not written out stands as `?`."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("registry.request"):
            first = node.args[0]
            name = first.value if isinstance(first, ast.Constant) else "?"
            yield Spoken(where, str(name), tuple(key.arg or "**" for key in node.keywords))


def spoken() -> list[Spoken]:
    return [
        one
        for path in sorted(SOURCE.rglob("*.py"))
        for one in spoken_in(path.read_text("utf-8"), path.relative_to(SOURCE).as_posix())
    ]


def faults(requests: list[Spoken], served: dict[str, Callable[..., Any]]) -> list[str]:
    """Requests that nobody serves, or that do not fit who does."""
    told = []
    for one in requests:
        command = served.get(one.name)
        if command is None:
            told.append(f"{one.where}: nobody serves {one.name}")
        elif not _fits(command, one.given):
            told.append(f"{one.where}: {one.name} does not take {', '.join(one.given)}")
    return told


def _fits(command: Callable[..., Any], given: tuple[str, ...]) -> bool:
    try:
        inspect.signature(command).bind(**dict.fromkeys(given))
    except TypeError:
        return False
    return True


def test_whatever_a_room_asks_for_by_name_is_served_and_fits() -> None:
    requests = spoken()
    assert len(requests) > 10
    assert faults(requests, registry._commands) == []


def test_nothing_is_served_that_nobody_asks_for() -> None:
    asked = {one.name for one in spoken()}
    assert sorted(registry._commands.keys() - asked) == []


def test_requests_go_up_and_never_down() -> None:
    """Whoever stands above may import: a name is for those below."""
    height, told = heights(), []
    for one in spoken():
        server = registry._commands[one.name].__module__.split(".")[1]
        if height[one.where.split("/")[0]] > height[server] and one.name != "house":
            told.append(f"{one.where} could import {one.name} from {server}")
    assert [one for one in told if not one.startswith("config/")] == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("registry.request('brew')", "a.py: nobody serves brew"),
        ("registry.request(name)", "a.py: nobody serves ?"),
        ("registry.request('hide', slug=1, why=2)", "a.py: hide does not take slug, why"),
        ("registry.request('hide')", "a.py: hide does not take "),
        ("kernel.registry.registry.request('tea')", "a.py: nobody serves tea"),
    ],
)
def test_each_way_of_asking_in_vain_is_noticed(text: str, fault: str) -> None:
    def hide(*, slug: str) -> None: ...

    assert faults(list(spoken_in(text, "a.py")), {"hide": hide}) == [fault]


def test_a_room_that_is_made_ready_twice_changes_nothing() -> None:
    def state(of: Registry) -> tuple[list[str], list[str], list[str]]:
        return list(of._rooms), list(of._commands), list(of._chores)

    before = state(registry)
    for config in OURS:
        config.ready()
    assert state(registry) == before


def test_every_chore_belongs_to_a_worker_that_exists() -> None:
    workers = {standing.worker for standing in registry._chores.values()}
    assert workers <= {"urgent", "media"}
    assert all(standing.seconds > 0 for standing in registry._chores.values())


@pytest.mark.django_db
def test_no_two_rooms_answer_for_one_address() -> None:
    """Of an address that stands, the first room that owns it is the one that gave it."""
    for room in registry.rooms():
        for address in {*room.addresses(), *room.indexed()}:
            owner = next(one for one in registry.rooms() if one.owns(address))
            assert owner.name == room.name, address
