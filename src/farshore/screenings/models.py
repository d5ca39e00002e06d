"""The film."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel


class Film(models.Model):
    """The film whose house this is. The first one gives the site its name."""

    title = models.CharField(_("title"), max_length=200)
    tagline = models.CharField(
        _("tagline"),
        max_length=300,
        blank=True,
        help_text=_("One sentence, for search and sharing."),
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("running time in minutes"), null=True, blank=True)
    directors = models.CharField(_("directed by"), max_length=300, blank=True)
    synopsis = models.TextField(_("synopsis"), blank=True)
    about = models.TextField(
        _("about the film and the team"), blank=True, help_text=_("Shown on the page “About”.")
    )
    contact = models.TextField(
        _("who answers for this site"),
        blank=True,
        help_text=_("Name and address, as the law asks. Shown on the page “Privacy”."),
    )
    still = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("still"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    still_alt = models.CharField(_("what the still shows"), max_length=500, blank=True)
    still_credit = models.CharField(_("credit of the still"), max_length=200, blank=True)

    panels = (
        FieldPanel("title"),
        FieldPanel("tagline"),
        MultiFieldPanel(
            [FieldPanel("year"), FieldPanel("minutes"), FieldPanel("directors")], _("Facts")
        ),
        FieldPanel("synopsis"),
        MultiFieldPanel(
            [FieldPanel("still"), FieldPanel("still_alt"), FieldPanel("still_credit")], _("Still")
        ),
        FieldPanel("about"),
        FieldPanel("contact"),
    )

    class Meta:
        verbose_name = _("film")
        verbose_name_plural = _("films")

    def __str__(self) -> str:
        return self.title


class StillRendition(models.Model):
    """One clean file of a film's still: `film/<key>/<width>.<extension>` in the storage."""

    film = models.ForeignKey(Film, on_delete=models.CASCADE, related_name="renditions")
    key = models.CharField(max_length=32)
    format = models.CharField(max_length=4)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.key} {self.width}.{self.format}"
