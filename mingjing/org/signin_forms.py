"""The library's forms for one-time codes, with what it leaves to its cache kept where every process sees it: a code is
used once, and who guesses waits."""

from typing import Any, cast

from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.base import forms as factors
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from mingjing.kernel.time import now
from mingjing.org import throttle
from mingjing.org.models import Officer
from mingjing.org.signin import must_wait, source_of


class _Careful:
    user: Officer
    authenticator: Authenticator

    def clean_code(self) -> str:
        of = throttle.key("code", self.user.pk, source_of(cast(HttpRequest, context.request), self.user))
        if left := throttle.wait(of, now()):
            raise must_wait(left)
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except Exception:
            throttle.failed(of, now())
            raise
        if not self._first_use(code):
            throttle.failed(of, now())
            raise _problem("incorrect_code")
        throttle.forgive(of)
        return code

    def _first_use(self, code: str) -> bool:
        if self.authenticator.type != Authenticator.Type.TOTP:
            return True  # a recovery code strikes itself off
        digits = normalize_user_code(code)  # as the library compares it: `123-456` is the code `123456` once more
        return throttle.once(throttle.key("used", self.user.pk, self.authenticator.pk, digits), now())


class AuthenticateForm(_Careful, factors.AuthenticateForm):
    pass


class ReauthenticateForm(_Careful, factors.ReauthenticateForm):
    pass


def _problem(code: str) -> Any:
    from allauth.account.adapter import get_adapter  # noqa: PLC0415 - loaded by the library while it starts

    return get_adapter().validation_error(code)
