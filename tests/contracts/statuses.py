"""The table of what each route answers to whom: `status_table.txt`, read, compared and written.

A line is a route, then for each of `WHO` the number by GET and the number by POST.
"""

from collections.abc import Iterable
from pathlib import Path

from tests.contracts.crawling import readable, routes
from tests.contracts.world import TITLES, WHO

TABLE = Path(__file__).with_name("status_table.txt")
_HEAD = """\
# What each route answers, by GET and by POST without a form, at something that is there.
# Compared by test_every_route.py, which says how to write it anew. The columns are:
"""


def read() -> dict[str, dict[str, str]]:
    """For each of `WHO`, what each route answers."""
    found: dict[str, dict[str, str]] = {who: {} for who in WHO}
    for line in TABLE.read_text("utf-8").splitlines() if TABLE.exists() else ():
        if line and not line.startswith("#"):
            *cells, route = line.split()
            for who, cell in zip(WHO, cells, strict=True):
                found[who][route] = cell
    return found


def differences(who: str, answers: dict[str, str], among: Iterable[str]) -> list[str]:
    """Where a walk among these routes differs from the table, in words."""
    decided, told = read()[who], []
    for route in among:
        if route not in decided:
            told.append(f"{route} is new: {who} gets {answers[route]}")
        elif decided[route] != answers[route]:
            told.append(f"{route} answers {who} {answers[route]}, and {decided[route]} was decided")
    return told


def write(who: str, answers: dict[str, str]) -> None:
    """Put one column into the table. Not from two processes at once."""
    known = read()
    known[who] |= answers
    titles = "".join(f"#   {one}: {TITLES[one]}\n" for one in WHO)
    lines = [
        " ".join(known[one].get(route, "-").ljust(7) for one in WHO) + f" {route}\n"
        for route in dict.fromkeys(map(readable, routes()))
    ]
    TABLE.write_text(_HEAD + titles + "".join(lines), "utf-8")
