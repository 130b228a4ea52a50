"""How an account gets its first password: a code in two halves, each shown once to another person, both needed.

Nobody but the officer ever holds a whole code or knows a password that works: the administrator who made the account
(or reset it) saw one half, whoever confirmed it saw the other (decision 0056).
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import Refusal, Verdict, no
from mingjing.ledger.act import Act, act
from mingjing.ledger.models import Entry
from mingjing.org import throttle
from mingjing.org.access import may
from mingjing.org.entries.accounts import AccountConfirmed
from mingjing.org.entries.sessions import FirstPassword
from mingjing.org.logs import org_log
from mingjing.org.models import Activation, Officer
from mingjing.org.rules import confirmed_by_another
from mingjing.org.secret import half_code
from mingjing.org.vocab import Tag

WRONG = no(
    "org.activation.wrong",
    "警号或启用码不正确，或启用码已经失效。",
    "The police number or the code is not right, or the code no longer holds.",
)


def open_for(it: Act, officer: Officer) -> str:
    """The account has no password from now on; the first half of a new code is returned, to be shown this once. What
    was confirmed before no longer counts. A step: the entry is the caller's."""
    half = half_code()
    officer.set_unusable_password()
    row = {
        "opened_by": it.by.id,
        "opened_at": it.at,
        "first_half": _hashed(half),
        "confirmed_by": "",
        "second_half": "",
        "until": None,
    }
    Activation.objects.update_or_create(officer=officer, defaults=row)
    return half


def confirm(officer_id: object, *, by: Actor, at: datetime) -> str:
    """A second person confirms that the account is this officer's, who stands before him; the second half of the code
    is returned, to be shown this once. Refuses whoever opened the account, and the officer himself."""
    with act(by=by, at=at) as it:
        officer = it.lock(Officer, officer_id)
        it.permit(may(by, "org:officer:confirm", unit=officer.unit))
        if not Activation.objects.filter(officer=officer).exists():
            said = "这个账号没有待核准的启用。", "This account waits for no confirmation."
            it.permit(no("org.activation.none", *said))
        opened = it.lock(Activation, officer.pk)
        it.permit(confirmed_by_another(by, officer.pk, opened.opened_by))
        half = half_code()
        opened.confirmed_by, opened.second_half = by.id, _hashed(half)
        opened.until = it.at + timedelta(hours=settings.ACTIVATION_HOURS)
        opened.save(update_fields=["confirmed_by", "second_half", "until"])
        body = AccountConfirmed(officer.number, officer.name)
        it.enter(Tag.ACCOUNT_CONFIRMED, log=org_log(officer.unit), subject=officer.ref, body=body)
        return half


def set_first_password(
    *, by: Actor, at: datetime, number: str, first_half: str, second_half: str, password: str, address: str = ""
) -> Entry:
    """The officer, with both halves, chooses his password; the code is used up. Every wrong answer is the same one, and
    an address that gives many of them waits."""
    throttle.require(throttle.key("activation", address), at)
    officer = Officer.objects.select_related("unit").filter(number__iexact=number, is_active=True).first()
    try:
        with act(by=officer.acting() if officer else by, at=at) as it:
            officer = _holder(it, officer, _plain(first_half), _plain(second_half))
            it.permit(*_password_verdicts(officer, password))
            Activation.objects.filter(officer=officer).delete()
            _take(officer, password)
            body = FirstPassword(officer.number, officer.name, address)
            return it.enter(Tag.FIRST_PASSWORD, log=org_log(officer.unit), subject=officer.ref, body=body)
    except Refusal as why:
        if why.code == WRONG.code:  # counted outside of what was undone
            throttle.failed(throttle.key("activation", address), at)
        raise


def _take(officer: Officer, password: str) -> None:
    officer.password, officer.reset_by = make_password(password), ""
    officer.locked_since, officer.failed_sign_ins = None, 0
    officer.session_number += 1
    officer.save(update_fields=["password", "reset_by", "locked_since", "failed_sign_ins", "session_number"])


def _holder(it: Act, officer: Officer | None, first: str, second: str) -> Officer:
    """The officer whose code this is. Both halves are always hashed, so that an unknown number takes as long as a known
    one."""
    opened = Activation.objects.select_for_update().filter(officer=officer).first() if officer else None
    one = check_password(first, opened.first_half if opened else _NOBODYS)
    other = check_password(second, (opened.second_half if opened else "") or _NOBODYS)
    if one and other and officer and opened and opened.until and opened.until > it.at:
        return officer
    raise Refusal(WRONG)


def _password_verdicts(officer: Officer, password: str) -> list[Verdict]:
    try:
        validate_password(password, officer)
    except ValidationError as why:
        return [Verdict(False, "org.password.weak", Text(m, m), field="password") for m in why.messages]
    return []


def _hashed(half: str) -> str:
    return make_password(_plain(half))


def _plain(half: str) -> str:
    """As it was shown, whatever hyphens, spaces and capitals were typed."""
    return "".join(half.split()).replace("-", "").lower()


_NOBODYS = make_password(None)
