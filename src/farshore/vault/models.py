"""Keys of stories, and which sealed files lie under them. Ids are random, times are days."""

import uuid

from django.db import models


class StoryKey(models.Model):
    """The key under which everything private of one story lies. Shredding it ends the story."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.BinaryField()

    def __str__(self) -> str:
        return str(self.id)


class Blob(models.Model):
    """One sealed file in `FARSHORE_DATA/vault/`."""

    name = models.CharField(max_length=32, primary_key=True)
    story = models.ForeignKey(StoryKey, on_delete=models.CASCADE, related_name="blobs")
    kind = models.CharField(max_length=16)

    def __str__(self) -> str:
        return self.name
