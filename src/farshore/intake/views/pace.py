"""Answers that take as long whatever they say."""

import math
import time
from collections.abc import Callable

from django.http import HttpResponse

STEP = 0.25
"""Seconds. An answer leaves at the next multiple of this, so that its work is not to be seen."""


def evenly(answer: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer, held back to the next step."""
    started = time.monotonic()
    response = answer()
    spent = time.monotonic() - started
    time.sleep(max(1, math.ceil(spent / STEP)) * STEP - spent)
    return response
