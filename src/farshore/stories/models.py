"""The far shore's rows. Nothing here is finer, older or more than what was released.

No time is finer than a month, no place than the precision chosen, and no row names or points to
anything private: what is not copied here cannot leak.
"""

import uuid

from django.db import models


class Story(models.Model):
    """One released story.

    `uses` are those that its teller said yes to. What a yes leaves out is said where it lies:
    `words_not_for` (title, text, name and captions), and `not_for` of a place or a picture.
    `record` is what open data calls it by: another one after each hiding and each change.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.UUIDField(default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=35)
    teller = models.CharField(max_length=120, blank=True)
    told_by_helper = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    warnings = models.JSONField(default=list, blank=True)
    themes = models.JSONField(default=list, blank=True)
    uses = models.JSONField(default=list, blank=True)
    words_not_for = models.JSONField(default=list, blank=True)
    month = models.DateField()
    hidden = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "stories"

    def __str__(self) -> str:
        return self.title or self.slug


class Waypoint(models.Model):
    """One place of a journey, exactly as it may be shown. A hidden place has no row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="waypoints")
    number = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=32)
    precision = models.CharField(max_length=8)
    country = models.CharField(max_length=2)
    lon = models.FloatField()
    lat = models.FloatField()
    role = models.CharField(max_length=12)
    date = models.CharField(max_length=64, blank=True)
    means = models.CharField(max_length=24, blank=True)
    text = models.TextField(blank=True)
    not_for = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("story", "number"), name="one_waypoint_per_number"),
        )
        indexes = (models.Index(fields=("place", "role"), name="waypoint_place_role"),)

    def __str__(self) -> str:
        return f"{self.number} {self.place}"


class Media(models.Model):
    """One cleaned picture of a story, in its renditions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="media")
    number = models.PositiveSmallIntegerField()
    waypoint = models.PositiveSmallIntegerField(null=True, blank=True)
    caption = models.CharField(max_length=500, blank=True)
    alt = models.CharField(max_length=1000, blank=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    not_for = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("number",)
        verbose_name_plural = "media"

    def __str__(self) -> str:
        return f"{self.number} {self.alt}"


class Rendition(models.Model):
    """One file of a picture: `media/<media id>/<width>.<extension>` in the storage."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    media = models.ForeignKey(Media, on_delete=models.CASCADE, related_name="renditions")
    format = models.CharField(max_length=4)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.width}.{self.format}"


class ListSlot(models.Model):
    """A story's permanent place in one list, numbered from the oldest. A removal leaves a gap."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    list = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    story = models.ForeignKey(Story, null=True, on_delete=models.SET_NULL, related_name="slots")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("list", "number"), name="one_story_per_slot"),
            models.UniqueConstraint(fields=("list", "story"), name="one_slot_per_story"),
        )

    def __str__(self) -> str:
        return f"{self.list} {self.number}"


class RetiredRecord(models.Model):
    """A `record` that open data has called a story by, and does so no more: hidden, changed or
    taken back, which of these is not said. It tells no day and points to nothing."""

    id = models.UUIDField(primary_key=True, editable=False)

    def __str__(self) -> str:
        return str(self.id)
