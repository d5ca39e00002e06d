"""Taking out what tellers left to be reached by: sealed, for whoever sends letters and gifts.

Nobody reads anything here. The archive holds what the house itself cannot open, and the slip with
the keys of its outer layer, sealed to the team's keys as well.
"""

import io
import zipfile
from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from farshore.intake.queries import CONTACT, RELEASE
from farshore.moderation.errors import NotYours
from farshore.moderation.queries.staff import holds
from farshore.moderation.roles import FULFIL
from farshore.moderation.views.door import screen, studio, user_of
from farshore.vault import export
from farshore.vault.errors import NoTeamKeys

_NAMES = {CONTACT: "contacts", RELEASE: "releases"}


@require_http_methods(["GET", "HEAD", "POST"])
@studio(FULFIL)
def contacts(request: HttpRequest) -> HttpResponse:
    """How many there are, and how many signed releases; by POST all of one kind, sealed, with a
    line in the log.

    An administrator comes in only where the role was given: otherwise one who reads stories would
    have both by being an administrator.
    """
    if not holds(user_of(request), FULFIL):
        raise NotYours
    if request.method == "POST" and "sent" in request.POST:
        return _sent(request)
    counts = {kind: export.count(kind) for kind in _NAMES}
    kind = request.POST.get("kind", CONTACT)
    if request.method == "POST" and counts.get(kind):
        try:
            return _archive(kind, user_of(request).get_username())
        except NoTeamKeys:
            messages.error(request, _("Nothing was taken out. The team has no key of its own yet."))
    many, signed, taken = counts[CONTACT], counts[RELEASE], export.count_handed(CONTACT)
    return screen(
        request, "contacts.html", _("Sealed contacts"), many=many, signed=signed, taken=taken
    )


def _sent(request: HttpRequest) -> HttpResponse:
    """The letters and gifts are gone: the contacts that were taken out end, if that was meant."""
    if request.POST.get("sent") != "yes":
        messages.error(request, _("Nothing was destroyed. Tick that everything has been sent."))
        return redirect("moderation:contacts")
    many = export.dispatched(CONTACT, staff=user_of(request).get_username())
    said = ngettext("%(many)d was destroyed.", "%(many)d were destroyed.", many) % {"many": many}
    messages.success(request, said)
    return redirect("moderation:contacts")


def _archive(kind: str, staff: str) -> HttpResponse:
    made, name = io.BytesIO(), _NAMES[kind]

    def write(lines: Iterable[bytes], slip: bytes) -> None:
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{name}.sealed", b"".join(lines))
            archive.writestr(f"{name}.sealed.slip", slip)

    export.take_out(kind, staff=staff, write=write)
    response = HttpResponse(made.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    return response
