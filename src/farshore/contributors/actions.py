"""Writes of accounts. None says of a story whose it is, nor of an account that it has one."""

from collections.abc import Callable

from django.db import IntegrityError, transaction

from farshore.contributors import notebook, queries
from farshore.contributors.models import Contributor
from farshore.kernel import clock
from farshore.kernel.codes import Code
from farshore.vault import actions as vault
from farshore.vault import queries as sealed

Codes = tuple[Code, ...]


def create(*, who: bytes, salt: bytes, key: bytes, passkey: bytes = b"") -> None:
    """An account with an empty notebook. Where there is one already, nothing is changed.

    `salt` is that of the sentence that `key` came from. Raises `MissingEpoch`, `NoRoom`.
    """
    try:
        with transaction.atomic():
            _create(who, salt, key, passkey)
    except IntegrityError:
        if not queries.exists(who):
            raise


def _create(who: bytes, salt: bytes, key: bytes, passkey: bytes) -> None:
    outer = vault.create_story_key()
    box = sealed.seal_for(outer, notebook.locked((), key), context=queries.NOTEBOOK)
    held = sealed.seal_for(outer, passkey, context=queries.PASSKEY) if passkey else b""
    year = clock.today().year
    Contributor.objects.create(who=who, key=outer, salt=salt, notebook=box, passkey=held, year=year)


@transaction.atomic
def change(*, who: bytes, key: bytes, by: Callable[[Codes], Codes]) -> Codes:
    """Change what the notebook holds; what it holds then.

    Raises `UnknownAccount`, `WrongSentence`, `NotebookFull`, `MissingEpoch`.
    """
    Contributor.objects.select_for_update().filter(who=who).first()
    row = queries.account(who)
    codes = by(queries.codes(row, key))
    box = sealed.seal_for(row.key, notebook.locked(codes, key), context=queries.NOTEBOOK)
    Contributor.objects.filter(pk=row.pk).update(notebook=box)
    return codes


def put(code: Code) -> Callable[[Codes], Codes]:
    """The change that adds a code, once."""
    return lambda codes: codes if code in codes else (*codes, code)


def take_out(code: Code) -> Callable[[Codes], Codes]:
    """The change that takes a code out. The story under it stays as it is."""
    return lambda codes: tuple(one for one in codes if one != code)


def used(*, who: bytes) -> None:
    """Note the year: an account that nobody uses for a whole one ends by itself."""
    year = clock.today().year
    Contributor.objects.filter(who=who).exclude(year=year).update(year=year)


def forget(*, who: bytes) -> None:
    """End everything of an account, wherever copies may lie. Where there is none it is no error."""
    row = Contributor.objects.filter(who=who).first()
    if row is not None:
        _end(row)


def sweep(*, year: int) -> int:
    """End the accounts that nobody used in a whole year; how many."""
    rows = list(Contributor.objects.filter(year__lt=year - 1))
    for row in rows:
        _end(row)
    return len(rows)


def _end(row: Contributor) -> None:
    """Overwritten before it is removed, as everything private is; then SQLite's log is emptied."""
    with transaction.atomic():
        vault.shred_story_key(story=row.key)
        blank = bytes(len(bytes(row.notebook)))
        Contributor.objects.filter(pk=row.pk).update(notebook=blank, passkey=b"")
        Contributor.objects.filter(pk=row.pk).delete()
    vault.flush()
