"""Opening the house: the data folder first, then Django, whose settings look for it."""

import os
from pathlib import Path

from farshore.config.speech import Stop


def prepare_folder(data: str) -> Path:
    """Make the data folder for this user alone, and name it in the environment.

    Raises `Stop` where it cannot be made or written.
    """
    os.umask(0o077)
    folder = Path(data).resolve()
    os.environ["FARSHORE_DATA"] = str(folder)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.stat().st_uid == os.getuid():
            folder.chmod(0o700)
        (folder / "run").mkdir(mode=0o700, exist_ok=True)
        _try_to_write(folder / "run" / f".try-{os.getpid()}")
    except OSError as error:
        raise Stop(
            f"The data folder {folder} cannot be written: {error.strerror}. Nothing was changed.",
            "Give this user the folder, free some space, or name another with --data DIR.",
        ) from error
    return folder


def open_house(data: str) -> Path:
    """Set Django up on this data folder. Raises `Stop` where the settings cannot be read."""
    folder = prepare_folder(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "farshore.config.settings"
    import django

    django.setup()
    return folder


def require_tables() -> None:
    """Raise `Stop` unless the database answers and has every table that this version needs."""
    from django.db import DatabaseError

    from farshore.config.running.prepare import unapplied

    try:
        missing = unapplied()
    except DatabaseError as error:
        raise Stop(
            "The database does not answer. Nothing was changed.",
            "See farshore check for what is the matter.",
        ) from error
    if missing:
        raise Stop(
            "The database is not ready for this version. Nothing was changed.",
            "Start farshore run once: it brings the database up to date.",
        )


def _try_to_write(path: Path) -> None:
    path.write_bytes(b"")
    path.unlink()
