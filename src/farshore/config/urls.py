"""The addresses that Django answers itself. Everything else is a file (see `live`)."""

from importlib.util import find_spec

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls

from farshore.config import views


def _built(route: str, module: str) -> list[URLPattern | URLResolver]:
    """Rooms that are still being built are left out."""
    package = module.rpartition(".")[0]
    return [path(route, include(module))] if find_spec(package) and find_spec(module) else []


def _contributors(kind: str) -> list[URLPattern | URLResolver]:
    """Where no accounts are wanted, no address of theirs is known, and no code of theirs loaded."""
    if not settings.CONTRIBUTORS:
        return []
    from farshore.contributors import urls

    found: list[URLPattern | URLResolver] = getattr(urls, kind)
    return found


handler500 = "farshore.config.faults.fault"

urlpatterns = [
    path("health/live", views.alive),
    path("health/ready", views.ready),
    path("studio/account/", include("farshore.config.account_urls")),
    path("studio/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("studio/media/<path:name>", views.studio_media),
    *_built("studio/", "farshore.moderation.urls"),
    path("studio/", include(wagtailadmin_urls)),
    *_contributors("fixed"),
    *i18n_patterns(
        *_contributors("spoken"),
        *_built("share/", "farshore.intake.urls_share"),
        *_built("return/", "farshore.intake.urls_return"),
        prefix_default_language=False,
    ),
    path("assets/<path:name>", views.asset_file),
    re_path(r"^(?P<address>.*)$", views.live),
]
