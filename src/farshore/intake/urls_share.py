"""Under `/share/`."""

from django.urls import path

from farshore.intake.views.share import share

urlpatterns = [path("", share, name="share")]
