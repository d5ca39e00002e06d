"""The studio's addresses of the crossing, under `/studio/`."""

from django.urls import path

from farshore.moderation.queries import queue as lists
from farshore.moderation.views import (
    acts,
    contacts,
    film,
    ledger,
    log,
    panic,
    parts,
    public,
    queue,
    review,
    team,
    uses,
)

app_name = "moderation"

_CASE = "stories/<uuid:case>/"

urlpatterns = [
    path("stories/", queue.queue, name="queue"),
    *(
        path(f"stories/{which}/", queue.queue, {"which": which}, name=f"queue_{which}")
        for which in lists.LISTS
    ),
    path("stories/team/", team.team, name="team"),
    path("stories/team/<int:user>/", team.profile, name="profile"),
    path("stories/team/<int:user>/give/", team.give, name="give"),
    path("stories/log/", log.log, name="log"),
    path("stories/contacts/", contacts.contacts, name="contacts"),
    path("stories/film/", film.film, name="film"),
    path("stories/uses/", uses.uses, name="uses"),
    path("stories/uses/table/", uses.table, name="uses_table"),
    path("stories/uses/take-in/", uses.take_in, name="uses_take_in"),
    path("stories/uses/<uuid:use>/taken-out/", uses.taken_out, name="taken_out"),
    path("stories/site/", public.public, name="public"),
    path("stories/site/ledger/", ledger.ledger, name="ledger"),
    path("stories/site/ledger/<uuid:clearing>/", ledger.cleared, name="cleared"),
    path("stories/site/alarm/", panic.alarm, name="alarm"),
    path("stories/site/alarm/end/", panic.end, name="alarm_end"),
    path("stories/site/alarm/pause/", panic.pause, name="pause"),
    path("stories/site/alarm/resume/", panic.resume, name="resume"),
    path("stories/site/<slug:slug>/hide/", public.hide, name="public_hide"),
    path("stories/site/<slug:slug>/show/", public.unhide, name="public_show"),
    path("stories/site/<slug:slug>/withdraw/", public.withdraw, name="public_withdraw"),
    path("stories/concerns/<uuid:concern>/", public.concern, name="concern"),
    path(_CASE, review.review, name="review"),
    path(f"{_CASE}preview/", parts.preview, name="preview"),
    path(f"{_CASE}pictures/<slug:name>/", parts.picture, name="picture"),
    path(f"{_CASE}pictures/<slug:name>/cover/", parts.cover, name="cover"),
    path(f"{_CASE}pictures/<slug:name>/cover/propose/", acts.cover, name="propose_cover"),
    path(f"{_CASE}recordings/<slug:name>/", parts.recording, name="recording"),
    path(f"{_CASE}ask/", acts.ask, name="ask"),
    path(f"{_CASE}interview/", acts.interview, name="interview"),
    path(f"{_CASE}not-before/", acts.hold_until, name="hold_until"),
    path(f"{_CASE}hear/", acts.hear, name="hear"),
    path(f"{_CASE}cut/", acts.cut, name="cut"),
    path(f"{_CASE}approve/", acts.approve, name="approve"),
    path(f"{_CASE}reject/", acts.reject, name="reject"),
    path(f"{_CASE}pass-on/", acts.pass_on, name="pass_on"),
    path(f"{_CASE}agree/", acts.agree, name="agree"),
    path(f"{_CASE}send-back/", acts.send_back, name="send_back"),
    path(f"{_CASE}wider/first/", acts.wider_first, name="wider_first"),
    path(f"{_CASE}wider/second/", acts.wider_second, name="wider_second"),
    path(f"{_CASE}wider/refuse/", acts.wider_refuse, name="wider_refuse"),
    path(f"{_CASE}hide/", acts.hide, name="hide"),
    path(f"{_CASE}show/", acts.unhide, name="show"),
    path(f"{_CASE}withdraw/", acts.withdraw, name="withdraw"),
]
