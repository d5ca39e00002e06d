"""Staged parts."""

from django.db import models


class Staged(models.Model):
    """One sealed part. `owner` is a keyed hash: without the code nobody can say whose it is."""

    name = models.CharField(max_length=32, primary_key=True)
    owner = models.BinaryField(max_length=32, db_index=True)
    expires_on = models.DateField(db_index=True)

    class Meta:
        verbose_name_plural = "staged"

    def __str__(self) -> str:
        return self.name
