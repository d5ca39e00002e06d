"""Asking a provider who somebody is, by allauth, and taking nothing but its number for them.

allauth knows how each provider is spoken to: addresses, state, PKCE, tokens. What it would do with
the answer (an account of Django's, joined with others by e-mail) is not used: no name, address or
token of anybody is asked for or kept, and nobody is logged in.
"""

from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.facebook.views import FacebookOAuth2Adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from requests import RequestException

from farshore.contributors import people, tokens
from farshore.contributors.errors import NotProved

FACEBOOK = "facebook"
_FAILED = (
    OAuth2Error,
    RequestException,
    ProviderException,
    PermissionDenied,
    ImproperlyConfigured,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
)
"""What a provider that is away, says no or answers nonsense comes to in allauth."""


class Trip(SessionStore):
    """What must come back with somebody from a provider: a sealed cookie, for ten minutes."""

    def load(self) -> dict[str, Any]:
        try:
            held: dict[str, Any] = tokens.read("trip", self.session_key or "")
        except NotProved:
            held = {}
        return held

    def _get_session_key(self) -> str:
        return tokens.write("trip", self._session)  # type: ignore[attr-defined]


class Adapter(DefaultSocialAccountAdapter):
    """The operator's providers, and none from the database; nobody signs up by them."""

    def list_apps(
        self,
        request: HttpRequest,  # noqa: ARG002 - allauth names them
        provider: str | None = None,
        client_id: str | None = None,  # noqa: ARG002
    ) -> list[SocialApp]:
        return [
            _app(one)
            for one in settings.PROVIDERS
            if one.slug in settings.CONTRIBUTORS and provider in {None, one.slug}
        ]

    def is_open_for_signup(self, *_given: Any) -> bool:
        return False


class _Home:
    """The way back is the house's own address, whatever name it was asked for by."""

    provider_id: str

    def get_callback_url(self, *_given: Any) -> str:
        where = reverse("contributors_back", kwargs={"slug": self.provider_id})
        return f"{settings.BASE_URL}{where}"


class _OpenID(_Home, OpenIDConnectOAuth2Adapter):
    """OpenID Connect; the signature of what the provider says is looked at each time."""

    def _decode_id_token(self, app: SocialApp, id_token: str) -> Any:
        self.did_fetch_access_token = False
        return super()._decode_id_token(app, id_token)


class _Facebook(_Home, FacebookOAuth2Adapter):
    """Facebook, which speaks a way of its own."""


def way_out(request: HttpRequest, slug: str) -> str:
    """The provider's address to which somebody goes who wants to. `request.session` is a `Trip`.

    An OpenID provider is asked where that is. Raises `NotProved` where it does not answer.
    """
    try:
        adapter = _adapter(request, slug)
        provider = adapter.get_provider()
        provider.oauth2_adapter_class = type(adapter)
        return str(provider.redirect(request, "login").url)
    except _FAILED as error:
        raise NotProved from error


def come_back(request: HttpRequest, slug: str) -> bytes:
    """The fingerprint of whoever comes back. `request.session` is a `Trip`. Raises `NotProved`.

    The state is used up first: an address that somebody has seen or sent along is worth nothing.
    """
    code, state_id = request.GET.get("code", ""), request.GET.get("state", "")
    state = statekit.unstash_state(request, provider_id=slug, state_id=state_id)
    if state is None or not code or not tokens.spent.take(state_id):
        raise NotProved
    try:
        return _who(request, _adapter(request, slug), state)
    except _FAILED as error:
        raise NotProved from error


def _who(request: HttpRequest, adapter: OAuth2Adapter, state: dict[str, Any]) -> bytes:
    app = adapter.get_provider().app
    client = adapter.get_client(request, app)
    answer = adapter.get_access_token_data(
        request, app, client, pkce_code_verifier=state.get("pkce_code_verifier")
    )
    login = adapter.complete_login(request, app, adapter.parse_token(answer), response=answer)
    return people.by_provider(_asked(adapter.provider_id).url, login.account.uid)


def _adapter(request: HttpRequest, slug: str) -> OAuth2Adapter:
    return _Facebook(request) if slug == FACEBOOK else _OpenID(request, slug)


def _asked(slug: str) -> Any:
    return next(one for one in settings.PROVIDERS if one.slug == slug)


def _app(one: Any) -> SocialApp:
    """allauth's idea of a provider, made anew each time and never saved. It asks for no more than
    a number: not for a name, an address or a picture."""
    kind = FACEBOOK if one.slug == FACEBOOK else "openid_connect"
    more = {"scope": ["public_profile"]} if kind == FACEBOOK else _OPENID | {"server_url": one.url}
    return SocialApp(
        provider=kind,
        provider_id=one.slug,
        name=one.name,
        client_id=one.id,
        secret=one.secret,
        settings=more,
    )


_OPENID = {"scope": ["openid"], "fetch_userinfo": False, "oauth_pkce_enabled": True}
