"""One chain of acts that nobody can change unnoticed, and that gives nobody away."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction

from farshore.kernel import clock
from farshore.kernel.registry import registry
from farshore.moderation.actions.asking import ask, open_case
from farshore.moderation.actions.audit import write
from farshore.moderation.actions.ending import withdraw
from farshore.moderation.errors import BrokenChain
from farshore.moderation.models import Act, AuditHead, AuditLine, Unchangeable
from farshore.moderation.queries.log import lines_of, verify_chain
from farshore.moderation.triggers import lower_guards, raise_guards
from farshore.vault import queries as vault
from tests.moderation.making import case_for, sent

pytestmark = pytest.mark.django_db

KEY = b"k" * 32


def three_lines() -> None:
    write(act=Act.READ, staff="mira", key=KEY)
    write(act=Act.APPROVED, staff="mira", key=KEY)
    write(act=Act.RELEASED, staff="rosa", key=KEY, first="mira")


@contextmanager
def forging() -> Iterator[Callable[[str], object]]:
    """Somebody who can write to the database and has taken its guards down."""
    with connection.cursor() as cursor:
        lower_guards(cursor.execute, connection.vendor)
        yield cursor.execute
        raise_guards(cursor.execute, connection.vendor)


def test_an_empty_log_is_whole() -> None:
    assert verify_chain() == 0


def test_lines_are_numbered_chained_and_of_day_precision() -> None:
    three_lines()
    assert verify_chain() == 3
    first, second, third = AuditLine.objects.all()
    assert (first.number, second.number, third.number) == (1, 2, 3)
    assert (second.previous, third.previous) == (first.hash, second.hash)
    assert first.day == clock.today()
    assert AuditHead.objects.get().hash == third.hash


FORGERIES = [
    ("UPDATE moderation_auditline SET staff = 'olga' WHERE number = 2", 2),
    ("UPDATE moderation_auditline SET day = '2001-01-01' WHERE number = 1", 1),
    ("UPDATE moderation_auditline SET act = 'read' WHERE number = 3", 3),
    ("UPDATE moderation_auditline SET details = '{}' WHERE number = 3", 3),
    ("UPDATE moderation_auditline SET reference = 'x' WHERE number = 2", 2),
    ("UPDATE moderation_auditline SET hash = previous WHERE number = 2", 2),
    ("UPDATE moderation_auditline SET number = 9 WHERE number = 3", 3),
    ("DELETE FROM moderation_auditline WHERE number = 1", 1),
    ("DELETE FROM moderation_auditline WHERE number = 2", 2),
    ("DELETE FROM moderation_auditline WHERE number = 3", 3),
    ("DELETE FROM moderation_auditline", 1),
    (
        "INSERT INTO moderation_auditline (number, day, staff, act, details, reference, previous, "
        "hash) SELECT 4, day, staff, act, details, reference, hash, hash "
        "FROM moderation_auditline WHERE number = 3",
        4,
    ),
    ("UPDATE moderation_audithead SET number = 2", 4),
]


@pytest.mark.promise("P-21")
@pytest.mark.parametrize("sql, line", FORGERIES)
def test_a_forger_with_every_right_is_noticed(sql: str, line: int) -> None:
    three_lines()
    with forging() as execute:
        execute(sql)
    with pytest.raises(BrokenChain) as broken:
        verify_chain()
    assert broken.value.number == line


@pytest.mark.promise("P-21")
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE moderation_auditline SET staff = 'olga'",
        "DELETE FROM moderation_auditline WHERE number = 3",
    ],
)
def test_the_database_itself_refuses(sql: str) -> None:
    three_lines()
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        connection.cursor().execute(sql)
    assert verify_chain() == 3


def test_postgresql_refuses_to_empty_the_table() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    three_lines()
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        connection.cursor().execute("TRUNCATE moderation_auditline")


def test_the_model_refuses_before_the_database_is_asked() -> None:
    three_lines()
    line = AuditLine.objects.get(number=1)
    for change in (
        line.save,
        line.delete,
        AuditLine.objects.all().delete,
        lambda: AuditLine.objects.update(staff="olga"),
        lambda: AuditLine.objects.filter(number=1).update(staff="olga"),
    ):
        with pytest.raises(Unchangeable):
            change()


def test_only_the_key_tells_which_lines_are_about_a_story() -> None:
    other = b"o" * 32
    write(act=Act.READ, staff="mira", key=KEY)
    write(act=Act.READ, staff="mira", key=other)
    write(act=Act.ASKED, staff="mira", key=KEY)
    write(act=Act.ACCOUNT_MADE, staff="")
    today = clock.today()
    assert [line.number for line in lines_of(KEY, since=today)] == [1, 3]
    assert [line.number for line in lines_of(other, since=today)] == [2]
    references = list(AuditLine.objects.values_list("reference", flat=True))
    assert len(set(references)) == 4
    assert {len(one) for one in references} == {64}


@pytest.mark.promise("P-21")
def test_when_a_story_ends_no_line_leads_to_it_or_to_another_line(mira: User) -> None:
    row = sent()
    case = case_for(row)
    open_case(case=case.pk, by=mira)
    ask(case=case.pk, by=mira, text="Where was that?")
    key = vault.story_key(row.key)
    told = [str(row.pk), row.pk.hex, str(row.key), row.key.hex, bytes(row.find).hex(), str(case.pk)]
    withdraw(case=case.pk, by=mira)
    assert [line.act for line in lines_of(key, since=clock.today())] == [
        "read",
        "asked",
        "withdrawn",
    ]
    for line in AuditLine.objects.all():
        written = json.dumps([str(value) for value in vars(line).values()])
        assert not any(one in written for one in told)


@pytest.mark.promise("P-21")
def test_no_words_of_anybody_are_written_down(mira: User) -> None:
    row = sent()
    ask(case=case_for(row).pk, by=mira, text="Unmistakable question")
    lines = " ".join(str(vars(line)) for line in AuditLine.objects.all())
    assert "Unmistakable" not in lines and "question" not in lines


def test_a_rolled_back_act_leaves_no_line() -> None:
    three_lines()
    with transaction.atomic():
        write(act=Act.HIDDEN, staff="mira")
        transaction.set_rollback(True)
    assert verify_chain() == 3


def test_taking_sealed_things_out_is_a_line_of_the_log() -> None:
    registry.request("record_export", staff="", kind="contact", items=3)
    line = AuditLine.objects.get()
    assert (line.staff, line.act, line.details) == (
        "",
        Act.EXPORTED,
        '{"items":"3","kind":"contact"}',
    )
    verify_chain()
