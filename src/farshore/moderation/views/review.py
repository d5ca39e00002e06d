"""The screen on which a story is read and decided about."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from farshore.intake import queries as intake
from farshore.intake import retention
from farshore.intake.consent import Yes
from farshore.intake.interviews import WAYS
from farshore.intake.models import FilmDays, Interview, Status, Submission
from farshore.kernel import clock
from farshore.moderation import queries
from farshore.moderation.actions.asking import open_case
from farshore.moderation.actions.interviewing import ASKING, FILM
from farshore.moderation.blocks import WORDS as BLOCKS
from farshore.moderation.models import Case, Crossing
from farshore.moderation.queries import consent, content, wider
from farshore.moderation.queries.log import lines_of
from farshore.moderation.queries.queue import age, is_late
from farshore.moderation.queries.staff import TO_READ
from farshore.moderation.views.door import screen, studio, user_of
from farshore.moderation.views.marking import label_of
from farshore.moderation.views.story import story
from farshore.stories import alike
from farshore.stories.vocabulary import USES
from farshore.vault import queries as vault


@require_safe
@studio()
def review(request: HttpRequest, case: UUID) -> HttpResponse:
    """The story, whole: what is in it, what it may be used for, what stands in its way."""
    open_case(case=case, by=user_of(request))
    return show(request, case)


def show(
    request: HttpRequest, case: UUID, *, error: str = "", at: str = "", status: int = 200
) -> HttpResponse:
    """The screen; after a refusal with its sentence at `at`, and everything typed still there."""
    user = user_of(request)
    found = queries.opened(queries.case_of(user, case))
    crossing = Crossing.objects.filter(submission=found.row).select_related("wider_by").first()
    told = story(found.telling, _yeses(found, crossing))
    return screen(
        request,
        "review.html",
        told["title"],
        status=status,
        error=error,
        at=at,
        typed=request.POST if error else {},
        typed_ways=request.POST.getlist("ways") if error else [],
        **told,
        **_about(found, crossing),
        **_work(found, user),
        wider=_wider(found, crossing, user),
    )


def _yeses(found: queries.Opened, crossing: Crossing | None) -> tuple[Yes, ...]:
    """What the story may be used for now: what its release rests on, if it has crossed."""
    if crossing is None or not crossing.consent:
        return found.telling.uses
    return consent.consent_of(crossing).uses


def _about(found: queries.Opened, crossing: Crossing | None) -> dict[str, Any]:
    """Where the story stands, and what was said and done about it."""
    row = found.row
    numbers = {one.id: number for number, one in enumerate(found.telling.pictures, start=1)}
    return {
        "case": found.case,
        "row": row,
        "stands": Status(row.status).label,
        "days": age(row.sent_on),
        "is_late": is_late(row.due_on),
        "crossing": crossing,
        "lapses": retention.ends_on(row),
        "concerns": crossing.concerns.count() if crossing else 0,
        "note": content.note(found.case),
        "history": list(lines_of(vault.story_key(row.key), since=row.sent_on)),
        "conversation": intake.conversation(row),
        "interviews": _interviews(row),
        "signed": intake.signed(row),
        "contacts": sorted(intake.contacts(row).items()),
        "proposals": [
            {
                "proposal": one,
                "picture": numbers.get(one.where),
                "label": label_of(found.telling, one.where, ""),
            }
            for one in intake.proposals(row)
        ],
    }


def _work(found: queries.Opened, user: User) -> dict[str, Any]:
    """What this person may do now. The actions ask again."""
    status, case = found.row.status, found.case
    is_first, is_second = case.moderator_id == user.pk, case.second_id == user.pk
    return {
        "seen": content.seen_of(found.row, found.telling),
        "blocks": [BLOCKS[key] for key in found.blocks],
        "is_first": is_first,
        "is_second": is_second,
        "may_read": is_first and status in TO_READ,
        "may_hold_until": is_first and status in {*TO_READ, Status.APPROVED},
        "may_ask_for_film": _may_ask_for_film(found) if is_first and status in ASKING else False,
        "ways": list(WAYS.items()),
        "films": list(FilmDays.objects.values_list("title", flat=True)) if is_first else [],
        "may_approve": is_first and status in {Status.SENT, Status.IN_REVIEW},
        "may_release": is_second and status == Status.APPROVED,
        "rare": _rare(found) if is_second and status == Status.APPROVED else "",
        "may_call_back": is_second and status == Status.SCHEDULED,
        "is_alone": _is_alone(case, user),
        "is_unheard": is_first and Case.objects.filter(queries.unheard(), pk=case.pk).exists(),
    }


def _wider(found: queries.Opened, crossing: Crossing | None, user: User) -> dict[str, Any]:
    """What the teller says yes to as well, and who may answer now; empty where nothing is asked."""
    asked = wider.asked(crossing) if crossing else ()
    if not crossing or not asked:
        return {}
    first = crossing.wider_by
    return {
        "words": [USES[yes.use] for yes in asked],
        "day": date.fromisoformat(asked[0].day),
        "first": first.get_username() if first else "",
        "seen": wider.seen_of(crossing),
        "may_first": first is None and found.case.moderator_id == user.pk,
        "may_second": first is not None and found.case.second_id == user.pk,
    }


def _interviews(row: Submission) -> list[dict[str, Any]]:
    """What the film's team asked, and what the teller said."""
    return [
        {
            "one": one,
            "answer": Interview.Answer(one.answer).label,
            "waits": one.answer == Interview.Answer.WAITING,
            "ways": [WAYS[way] for way in one.said.ways] if one.said else [],
        }
        for one in intake.interviews(row)
    ]


def _may_ask_for_film(found: queries.Opened) -> bool:
    """Whether the teller said yes to being asked, and not that they are never asked again."""
    said_yes = found.telling.said_yes(FILM, today=clock.today())
    return said_yes and not intake.never_asked_again(found.row)


def _rare(found: queries.Opened) -> dict[str, Any]:
    """What makes the story rare among those on the site; empty where others are like it."""
    rare = alike.rare(content.public_places(found.telling), language=found.telling.language)
    return {"alone": rare.alone, "without": [alike.WORDS[w] for w in rare.without]} if rare else {}


def _is_alone(case: Case, user: User) -> bool:
    return case.approved_by_id == user.pk and case.second_id == user.pk
