"""Contacts as a form hands them over: sealed in the browser, or in the clear where no script ran.

In the clear they exist in memory only, until they are sealed: nothing is written before.
"""

import json
from collections.abc import Mapping, Sequence

from django.conf import settings

from farshore.vault import queries, team
from farshore.vault.errors import NoTeamKeys


def contact(post: Mapping[str, str], *, group: str, fields: Sequence[str]) -> team.Sealed | None:
    """What the fields of a form hold, sealed to the team; None where they are empty.

    The form's fields have `data-seal="<group>"`; a browser with scripts sends `sealed_<group>` in
    their place. Raises `NotSealed`, `TooLong`, `NoTeamKeys`.
    """
    if token := post.get(f"sealed_{group}", ""):
        if not settings.TEAM_KEYS:
            raise NoTeamKeys
        return team.from_browser(token, pad_to=team.CONTACT)
    told = {name: value for name in fields if (value := post.get(name, "").strip())}
    if not told:
        return None
    data = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return team.seal_to(settings.TEAM_KEYS, data, pad_to=team.CONTACT)


def attributes() -> dict[str, str]:
    """What a form needs so that a browser can seal: the keys, and their ids."""
    return {
        "data-team-keys": " ".join(settings.TEAM_KEYS),
        "data-team-ids": "-".join(queries.team_key_ids()),
    }
