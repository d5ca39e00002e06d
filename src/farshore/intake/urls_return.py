"""Under `/return/`."""

from django.urls import path

from farshore.intake.views.come_back import come_back

urlpatterns = [path("", come_back, name="return")]
