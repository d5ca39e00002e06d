"""The press's book of addresses."""

from django.db import models


class Address(models.Model):
    """One public address: whether it must be pressed, is pressed, is gone, or falls due by itself.

    `touch` is a random number set by every change and cleared only by the pressing that saw it,
    so that a change during a pressing is never lost. A row tells no time of any change.
    """

    address = models.CharField(max_length=300, primary_key=True)
    touch = models.BigIntegerField(null=True, db_index=True)
    pressed = models.BooleanField(default=False)
    gone = models.BooleanField(default=False)
    due_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        verbose_name_plural = "addresses"

    def __str__(self) -> str:
        return self.address
