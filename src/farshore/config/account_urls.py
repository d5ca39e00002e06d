"""The login, as much of allauth as the studio needs. What is not here cannot be tried.

There is no signing up, no reset by mail and no list of addresses: accounts come from
`farshore createstaff` and from administrators in the studio.
"""

from allauth.account import views as account
from allauth.core.internal import ratelimit
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.http import HttpRequest, HttpResponseBase
from django.urls import path

from farshore.config import accounts


def _passkey_login(request: HttpRequest) -> HttpResponseBase:
    """allauth limits only answers to challenges; asking is limited here too."""
    may = accounts.may_ask_for_passkey(request)
    answer: HttpResponseBase = (
        passkeys.login_webauthn(request) if may else ratelimit.respond_429(request)
    )
    return answer


urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("second/", factors.index, name="mfa_index"),
    path("second/code/", factors.authenticate, name="mfa_authenticate"),
    path("second/again/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("second/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("second/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second/spare/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second/spare/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("second/spare/file/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("second/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("second/passkeys/new/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("second/passkeys/login/", _passkey_login, name="mfa_login_webauthn"),
    path(
        "second/passkeys/again/",
        passkeys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("second/passkeys/<int:pk>/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("second/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
]
