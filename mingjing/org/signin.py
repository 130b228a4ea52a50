"""Sign-in by police number: what allauth asks of us. Nobody signs himself up; an administrator enrols accounts."""

import logging
from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from mingjing.kernel.actor import machine
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.org import browser_session, devices, factor_seal, throttle
from mingjing.org.actions import session
from mingjing.org.models import Officer

DOOR = machine("sign-in")
_logger = logging.getLogger(__name__)

# Wrong number, wrong password, locked: one sentence for all, so that it tells a stranger nothing.
MISMATCH = Text(
    "警号或密码不正确。多次失败后须等候，等候时间逐次加长；反复失败的账号会锁定，须由管理员解除。",
    "The police number or the password is not right. After several failures you wait, longer each time; an account "
    "that keeps failing is locked until an administrator unlocks it.",
)
TOO_MANY = Text(
    "失败次数过多，请等候后再试；每再失败一次，等候时间加倍，最长一小时。",
    "Too many failures: wait, then try again. Each further failure doubles the wait, up to an hour.",
)
WAITING = Text(
    "失败次数过多，请过 {left}再试；每再失败一次，等候时间加倍，最长一小时。",
    "Too many failures: try again in {left}. Each further failure doubles the wait, up to an hour.",
)
NOT_THE_LAST = Text("必须保留至少一种第二验证方式。", "At least one second factor must stay.")


class Backend(AuthenticationBackend):
    """Finds the officer of a session together with his unit, in one query."""

    def get_user(self, user_id: Any) -> Officer | None:
        officer = Officer.objects.select_related("unit").filter(pk=user_id).first()
        return officer if officer and self.user_can_authenticate(officer) else None


class Adapter(DefaultAccountAdapter):
    """Our side of allauth's sign-in: locked accounts, entries, sessions."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": MISMATCH,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "incorrect_password": Text("密码不正确。", "The password is not right."),
        "enter_current_password": Text("请输入现在的密码。", "Enter your present password."),
        "incorrect_code": Text("验证码不正确。", "The code is not right."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the framework's signature
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Who failed often waits, whether the number exists or not. Counted per number and machine, not per number as
        the library would: knowing a number must not be enough to keep its officer out."""
        officer = _by_number(credentials).first()
        if left := throttle.wait(_tries(request, credentials, officer), now()):
            raise must_wait(left)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Officer | None:
        """A locked account answers as a wrong password does, whatever the password, except at a machine its officer
        has signed in at before."""
        officer = _by_number(credentials).filter(locked_since__isnull=False).first()
        if officer and not devices.knows(request, officer):
            self.pre_authenticate(request, **credentials)
            Backend()._mitigate_timing_attack(credentials.get("password") or "")
            throttle.failed(_tries(request, credentials, officer), now())
            return None
        return super().authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        officer = _by_number(credentials).first()
        throttle.failed(_tries(request, credentials, officer), now())
        if officer:
            session.failed(officer.pk, by=DOOR, at=now())

    def pre_login(self, request: HttpRequest, user: Officer, **kwargs: Any) -> HttpResponse | None:
        """Reached by passkeys too, which ask for no password. Nobody guesses a passkey: it opens a locked account."""
        if user.locked_since and not devices.knows(request, user) and _method(request, user) != "passkey":
            clear_login(request)
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def login(self, request: HttpRequest, user: Officer) -> None:
        """Both factors are given: the session begins."""
        super().login(request, user)
        begun = session.begin(
            user.pk,
            by=user.acting(),
            at=now(),
            method=_method(request, user),
            address=self.get_client_ip(request),
            agent=request.headers.get("User-Agent", ""),
        )
        browser_session.open_for(request, user, begun)
        throttle.forgive(_tries(request, {"username": user.number}, user))
        devices.remember(request, user)
        if not factors_of(user).exists():
            # he is led to set up his second factor now: the password he has just typed is not asked for again
            record_authentication(request, user, "password", reauthenticated=True)

    def logout(self, request: HttpRequest) -> None:
        browser_session.close(request, why="own")

    def set_password(self, user: Officer, password: str) -> None:
        kept = self.request.session
        changed = session.change_password(
            user.pk, by=user.acting(), at=now(), password=password, sign_in_id=kept.get("sign_in")
        )
        user.password, user.session_number = changed.password, changed.session_number
        kept["number"] = changed.session_number

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """None of allauth's messages: what happened shows on the page itself."""


class FactorAdapter(DefaultMFAAdapter):
    """Where a second factor is demanded, the last one is not given up."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": NOT_THE_LAST,
        "incorrect_code": Adapter.error_messages["incorrect_code"],
    }

    def encrypt(self, text: str) -> str:
        return factor_seal.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """What does not open makes codes nobody knows: the sign-in says that the code is wrong."""
        found = factor_seal.opened(encrypted_text)
        if found is None:
            _logger.error("a second factor does not open with the key at hand")
        return generate_totp_secret() if found is None else found

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        real = factors_of(authenticator.user).exclude(pk=authenticator.pk)
        return not settings.MFA_REQUIRED or real.exists()


def must_wait(left: timedelta) -> ValidationError:
    """Too many failures, as the form says it: how long to wait still."""
    said = WAITING.format(left=throttle.until(left))
    return ValidationError(str(said), code="too_many_login_attempts")


def factors_of(officer: Officer) -> Any:
    """The officer's second factors, recovery codes not counted: they only stand in for one."""
    return Authenticator.objects.filter(user=officer).exclude(type=Authenticator.Type.RECOVERY_CODES)


def note_added(authenticator: Authenticator, user: Officer, **_: Any) -> None:
    """Called by allauth when a second factor was set up."""
    session.note_factor(user.pk, by=user.acting(), at=now(), kind=authenticator.type, added=True)


def note_removed(authenticator: Authenticator, user: Officer, **_: Any) -> None:
    """Called by allauth when a second factor was removed."""
    session.note_factor(user.pk, by=user.acting(), at=now(), kind=authenticator.type, added=False)


def source_of(request: HttpRequest, officer: Officer | None) -> str:
    """Where a try comes from: a machine the officer is known at, else the address."""
    if officer and devices.knows(request, officer):
        return f"device {devices.name_of(request)}"
    return f"address {Adapter(request).get_client_ip(request)}"


def _tries(request: HttpRequest, credentials: dict[str, Any], officer: Officer | None) -> str:
    number = str(credentials.get("username") or "").strip().lower()
    return throttle.key("sign-in", number, source_of(request, officer))


def _by_number(credentials: dict[str, Any]) -> Any:
    return Officer.objects.filter(number__iexact=credentials.get("username") or "")


def _method(request: HttpRequest, officer: Officer) -> str:
    """`password`, `password+totp`, `passkey`."""
    records = get_authentication_records(request, officer)
    if any(r.get("passwordless") for r in records):
        return "passkey"
    return "+".join(dict.fromkeys(r.get("type") or r["method"] for r in records)) or "password"
