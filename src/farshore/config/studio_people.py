"""Accounts and groups in the studio: nobody gets sealed contacts and stories by a combination.

Whoever takes out sealed contacts reads no stories, unless an administrator says on purpose that
this person does both, and why. What is asked for is a reason out of a few: the log holds no words
of a person.
"""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.models import Group, User
from django.http import HttpResponse
from django.utils.translation import gettext_lazy
from wagtail.users.forms import GroupForm, UserCreationForm, UserEditForm
from wagtail.users.views import groups
from wagtail.users.views.users import UserViewSet

from farshore.moderation.actions.staff import note_group
from farshore.moderation.both import Both
from farshore.moderation.queries.hands import (
    joined_by,
    named,
    rights_by_name,
    rights_of,
    rights_of_groups,
)
from farshore.moderation.roles import in_both_hands

if TYPE_CHECKING:
    _Form = forms.ModelForm[Any]
else:
    _Form = forms.ModelForm

_REASONS = [("", gettext_lazy("No")), *(one for one in Both.choices if one[0] != Both.SAID)]


class _Hands(_Form):
    """A form of an account that asks on purpose before it gives somebody both."""

    both = forms.ChoiceField(
        label=gettext_lazy("Does this person take out sealed contacts and read stories?"),
        help_text=gettext_lazy(
            "Give them to two people where you can. Where one person does both, say why: "
            "the log keeps it."
        ),
        choices=_REASONS,
        required=False,
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        before = in_both_hands(rights_of(self.instance)) if self.instance.pk else False
        if self._joins() and not before and not cleaned.get("both"):
            self.add_error("both", _NOT_BY_CHANCE)
        return cleaned

    def save(self, commit: bool = True) -> User:
        """The account, with `said_both`: why it may do both, for the line in the log."""
        user: User = super().save(commit)
        said = self.cleaned_data["both"] if self._joins() else ""
        user.said_both = said  # type: ignore[attr-defined]
        return user

    def _joins(self) -> bool:
        chosen = rights_of_groups(self.cleaned_data.get("groups") or [])
        return in_both_hands(chosen | rights_by_name(self.instance))


_NOT_BY_CHANCE = gettext_lazy(
    "Nothing has changed. With these roles one person would take out sealed contacts and read "
    "stories. Give the roles to two people; or say here why this person does both."
)


class NewPersonForm(_Hands, UserCreationForm):
    class Meta(UserCreationForm.Meta):
        pass


class PersonForm(_Hands, UserEditForm):
    class Meta(UserEditForm.Meta):
        pass


class PeopleViewSet(UserViewSet):
    """Wagtail's screens for accounts, without the one that copies: it asks no hook, so that an
    account made by it would stand in no log."""

    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[_Form]:
        return PersonForm if for_update else NewPersonForm


class RightsForm(GroupForm):
    """A form of a group that gives nobody both who has not been given both by name."""

    class Meta(GroupForm.Meta):
        pass

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = cleaned.get("permissions")
        if self.instance.pk and chosen is not None:
            self._refuse_for(joined_by(self.instance, named(chosen)))
        return cleaned

    def _refuse_for(self, members: list[User]) -> None:
        if members:
            names = ", ".join(one.get_username() for one in members)
            raise forms.ValidationError(_NOT_BY_A_GROUP.format(names=names))


_NOT_BY_A_GROUP = gettext_lazy(
    "Nothing has changed. With these permissions somebody in this group would take out sealed "
    "contacts and read stories: {names}. Take them out of the group first; or open their account "
    "and say there why they do both."
)


class _Noted:
    """A group that is changed is a line in the log, in the change's transaction."""

    object: Group
    request: Any

    def run_after_hook(self) -> HttpResponse | None:
        answer: HttpResponse | None = super().run_after_hook()  # type: ignore[misc]
        members = self.object.user_set.values_list("username", flat=True) if self.object.pk else ()
        note_group(
            name=self.object.name,
            rights=rights_of_groups([self.object]) if self.object.pk else (),
            members=members,
            by=self.request.user.get_username(),
        )
        return answer


class AddGroup(_Noted, groups.CreateView):
    pass


class EditGroup(_Noted, groups.EditView):
    pass


class DeleteGroup(_Noted, groups.DeleteView):
    pass


class GroupsViewSet(groups.GroupViewSet):
    """Wagtail's screens for groups."""

    add_view_class = AddGroup
    edit_view_class = EditGroup
    delete_view_class = DeleteGroup

    def get_form_class(self, for_update: bool = False) -> type[_Form]:  # noqa: ARG002
        return RightsForm


def refusal_of_role(role: Group, people: list[Any]) -> str:
    """Why a group cannot be given to all these people at once; empty where it can."""
    given = rights_of_groups([role])
    joined = [
        one.get_username()
        for one in people
        if not in_both_hands(rights_of(one)) and in_both_hands(rights_of(one) | given)
    ]
    return _NOT_AT_ONCE.format(names=", ".join(joined)) if joined else ""


_NOT_AT_ONCE = gettext_lazy(
    "Nothing has changed. With this role somebody would take out sealed contacts and read "
    "stories: {names}. Open their account and say there why they do both, or leave them out."
)
