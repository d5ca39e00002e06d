"""What people hand us. Everything they say is sealed; ids are random; times are days."""

import secrets
import uuid
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


def _random_id() -> str:
    return secrets.token_hex(16)


class Draft(models.Model):
    """An unsent story, sealed under the teller's code: nobody here can read it."""

    id = models.CharField(primary_key=True, max_length=32, default=_random_id, editable=False)
    find = models.BinaryField(max_length=32, unique=True)
    sealed = models.BinaryField()
    expires_on = models.DateField(db_index=True)

    def __str__(self) -> str:
        return self.id


class Status(models.TextChoices):
    """Where a sent story stands."""

    SENT = "sent", _("waiting to be read")
    IN_REVIEW = "in_review", _("being read")
    ASKED = "asked", _("waiting for an answer")
    APPROVED = "approved", _("approved by one person")
    SCHEDULED = "scheduled", _("agreed by two, waiting for its day")
    RELEASED = "released", _("on the site")
    HIDDEN = "hidden", _("taken off the site for now")
    REJECTED = "rejected", _("not taken")
    WITHDRAWN = "withdrawn", _("taken back")


class Submission(models.Model):
    """A sent story. `find` is the code's lookup id; everything said lies under the story's key.

    `due_on` is the day of its batch; before `not_before` it is in none.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    find = models.BinaryField(max_length=32, unique=True)
    key = models.UUIDField()
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.SENT)
    payload = models.BinaryField()
    slug = models.CharField(max_length=80, blank=True, db_index=True)
    sent_on = models.DateField()
    changed_on = models.DateField()
    due_on = models.DateField(null=True)
    not_before = models.DateField(null=True)

    class Meta:
        indexes = (models.Index(fields=("status", "sent_on")),)

    def __str__(self) -> str:
        return str(self.id)


class Picture(models.Model):
    """One clean picture of a sent story; `blob` is its sealed file, covers already painted in."""

    id = models.CharField(primary_key=True, max_length=32, default=_random_id, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="pictures")
    blob = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.id


class Recording(models.Model):
    """A sealed recording of a sent story. Sound is not published: it is for those who listen."""

    id = models.CharField(primary_key=True, max_length=32, default=_random_id, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="recordings")
    blob = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.id


class Message(models.Model):
    """One message between the teller and the team, sealed under the story's key.

    `sealed` is empty once it has vanished.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="messages")
    number = models.PositiveIntegerField()
    from_team = models.BooleanField()
    sealed = models.BinaryField()
    day = models.DateField()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("submission", "number"), name="one_message_per_number"),
        )

    def __str__(self) -> str:
        return str(self.id)


class Change(models.Model):
    """A cut or a cover that the team proposes. It happens only when the teller says yes."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waiting for the teller")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=8, choices=[("cut", _("cut")), ("cover", _("cover"))])
    state = models.CharField(max_length=8, choices=State.choices, default=State.PROPOSED)
    sealed = models.BinaryField()
    day = models.DateField()

    def __str__(self) -> str:
        return str(self.id)


class Interview(models.Model):
    """The team asks whether it may ask a teller for a film. What it says is sealed under the
    story's key, and empty once it has vanished; the answer stays.

    `day` is that of the question, then that of the last answer.
    """

    class Answer(models.TextChoices):
        WAITING = "waiting", _("waiting for the teller")
        YES = "yes", _("yes")
        NO = "no", _("no")
        LATER = "later", _("perhaps later")
        NEVER = "never", _("do not ask again")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="interviews")
    answer = models.CharField(max_length=8, choices=Answer.choices, default=Answer.WAITING)
    sealed = models.BinaryField()
    day = models.DateField()

    def __str__(self) -> str:
        return str(self.id)


class FilmDays(models.Model):
    """What tellers are told of a film: after `finished_on` it cannot change, and nothing that comes
    from it is public before `embargo_until`.

    `changed_on` is the day on which `finished_on` was last moved, `was` the day that stood before.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200, unique=True)
    finished_on = models.DateField(null=True)
    embargo_until = models.DateField(null=True)
    was = models.DateField(null=True)
    changed_on = models.DateField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title

    def is_finished(self, today: date) -> bool:
        """Whether nothing in it can be changed any more."""
        return self.finished_on is not None and self.finished_on < today


class SignedRelease(models.Model):
    """A teller has signed a release for a film, or spoken it. The name, or the voice, is sealed to
    the team and kept by the vault as `item`; which text was signed lies under the story's key.

    It can be taken back until the film is finished.
    """

    class Means(models.TextChoices):
        WRITTEN = "written", _("signed with a name")
        SPOKEN = "spoken", _("spoken")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="signed")
    item = models.UUIDField()
    means = models.CharField(max_length=8, choices=Means.choices)
    film = models.ForeignKey(FilmDays, null=True, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    day = models.DateField()

    def __str__(self) -> str:
        return str(self.id)


class Pause(models.Model):
    """While a row stands, the house takes no stories in. There is never more than one."""

    class Reason(models.TextChoices):
        AWAY = "away", _("nobody is there to read for a while")
        FULL = "full", _("more waits than the team can read with care")
        DANGER = "danger", _("it may not be safe to tell something here now")
        UNSAID = "unsaid", _("not said")

    id = models.CharField(primary_key=True, max_length=8, default="stories", editable=False)
    reason = models.CharField(max_length=8, choices=Reason.choices, default=Reason.UNSAID)

    def __str__(self) -> str:
        return self.reason
