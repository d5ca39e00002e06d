"""The work on a story, and the log of every act. Times are days; what is said is sealed."""

import uuid
from typing import Any, Never

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from farshore.intake.models import Submission
from farshore.moderation.models.uses import Use as Use


class StaffProfile(models.Model):
    """What a member of the team is known by to tellers who ask who must not read their story.

    `communities` are words ("Zaghawa"), `countries` ISO 3166 codes. `turn` is when this person was
    last given a story, counted in stories.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile"
    )
    communities = models.JSONField(default=list, blank=True)
    countries = models.JSONField(default=list, blank=True)
    turn = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.user)


class Case(models.Model):
    """The work on one sent story. Its random id stands in the studio's addresses.

    `moderator` reads and approves, `second` releases. `agreed` is what was approved, sealed under
    the story's key: a later yes counts only for exactly that. `note` is what the second person
    writes to the first when sending it back, sealed as well. `heard` is the number of the last
    message that was read after the release.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="case")
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="cases"
    )
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="second_cases"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    agreed = models.BinaryField(default=b"")
    note = models.BinaryField(default=b"")
    heard = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        permissions = (
            ("moderate", "Read the stories given to them, ask, approve"),
            ("release", "Release stories that another person approved"),
            ("oversee", "See how many stories wait for somebody, and give them to others"),
            ("safeguard", "Give the second yes to stories of people under 18"),
            ("fulfil", "Take out sealed contacts, which nobody can read here"),
            ("film", "Keep the film’s days, and write down what was used where"),
        )

    def __str__(self) -> str:
        return str(self.id)


class Reader(models.Model):
    """A member of the team who has opened a story, or has passed it on to somebody else."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="readers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    passed_on = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("case", "user"), name="one_reader_per_case"),
        )

    def __str__(self) -> str:
        return str(self.user)


class Crossing(models.Model):
    """A public story as the near shore knows it: where it came from, and who hid it.

    `consent` is what the release rested on, sealed under the story's key; empty for a story that
    nobody sent here (one that was imported). The first of its yeses ends after `narrows_on`. On the
    day `ends_on` it is destroyed, unless its code is used before. `wider` is what its teller asks
    that it may be used for as well, sealed too; `wider_by` has agreed first.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.CharField(max_length=80, unique=True)
    submission = models.OneToOneField(
        Submission, null=True, on_delete=models.CASCADE, related_name="crossing"
    )
    consent = models.BinaryField(default=b"")
    hidden_by_team = models.BooleanField(default=False)
    hidden_by_teller = models.BooleanField(default=False)
    ends_on = models.DateField(null=True)
    narrows_on = models.DateField(null=True, db_index=True)
    wider = models.BinaryField(default=b"")
    wider_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.slug


class Scope(models.TextChoices):
    """What an alarm is about."""

    ALL = "all", _("every story")
    COUNTRY = "country", _("stories with a place in one country")
    STORY = "story", _("one story")


class Reason(models.TextChoices):
    """Why an alarm was raised: of these, so that the log holds no words of anybody."""

    DANGER = "danger", _("somebody could be in danger")
    ORDER = "order", _("an authority asks for it")
    ATTACK = "attack", _("the house or the film is attacked")
    MISTAKE = "mistake", _("something was released that should not have been")
    UNSAID = "unsaid", _("not said")


class Alarm(models.Model):
    """While it stands, what it is about is off the site, and so is what is released meanwhile.

    `what` is an ISO 3166 code or a slug, empty for all.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scope = models.CharField(max_length=8, choices=Scope.choices)
    what = models.CharField(max_length=80, blank=True)

    class Meta:
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=("scope", "what"), name="one_alarm_each"),)

    def __str__(self) -> str:
        return f"{self.scope} {self.what}".strip()


class Alarmed(models.Model):
    """A story that an alarm keeps off the site. It may be hidden for other reasons as well."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    alarm = models.ForeignKey(Alarm, on_delete=models.CASCADE, related_name="covered")
    crossing = models.ForeignKey(Crossing, on_delete=models.CASCADE, related_name="alarms")

    class Meta:
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=("alarm", "crossing"), name="covered_once"),)

    def __str__(self) -> str:
        return str(self.crossing)


class Concern(models.Model):
    """Somebody says: I am in this story. Their words lie under a key of their own."""

    class About(models.TextChoices):
        IN_IT = "in_it", _("somebody says that they, or a relative, are in it")
        LOST_CODE = "lost_code", _("somebody says that it is theirs and its code is lost")
        CONTESTED = "contested", _("it was to be destroyed, and its code has been used since")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    crossing = models.ForeignKey(Crossing, on_delete=models.CASCADE, related_name="concerns")
    key = models.UUIDField()
    sealed = models.BinaryField()
    day = models.DateField()
    about = models.CharField(max_length=10, choices=About.choices, default=About.IN_IT)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.id)


class Act(models.TextChoices):
    """What is written down."""

    READ = "read", _("opened a story")
    READ_MANY = "read_many", _("had opened many stories in one day")
    PASSED_ON = "passed_on", _("passed a story on")
    GIVEN = "given", _("gave a story to somebody else")
    ASKED = "asked", _("asked the teller")
    ASKED_FOR_FILM = "asked_for_film", _("asked whether the film’s team may ask the teller")
    PROPOSED_CUT = "proposed_cut", _("proposed to leave words out")
    PROPOSED_COVER = "proposed_cover", _("proposed to cover a part of a picture")
    HELD_UNTIL = "held_until", _("set the day before which a story is not released")
    APPROVED = "approved", _("approved a story")
    AGREED = "agreed", _("agreed to a release")
    SENT_BACK = "sent_back", _("sent a story back")
    REJECTED = "rejected", _("did not take a story")
    RELEASED = "released", _("released a story")
    NOT_RELEASED = "not_released", _("did not release a story that had changed")
    HIDDEN = "hidden", _("hid a story")
    SHOWN = "shown", _("showed a hidden story again")
    YES_ENDED = "yes_ended", _("ended a yes whose day had come")
    WIDER_FIRST = "wider_first", _("agreed first that a story be used for more")
    WIDENED = "widened", _("let a story be used for more, as its teller asked")
    WIDER_REFUSED = "wider_refused", _("let a story be used for no more than before")
    WITHDRAWN = "withdrawn", _("withdrew a story on request")
    HEARD = "heard", _("read what a teller wrote about a public story")
    CONCERN = "concern", _("hid a story because somebody is in it")
    CONCERN_CLOSED = "concern_closed", _("decided about somebody who is in a story")
    HID_MANY = "hid_many", _("raised an alarm")
    SHOWED_MANY = "showed_many", _("ended an alarm")
    ENDS_LATER = "ends_later", _("decided to destroy a story whose code is lost")
    ENDED = "ended", _("destroyed a story whose code is lost")
    LAPSED = "lapsed", _("destroyed a story whose time here had run out")
    PAUSED = "paused", _("let the house take no stories in")
    RESUMED = "resumed", _("let the house take stories in again")
    FILM_DAYS = "film_days", _("set the days of a film")
    USED = "used", _("wrote down what was used")
    TAKEN_OUT = "taken_out", _("said that a use was taken out")
    EXPORTED = "exported", _("took out sealed contacts or originals for the team")
    DISPATCHED = "dispatched", _("destroyed what had been taken out and used")
    ACCOUNT_MADE = "account_made", _("made an account")
    ACCOUNT_CHANGED = "account_changed", _("changed an account")
    ACCOUNT_CLOSED = "account_closed", _("closed an account")


class Unchangeable(Exception):
    """The audit log is written once: a line is never changed and never taken out."""


class _Lines(models.QuerySet["AuditLine"]):
    def update(self, **_given: Any) -> Never:
        raise Unchangeable

    def delete(self) -> Never:
        raise Unchangeable


class AuditLine(models.Model):
    """One act of the team. `hash` covers the line and the hash of the one before.

    `staff` is the name of an account, empty for the house itself. `reference` is a commitment
    under the story's key: who holds the key can find the lines of a story, and when the key is
    gone no line can be told to belong to it, or two lines to belong together. `details` is
    canonical JSON out of a closed vocabulary, never words of a person.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    day = models.DateField()
    staff = models.CharField(max_length=150, blank=True)
    act = models.CharField(max_length=24, choices=Act.choices)
    details = models.TextField(default="{}")
    reference = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = models.Manager.from_queryset(_Lines)()

    class Meta:
        default_permissions = ()
        ordering = ("number",)
        indexes = (models.Index(fields=("act", "day"), name="audit_act_day"),)

    def __str__(self) -> str:
        return f"{self.number} {self.day} {self.act}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new line. Raises `Unchangeable` for one that stands already."""
        if not self._state.adding:
            raise Unchangeable
        super().save(*args, **kwargs | {"force_insert": True})

    def delete(self, *_args: Any, **_kwargs: Any) -> Never:
        raise Unchangeable


class AuditHead(models.Model):
    """The end of the chain, one row: who writes a line holds it. A cut-off end is noticed by it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.number} {self.hash}"


class Mirror(models.Model):
    """A site that keeps a copy of ours and has said that it deletes what our list names.

    `serial` is that of the last list that it says it has followed, `heard_on` the day on which it
    said so.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80, unique=True)
    url = models.URLField(max_length=200)
    serial = models.PositiveIntegerField(default=0)
    heard_on = models.DateField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class Clearing(models.Model):
    """A story that had to leave the places where it stood. `slug` stays behind as a tombstone
    anyway; nothing here leads to who told it."""

    class Why(models.TextChoices):
        HIDDEN = "hidden", _("hidden")
        WITHDRAWN = "withdrawn", _("taken back for good")
        NARROWED = "narrowed", _("a yes was taken back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.CharField(max_length=80, unique=True)
    why = models.CharField(max_length=10, choices=Why.choices)
    day = models.DateField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.slug} {self.why}"


class Reached(models.Model):
    """One place that a story has reached, and whether it is gone from there.

    `place` is a public address, or a mirror's or a use's id. `ends_on` is set for what ends by
    itself on a day: the copies in backups. `serial` is that of the list which a mirror must have
    followed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clearing = models.ForeignKey(Clearing, on_delete=models.CASCADE, related_name="places")
    kind = models.CharField(max_length=12)
    place = models.CharField(max_length=300)
    cleared = models.BooleanField(default=False)
    ends_on = models.DateField(null=True)
    serial = models.PositiveIntegerField(null=True)

    class Meta:
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("clearing", "place"), name="one_line_per_place"),
        )
        indexes = (
            models.Index(
                fields=("place",), condition=models.Q(cleared=False), name="reached_uncleared"
            ),
        )

    def __str__(self) -> str:
        return self.place
