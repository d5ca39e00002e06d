"""Under `/return/`."""

from django.urls import path

from farshore.intake.views.come_back import come_back
from farshore.intake.views.concern import concern

urlpatterns = [
    path("", come_back, name="return"),
    path("relative/<slug:slug>/", concern, name="relative"),
]
