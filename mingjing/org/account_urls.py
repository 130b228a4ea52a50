"""The addresses of sign-in that make sense here. No sign-up, no e-mail: everything else of allauth answers 404."""

from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from mingjing.org.guard import View, open_to_all_officers, public


def _of(mark: Any, view: View) -> View:
    """The library's view under our mark, without touching the library's function."""

    @wraps(view)
    def ours(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    return mark(ours)


@public
def closed(request: HttpRequest, **kwargs: Any) -> HttpResponse:  # noqa: ARG001 - a name the library wants to exist
    raise Http404


def _open(route: str, view: View, name: str) -> URLPattern:
    return path(route, _of(public, view), name=name)


def _own(route: str, view: View, name: str) -> URLPattern:
    return path(route, _of(open_to_all_officers, view), name=name)


urlpatterns = [
    _open("login/", account.login, "account_login"),
    _open("logout/", account.logout, "account_logout"),
    _open("inactive/", account.account_inactive, "account_inactive"),
    _own("reauthenticate/", account.reauthenticate, "account_reauthenticate"),
    _own("password/change/", account.password_change, "account_change_password"),
    _own("2fa/", factors.index, "mfa_index"),
    _open("2fa/authenticate/", factors.authenticate, "mfa_authenticate"),
    _own("2fa/reauthenticate/", factors.reauthenticate, "mfa_reauthenticate"),
    _own("2fa/totp/activate/", totp.activate_totp, "mfa_activate_totp"),
    _own("2fa/totp/deactivate/", totp.deactivate_totp, "mfa_deactivate_totp"),
    _own("2fa/recovery-codes/", recovery.view_recovery_codes, "mfa_view_recovery_codes"),
    _own("2fa/recovery-codes/generate/", recovery.generate_recovery_codes, "mfa_generate_recovery_codes"),
    _own("2fa/recovery-codes/download/", recovery.download_recovery_codes, "mfa_download_recovery_codes"),
    _open("2fa/webauthn/login/", passkeys.login_webauthn, "mfa_login_webauthn"),
    _own("2fa/webauthn/", passkeys.list_webauthn, "mfa_list_webauthn"),
    _own("2fa/webauthn/add/", passkeys.add_webauthn, "mfa_add_webauthn"),
    _own("2fa/webauthn/reauthenticate/", passkeys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    _own("2fa/webauthn/keys/<int:pk>/remove/", passkeys.remove_webauthn, "mfa_remove_webauthn"),
    _own("2fa/webauthn/keys/<int:pk>/edit/", passkeys.edit_webauthn, "mfa_edit_webauthn"),
    *(
        path(route, closed, name=name)
        for route, name in {
            "signup/": "account_signup",
            "email/": "account_email",
            "confirm-email/": "account_email_verification_sent",
            "password/set/": "account_set_password",
            "password/reset/": "account_reset_password",
            "login/code/confirm/": "account_confirm_login_code",
        }.items()
    ),
]
