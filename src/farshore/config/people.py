"""Wagtail's screens for accounts and groups, with the house's own forms."""

from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(WagtailUsersAppConfig):
    user_viewset = "farshore.config.studio_people.PeopleViewSet"
    group_viewset = "farshore.config.studio_people.GroupsViewSet"
