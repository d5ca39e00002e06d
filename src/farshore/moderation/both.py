"""Why one person is given sealed contacts and stories."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Both(TextChoices):
    """Why one person has to do with sealed contacts and with stories. The log keeps it."""

    FEW = "few", _("Yes: the team is too small for two people")
    AWAY = "away", _("Yes: this person stands in for somebody who is away")
    OTHER = "other", _("Yes: for a reason that the team has agreed on and written down")
    SAID = "said", _("Yes: it was said at the machine")
