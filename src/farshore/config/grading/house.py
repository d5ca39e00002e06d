"""One house, graded: the front door, then every judge in turn."""

import ssl
from datetime import UTC, datetime

from farshore.config.grading import content, files, headers, studio, transport
from farshore.config.grading.asking import Target
from farshore.config.grading.report import Finding
from farshore.config.grading.visit import begun, visiting


def graded(
    target: Target,
    *,
    trust: ssl.SSLContext,
    now: datetime,
    own: Target | None = None,
    key: str = "",
    plain: tuple[str, int] | None = None,
) -> list[Finding]:
    """Every finding about the house at `target`. Raises `NotAHouse`.

    `own`: the studio's own address; `key`: the house's own key; `plain`: where plain http comes in.
    """
    visit = begun(target, trust=trust)
    apart = visiting(own, trust=trust) if own else None
    found = [*transport.judge(visit, now=now, plain=plain), *headers.judge(visit)]
    found += [*content.judge(visit), *files.judge(visit, today=now.astimezone(UTC).date(), key=key)]
    return [*found, *studio.judge(visit, apart)]
