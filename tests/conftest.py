"""The ground under every test: a data folder of its own, and the database that was asked for.

`FARSHORE_TEST_DATABASE=postgresql` starts a private PostgreSQL server for the run; without it,
tests use SQLite in a file, with the settings of the real house.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import django
import hypothesis
import pytest

from tests import template

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

ROOT = Path(__file__).resolve().parent.parent
_DATA = Path(tempfile.mkdtemp(prefix="farshore-tests-"))
_LEFT = ExitStack()
_FIRST = os.getpid()

# A slow machine is no fault of an example. On the machine that decides, every run tries the same.
hypothesis.settings.register_profile("here", deadline=None, database=None)
hypothesis.settings.register_profile("ci", deadline=None, database=None, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")


def _settle() -> None:
    """Before Django looks at the environment: a folder of this run, and nothing of the caller."""
    for name in [name for name in os.environ if name.startswith("FARSHORE_")]:
        if not name.startswith("FARSHORE_TEST_"):
            del os.environ[name]
    os.environ["FARSHORE_DATA"] = str(_DATA)
    (_DATA / "static").mkdir()
    os.environ["DJANGO_SETTINGS_MODULE"] = "farshore.config.settings"
    if "PYTEST_XDIST_WORKER" in os.environ:
        return  # the first process has chosen the database
    os.environ.pop("DATABASE_URL", None)
    if os.environ.get("FARSHORE_TEST_DATABASE", "sqlite") == "postgresql":
        from tools.postgres import server

        os.environ["DATABASE_URL"] = _LEFT.enter_context(server())


def _clear() -> None:
    """At the end of this process, and not of one that a test has forked."""
    if os.getpid() == _FIRST:
        _LEFT.close()
        shutil.rmtree(_DATA, ignore_errors=True)


atexit.register(_clear)
_settle()
django.setup()


def pytest_report_header() -> str:
    """Which database the run is on."""
    return f"database: {os.environ.get('DATABASE_URL', 'SQLite').partition(':')[0]}"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """SQLite in a file: write-ahead log, locks and threads are those of the real house."""
    if on_sqlite():
        _database()["TEST"]["NAME"] = str(_DATA / "tests.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_modify_db_settings: None, request: pytest.FixtureRequest
) -> Iterator[None]:
    """Begin with a copy of a migrated database where one was kept; else migrate, and keep it."""
    lent = on_sqlite() and template.lend(_DATA / "tests.sqlite3")
    request.getfixturevalue("migrated")
    if on_sqlite() and not lent:
        template.keep(_DATA / "tests.sqlite3")
    yield


@pytest.fixture(scope="session")
def migrated(django_test_environment: None, django_db_blocker: "DjangoDbBlocker") -> Iterator[None]:
    """Django's own making of test databases, and their removal."""
    from django.test.utils import setup_databases, teardown_databases

    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, keepdb=on_sqlite())
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0, keepdb=on_sqlite())


def on_sqlite() -> bool:
    """Whether this run is on SQLite."""
    return str(_database()["ENGINE"]).endswith("sqlite3")


def _database() -> dict[str, Any]:
    from django.conf import settings

    return cast("dict[str, Any]", settings.DATABASES["default"])


_DATABASE = frozenset({"db", "transactional_db", "django_db_setup", "live_server"})
"""Fixtures that open the database, also for a fixture that asks for one of them."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses the database, and what lives in tests/browser and tests/faults."""
    for item in items:
        if _DATABASE & set(getattr(item, "fixturenames", ())) or (
            item.get_closest_marker("django_db")
        ):
            item.add_marker("database")
        folder = item.path.relative_to(ROOT / "tests").parts[0]
        if folder in {"browser", "faults"}:
            item.add_marker(folder)


@pytest.fixture(scope="session", autouse=True)
def built() -> None:
    """The front end and the gazetteer, which pages and places are made of, must be there."""
    package = ROOT / "src" / "farshore"
    missing = [
        name
        for name in ("assets/manifest.json", "places/data/gazetteer.bin")
        if not (package / name).is_file()
    ]
    if missing:
        pytest.exit(f"Not built yet: {', '.join(missing)}. Start make build, then try again.", 4)


@pytest.fixture(scope="session", autouse=True)
def log_may_be_emptied() -> None:
    """After a test that commits, Django empties every table: also the one that refuses it."""
    from django.db import connection
    from django.test import TransactionTestCase

    from farshore.moderation.triggers import lower_guards, raise_guards

    empty = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def emptied(self: TransactionTestCase) -> None:
        with connection.cursor() as cursor:
            lower_guards(cursor.execute, connection.vendor)
        empty(self)
        with connection.cursor() as cursor:
            raise_guards(cursor.execute, connection.vendor)

    TransactionTestCase._fixture_teardown = emptied  # type: ignore[attr-defined]


@pytest.fixture
def data(tmp_path: Path, settings: object) -> Iterator[Path]:
    """A data folder for one test: what settings say lies there is there, and empty."""
    for name in ("SITE", "VAULT", "UPLOADS", "OUTBOX", "RUN"):
        setattr(settings, name, tmp_path / name.lower())
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    settings.EMAIL_FILE_PATH = tmp_path / "outbox"  # type: ignore[attr-defined]
    tmp_path.chmod(0o700)
    return tmp_path
