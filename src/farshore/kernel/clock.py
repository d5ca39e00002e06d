"""The one place that asks what time it is, so that a test can say so instead."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


def today() -> date:
    """The present day in UTC. Rows about storytellers hold nothing finer than this."""
    return now().date()


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Within the block, the time is `moment` (aware). For tests and for rendering as of a time."""
    if moment.tzinfo is None:
        raise ValueError("A frozen clock needs an aware datetime")
    token = _frozen.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
