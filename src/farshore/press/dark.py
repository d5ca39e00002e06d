"""Everything away at once, for an alarm over very many stories.

Marking a hundred thousand addresses takes half a minute, and somebody may be in danger by one of
them. So the folders of the site are moved aside first, which takes a moment; when it is known what
must go, the press moves back what may stand, and ends the rest. What was moved lies under a name
that nobody can guess; `.dark` stands as long as the act is not done, and nothing is pressed then.
"""

import logging
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from farshore.press import files, queries

log = logging.getLogger(__name__)

STAYS = frozenset({"assets", "404.html", "503.html"})
_DARK, _AWAY = ".dark", ".away-"


def black_out() -> None:
    """Move away every page, file and list. What is away already stays so.

    Where it cannot be done (a full disk, a folder of somebody else's) the act goes on without it:
    hiding slowly is better than not hiding.
    """
    try:
        _move_away(settings.SITE)
    except OSError:
        log.exception("The site could not be moved away at once; its pages go one by one")


def _move_away(site: Path) -> None:
    if not site.is_dir():
        return
    (site / _DARK).touch()
    aside = site / f"{_AWAY}{secrets.token_hex(16)}"
    aside.mkdir(mode=0o700)
    for entry in sorted(site.iterdir()):
        if (
            not entry.name.startswith(".")
            and entry.name.removesuffix(".br").removesuffix(".gz") not in STAYS
        ):
            entry.rename(aside / entry.name)


def light_up() -> None:
    """The act is done: the press may go on."""
    (settings.SITE / _DARK).unlink(missing_ok=True)


def is_dark() -> bool:
    return (settings.SITE / _DARK).exists()


def bring_back() -> None:
    """Move back what nobody has touched, and end what else was moved away.

    One that is killed in the middle is gone on with: what is back is passed over.
    """
    aside = list(_aside())
    if not aside:
        return
    for address in queries.untouched():
        for folder in aside:
            files.bring_back(folder, settings.SITE, address)
    for folder in aside:
        shutil.rmtree(folder)


def _aside() -> Iterator[Path]:
    return settings.SITE.glob(f"{_AWAY}*") if settings.SITE.is_dir() else iter(())
