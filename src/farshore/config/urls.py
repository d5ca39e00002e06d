"""The addresses that Django answers itself. Everything else is a file (see `live`)."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls

from farshore.config import views

urlpatterns = [
    path("health/live", views.alive),
    path("health/ready", views.ready),
    path("studio/account/", include("allauth.urls")),
    path("studio/media/<path:name>", views.studio_media),
    path("studio/", include("farshore.moderation.urls")),
    path("studio/", include(wagtailadmin_urls)),
    *i18n_patterns(
        path("share/", include("farshore.intake.urls_share")),
        path("return/", include("farshore.intake.urls_return")),
        prefix_default_language=False,
    ),
    path("assets/<path:name>", views.asset_file),
    re_path(r"^(?P<address>.*)$", views.live),
]
