"""Values in the environment that could not be read."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, register

from farshore.config import env
from farshore.config.checks.speak import finding


@register("farshore")
def every_value_was_read(**_given: Any) -> list[CheckMessage]:
    """One finding for each value that the typed readers refused."""
    return [
        finding(
            problem.check.rpartition(".")[2],
            f"{problem.name} is {problem.value!r}, but must be {problem.wanted}.",
        )
        for problem in env.PROBLEMS
    ]


@register("farshore")
def mail_is_set_up(**_given: Any) -> list[CheckMessage]:
    """Outside the demonstration, mail should reach somebody."""
    if settings.DEMO or settings.SMTP_URL:
        return []
    return [finding("W001", f"No mail leaves this house: it is written to {settings.OUTBOX}.")]


@register("farshore")
def mail_of_contributors_is_neutral(**_given: Any) -> list[CheckMessage]:
    """Outside the demonstration, a number reaches people, from a sender that was chosen for it."""
    if settings.DEMO or "email" not in settings.CONTRIBUTORS:
        return []
    found = [] if settings.SMTP_URL else ["No mail leaves this house."]
    if not settings.CONTRIBUTORS_MAIL_FROM:
        found.append(f"Its sender would be {settings.DEFAULT_FROM_EMAIL}.")
    return [finding("W023", " ".join(found))] if found else []


@register("farshore")
def two_people_release(**_given: Any) -> list[CheckMessage]:
    """A team of one is allowed, and said openly."""
    if not settings.TEAM_OF_ONE:
        return []
    return [finding("W002", "FARSHORE_TEAM_OF_ONE is on: no second person looks at a release.")]
