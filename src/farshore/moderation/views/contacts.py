"""Taking out what tellers left to be reached by: sealed, for whoever sends letters and gifts.

Nobody reads anything here. The archive holds what the house itself cannot open, and the slip with
the keys of its outer layer, sealed to the team's keys as well.
"""

import io
import zipfile
from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from farshore.intake.queries import CONTACT
from farshore.moderation.errors import NotYours
from farshore.moderation.queries.staff import holds
from farshore.moderation.roles import FULFIL
from farshore.moderation.views.door import screen, studio, user_of
from farshore.vault import export
from farshore.vault.errors import NoTeamKeys


@require_http_methods(["GET", "HEAD", "POST"])
@studio(FULFIL)
def contacts(request: HttpRequest) -> HttpResponse:
    """How many there are; by POST all of them, sealed, with a line in the log.

    An administrator comes in only where the role was given: otherwise one who reads stories would
    have both by being an administrator.
    """
    if not holds(user_of(request), FULFIL):
        raise NotYours
    many = export.count(CONTACT)
    if request.method == "POST" and many:
        try:
            return _archive(user_of(request).get_username())
        except NoTeamKeys:
            messages.error(request, _("Nothing was taken out. The team has no key of its own yet."))
    return screen(request, "contacts.html", _("Sealed contacts"), many=many)


def _archive(staff: str) -> HttpResponse:
    made = io.BytesIO()

    def write(lines: Iterable[bytes], slip: bytes) -> None:
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("contacts.sealed", b"".join(lines))
            archive.writestr("contacts.sealed.slip", slip)

    export.take_out(CONTACT, staff=staff, write=write)
    response = HttpResponse(made.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="contacts.zip"'
    return response
