"""Keys of stories, and what lies sealed under them. Ids are random, times are days."""

import uuid

from django.db import models


class StoryKey(models.Model):
    """The key under which everything private of one story lies. Shredding it ends the story.

    It is kept wrapped under an epoch, whose key is not in the database.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wrapped = models.BinaryField()
    epoch = models.CharField(max_length=19, db_index=True)

    def __str__(self) -> str:
        return str(self.id)


class Blob(models.Model):
    """One sealed file in `FARSHORE_DATA/vault/`."""

    name = models.CharField(max_length=32, primary_key=True)
    story = models.ForeignKey(StoryKey, on_delete=models.CASCADE, related_name="blobs")
    kind = models.CharField(max_length=16)

    def __str__(self) -> str:
        return self.name


class ForTeam(models.Model):
    """A contact, or something else that only the team can read, on a machine of theirs.

    `box` is sealed to the team's keys, and once more under a key of its own, so that it can end
    before its story does. `recipients` are the ids of the team's keys, separated by spaces. On
    the day `ends_on` it is destroyed. `handed`: a slip with its key has left the house.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.OneToOneField(StoryKey, on_delete=models.CASCADE, related_name="+")
    story = models.UUIDField(null=True, db_index=True)
    kind = models.CharField(max_length=16, db_index=True)
    recipients = models.TextField()
    box = models.BinaryField()
    ends_on = models.DateField(null=True, db_index=True)
    handed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.id)
