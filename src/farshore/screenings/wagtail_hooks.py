"""The film in the studio."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from farshore import sanitize
from farshore.screenings.actions import film_changed
from farshore.screenings.models import Film


class FilmViewSet(SnippetViewSet):
    model = Film
    icon = "media"
    menu_label = "Film"
    menu_order = 110
    add_to_admin_menu = True
    list_display = ("title", "year")


register_snippet(FilmViewSet)


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def press_the_film(request: HttpRequest, instance: Any) -> None:
    """An editor's change is on the site a moment later."""
    if not isinstance(instance, Film):
        return
    try:
        film_changed(film=instance)
    except sanitize.Refused:
        text = _("Everything you wrote is saved. The still could not be cleaned: choose another.")
        messages.error(request, text)
