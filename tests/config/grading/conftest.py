"""Houses to be graded: a certificate authority, and one call from a stub to its findings."""

import ssl
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

import pytest

from farshore.config.grading.asking import target, trusting
from farshore.config.grading.house import graded
from farshore.config.grading.report import Finding
from tests.config.grading.stubs import NAME, Authority, Stub, leading_to_https, open_to

STUDIO = "studio.film.example"
Grade = Callable[..., dict[str, Finding]]


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def graded_by_https(authority: Authority) -> Grade:
    """Findings about a stub that is served as https://film.example, by id."""

    def grade(
        stub: Stub,
        *,
        server: ssl.SSLContext | None = None,
        before: Stub | None = None,
        studio: Stub | None = None,
        **more: Any,
    ) -> dict[str, Finding]:
        """`server`: its certificate; `before`: what answers plain http; `studio`: apart."""
        with ExitStack() as opened:
            port = opened.enter_context(open_to(stub, server or authority.server()))
            plain = opened.enter_context(open_to(before or leading_to_https()))
            if studio is not None:
                apart = opened.enter_context(open_to(studio, authority.server(STUDIO)))
                more["own"] = target(f"https://{STUDIO}/", at=f"127.0.0.1:{apart}")
            found = graded(
                target(f"https://{NAME}/", at=f"127.0.0.1:{port}"),
                trust=trusting(str(authority.path)),
                now=datetime.now(UTC),
                plain=("127.0.0.1", plain),
                **more,
            )
        assert len({one.entry.id for one in found}) == len(found)
        return {one.entry.id: one for one in found}

    return grade
