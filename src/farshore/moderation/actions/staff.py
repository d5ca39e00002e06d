"""Accounts of the team: made, and made anew for somebody who has lost their keys."""

from collections.abc import Iterable, Sequence

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from farshore.moderation.actions import audit
from farshore.moderation.errors import (
    BadAccount,
    BothHands,
    NameTaken,
    NoSuchAccount,
    UnknownRole,
)
from farshore.moderation.models import Act
from farshore.moderation.queries.hands import rights_of_groups
from farshore.moderation.roles import ROLES, in_both_hands


@transaction.atomic
def create_staff(
    *,
    username: str,
    password: str,
    email: str = "",
    admin: bool = False,
    roles: Sequence[str] = (),
    both: str = "",
    by: str = "",
) -> User:
    """Make an account with these roles (names of groups); the second factor comes at first login.

    `both` says why one person may have to do with sealed contacts and with stories (a value of
    `both.Both`). `by` is whose account made it, empty at the machine itself. Raises `NameTaken`,
    `UnknownRole`, `BothHands`, `BadAccount`.
    """
    groups = _groups(roles)
    joined = in_both_hands(rights_of_groups(groups))
    if joined and not both:
        raise BothHands
    if get_user_model().objects.filter(username__iexact=username).exists():
        raise NameTaken(username)
    user = get_user_model()(username=username, email=email, is_superuser=admin, is_staff=admin)
    _set_password(user, password)
    user.save()
    user.groups.set(groups)
    _note(Act.ACCOUNT_MADE, user, by=by, both=both if joined else "")
    return user


@transaction.atomic
def reset_staff(*, username: str, password: str, by: str = "") -> User:
    """Give an account a new password and take its second factors away: a new one is set up at the
    next login. Its open sessions end. Raises `NoSuchAccount`, `BadAccount`.
    """
    user = get_user_model().objects.select_for_update().filter(username=username).first()
    if user is None:
        raise NoSuchAccount(username)
    _set_password(user, password)
    user.save()
    Authenticator.objects.filter(user=user).delete()
    audit.write(act=Act.ACCOUNT_CHANGED, staff=by, account=username, change="keys")
    return user


def note_account(*, user: User, act: Act, by: str, both: str = "") -> None:
    """Write down how an account stands after it was made, changed or closed in the studio.

    `both` is why it was given sealed contacts and stories, where it was. Call it in the
    transaction of the change.
    """
    _note(act, user, by=by, both=both)


def note_group(*, name: str, rights: Iterable[str], members: Iterable[str], by: str) -> None:
    """Write down what a group may and who is in it after it was made, changed or removed.

    Whoever gives a group a right gives it to all who are in it. Call it in the transaction of the
    change.
    """
    audit.write(
        act=Act.ACCOUNT_CHANGED,
        staff=by,
        group=name,
        rights=",".join(sorted(rights)),
        members=",".join(sorted(members)),
    )


def _note(act: Act, user: User, *, by: str, both: str) -> None:
    gone = user.pk is None or not get_user_model().objects.filter(pk=user.pk).exists()
    roles = [] if gone else sorted(user.groups.values_list("name", flat=True))
    said = {"both": both} if both else {}
    told = {"account": user.username, "roles": ",".join(roles)} | said
    audit.write(act=act, staff=by, key=None, admin=user.is_superuser, **told)


def _groups(roles: Sequence[str]) -> list[Group]:
    known = {role.name for role in ROLES}
    for role in roles:
        if role not in known:
            raise UnknownRole(role)
    return list(Group.objects.filter(name__in=roles))


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
        user.set_password(password)
        user.full_clean(exclude=["last_login", "date_joined"])
    except ValidationError as error:
        raise BadAccount(tuple(error.messages)) from error
