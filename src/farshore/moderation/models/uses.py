"""What of public stories the film's team used, written down by hand."""

import uuid
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from farshore.intake.models import FilmDays


class Use(models.Model):
    """What of a public story was used, in what and where, by whom: written down by hand.

    `part` is `words`, `place-2` or `picture-1`, as they stand on its page; `begins` and `ends` are
    timecodes. It names the story by its address and nobody who told it. `film` is one whose days
    tellers are told: once it is finished, the use cannot be undone. After `taken_out_on` it is
    forgotten with its ledger.
    """

    class In(models.TextChoices):
        FILM = "film", _("the film")
        TRAILER = "trailer", _("a trailer")
        SCREENER = "screener", _("a copy for festivals")
        EXHIBITION = "exhibition", _("an exhibition")
        PRESS_KIT = "press_kit", _("a press kit")
        TEACHING = "teaching", _("something for teaching")
        SOCIAL = "social", _("the team’s social media")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.CharField(max_length=80, db_index=True)
    part = models.CharField(max_length=16)
    used_in = models.CharField(max_length=10, choices=In.choices)
    film = models.ForeignKey(FilmDays, null=True, on_delete=models.PROTECT, related_name="+")
    where = models.CharField(max_length=200, blank=True)
    begins = models.CharField(max_length=11, blank=True)
    ends = models.CharField(max_length=11, blank=True)
    who = models.CharField(max_length=150)
    day = models.DateField()
    taken_out_on = models.DateField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.slug} {self.part} {self.used_in}"

    def is_finished(self, today: date) -> bool:
        """Whether it is in a film that cannot be changed any more."""
        film = self.film
        return self.taken_out_on is None and film is not None and film.is_finished(today)
