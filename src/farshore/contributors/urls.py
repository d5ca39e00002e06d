"""Under `/share/`, and only where the operator turned accounts on."""

from django.urls import path

from farshore.contributors.views.back import back
from farshore.contributors.views.door import door

spoken = [path("share/account/", door, name="contributors")]
"""In each language of the site."""

fixed = [path("share/account/back/<slug:slug>/", back, name="contributors_back")]
"""Where providers send people back to: one address, which is written down at the provider's."""
