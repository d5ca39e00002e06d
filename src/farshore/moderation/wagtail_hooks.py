"""The crossing in Wagtail's menu and on its first screen."""

from typing import Any

from django.contrib.auth.models import Permission, User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.sidebar import LinkMenuItem

from farshore.moderation.queries.queue import waiting_for
from farshore.moderation.queries.staff import holds, waiting_for_somebody
from farshore.moderation.roles import CROSSING, FILM, FULFIL, GIVEN, OVERSEE


class StoriesMenuItem(MenuItem):
    """Shown to whoever has to do with stories, with how many wait for them."""

    def is_shown(self, request: HttpRequest) -> bool:
        return any(request.user.has_perm(one) for one in CROSSING)

    def render_component(self, request: HttpRequest) -> Any:
        assert isinstance(request.user, User)  # the studio's door has seen to it
        many = waiting_for(request.user)
        label = f"{self.label} ({many})" if many else self.label
        return LinkMenuItem(self.name, label, self.url, icon_name=self.icon_name)


class ContactsMenuItem(MenuItem):
    """Shown to whoever takes out sealed contacts."""

    def is_shown(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and holds(request.user, FULFIL)


class FilmMenuItem(MenuItem):
    """Shown to whoever answers for the film."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(FILM)


class WaitingPanel(Component):
    """The first screen after logging in: what waits."""

    order = 50
    template_name = "moderation/home_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        nobody = waiting_for_somebody() if user.has_perm(OVERSEE) else 0
        return {"mine": waiting_for(user), "nobodys": nobody}


@hooks.register("register_admin_menu_item")
def stories_in_the_menu() -> MenuItem:
    return StoriesMenuItem(
        _("Stories"),
        reverse("moderation:queue"),
        name="stories",
        icon_name="farshore-line",
        order=90,
    )


@hooks.register("register_admin_menu_item")
def contacts_in_the_menu() -> MenuItem:
    return ContactsMenuItem(
        _("Sealed contacts"),
        reverse("moderation:contacts"),
        name="contacts",
        icon_name="mail",
        order=91,
    )


@hooks.register("register_admin_menu_item")
def film_in_the_menu() -> MenuItem:
    return FilmMenuItem(
        _("The film’s days"),
        reverse("moderation:film"),
        name="film-days",
        icon_name="date",
        order=92,
    )


@hooks.register("register_admin_menu_item")
def uses_in_the_menu() -> MenuItem:
    return FilmMenuItem(
        _("What was used"),
        reverse("moderation:uses"),
        name="uses",
        icon_name="list-ul",
        order=93,
    )


@hooks.register("construct_homepage_panels")
def what_waits(request: HttpRequest, panels: list[Any]) -> None:
    if any(request.user.has_perm(one) for one in CROSSING):
        panels.append(WaitingPanel())


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """Lets an administrator give them to other groups than ours."""
    return Permission.objects.filter(
        content_type__app_label="moderation", codename__in=[one.split(".")[1] for one in GIVEN]
    )


@hooks.register("register_icons")
def icons(known: list[str]) -> list[str]:
    return [*known, "moderation/icons/farshore-line.svg"]
