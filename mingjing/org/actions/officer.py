"""Officers and their accounts: enrol, change, suspend, restore, unlock, reset."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from allauth.mfa.models import Authenticator

from mingjing.kernel import meanwhile
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import Verdict, no
from mingjing.ledger.act import Act, act
from mingjing.ledger.models import Entry
from mingjing.org.access import may
from mingjing.org.actions import activation
from mingjing.org.entries import accounts as entries
from mingjing.org.entries.words import said
from mingjing.org.logs import org_log
from mingjing.org.models import Officer, Posting, SignIn, Unit
from mingjing.org.pinyin import searchable
from mingjing.org.posts import posts
from mingjing.org.vocab import Sex, Tag

CHANGEABLE = ("name", "unit", "auxiliary", "legal_exam")


class Enrolment(NamedTuple):
    """`first_half` of the code with which the officer chooses his password, shown to the administrator this once; the
    other half is shown to whoever confirms (`activation.confirm`)."""

    officer: Officer
    first_half: str


def enrol(
    *,
    by: Actor,
    at: datetime,
    number: str,
    name: str,
    sex: Sex,
    unit: Unit,
    auxiliary: bool = False,
    legal_exam: bool = False,
    language: str = "",
    encoded_password: str = "",
) -> Enrolment:
    """A new account without a password. Refuses a number in use.

    With `encoded_password` (a hash, for staff whom a machine brings over from another system) there is nothing to
    activate and `Enrolment.first_half` is empty; refuses an officer who sends one: he would know a password.
    """
    with act(by=by, at=at) as it:
        it.permit(may(by, "org:officer:enrol", unit=unit))
        it.permit(*_number_verdicts(number), *_no_password_of_his(by, encoded_password))
        officer = Officer.objects.create(
            number=number,
            name=name,
            sex=sex,
            unit=unit,
            auxiliary=auxiliary,
            legal_exam=legal_exam,
            language=language,
            pinyin=searchable(name),
            password=encoded_password,
            reset_by="" if encoded_password else by.id,
        )
        half = "" if encoded_password else _to_be_activated(it, officer)
        body = entries.OfficerEnrolled(number, name, unit.name, auxiliary, unit.text.en)
        _enter(it, Tag.OFFICER_ENROLLED, officer, body)
        return Enrolment(officer, half)


def change(
    officer_id: object, *, by: Actor, at: datetime, seen: Mapping[str, Any] | None = None, **wanted: Any
) -> Entry | None:
    """Change any of `CHANGEABLE`; None when nothing differs. An officer holding a post that auxiliaries may not hold
    cannot be made one. `seen`: what stood there when the writer began, the unit by its id; what another changed
    since is never overwritten unseen (`kernel.meanwhile`)."""
    unknown = wanted.keys() - set(CHANGEABLE)
    if unknown:
        raise TypeError(f"an officer has no changeable {sorted(unknown)}")
    with act(by=by, at=at) as it:
        officer = _locked(it, officer_id)
        stands, asked = _ids({n: getattr(officer, n) for n in CHANGEABLE}), _ids(wanted)
        it.permit(*meanwhile.lost(seen, stands, asked, _said))
        for name in meanwhile.kept(seen, stands, asked):
            del wanted[name]
        changes = {n: [getattr(officer, n), value] for n, value in wanted.items() if getattr(officer, n) != value}
        if not changes:
            return None
        if changes.get("auxiliary", [None, False])[1]:
            it.permit(*_auxiliary_verdicts(officer))
        for name, (_, value) in changes.items():
            setattr(officer, name, value)
        officer.pinyin = searchable(officer.name)
        officer.save(update_fields=[*changes, "pinyin"])
        told = {n: [_plain(old), _plain(new)] for n, (old, new) in changes.items()}
        return _enter(it, Tag.OFFICER_MOVED, officer, entries.OfficerMoved(officer.number, officer.name, told))


def suspend(officer_id: object, *, by: Actor, at: datetime, why: str) -> Entry:
    """The account is shut and every session of it ends at once; the postings stay."""
    with act(by=by, at=at) as it:
        officer = _locked(it, officer_id)
        it.permit(*_not_oneself(by, officer))
        if not officer.is_active:
            it.permit(no("org.officer.suspended", "账号已经停用。", "The account is already suspended."))
        if not why.strip():
            it.permit(no("org.officer.why", "请写明停用原因。", "Say why the account is suspended.", field="why"))
        officer.is_active = False
        officer.save(update_fields=["is_active"])
        _end_sessions(it, officer)
        return _enter(
            it, Tag.OFFICER_SUSPENDED, officer, entries.OfficerSuspended(officer.number, officer.name, why.strip())
        )


def restore(officer_id: object, *, by: Actor, at: datetime) -> Entry:
    """Open a suspended account again."""
    with act(by=by, at=at) as it:
        officer = _locked(it, officer_id)
        it.permit(*_not_oneself(by, officer))
        if officer.is_active:
            it.permit(no("org.officer.active", "账号没有停用。", "The account is not suspended."))
        officer.is_active = True
        officer.save(update_fields=["is_active"])
        return _enter(it, Tag.OFFICER_RESTORED, officer, entries.OfficerRestored(officer.number, officer.name))


def unlock(officer_id: object, *, by: Actor, at: datetime) -> Entry:
    """Let an officer who was locked out after failed sign-ins try again."""
    with act(by=by, at=at) as it:
        officer = _locked(it, officer_id)
        it.permit(*_not_oneself(by, officer))
        if not officer.locked_since:
            it.permit(no("org.officer.unlocked", "账号没有被锁定。", "The account is not locked."))
        officer.locked_since, officer.failed_sign_ins = None, 0
        officer.save(update_fields=["locked_since", "failed_sign_ins"])
        return _enter(it, Tag.UNLOCKED, officer, entries.Unlocked(officer.number, officer.name))


def reset_password(officer_id: object, *, by: Actor, at: datetime) -> str:
    """The password holds no longer and every session ends; the first half of a new code is returned, to be shown this
    once. Nobody resets both the password and the second factor of one officer: that would be the whole account."""
    with act(by=by, at=at) as it:
        officer = _locked(it, officer_id)
        it.permit(*_not_oneself(by, officer), *_not_both(by, officer, already=officer.has_usable_password()))
        officer.reset_by, officer.locked_since, officer.failed_sign_ins = by.id, None, 0
        officer.save(update_fields=["reset_by", "locked_since", "failed_sign_ins"])
        half = _to_be_activated(it, officer)
        _end_sessions(it, officer)
        _enter(it, Tag.PASSWORD_RESET, officer, entries.PasswordReset(officer.number, officer.name))
        return half


def reset_second_factor(officer_id: object, *, by: Actor, at: datetime) -> Entry:
    """Take away one-time codes, passkeys and recovery codes (a lost phone); he sets up new ones at the next sign-in."""
    with act(by=by, at=at) as it:
        officer = _locked(it, officer_id)
        it.permit(*_not_oneself(by, officer), *_not_both(by, officer, already=not officer.has_usable_password()))
        Authenticator.objects.filter(user=officer).delete()
        officer.reset_by = by.id
        officer.save(update_fields=["reset_by"])
        _end_sessions(it, officer)
        return _enter(it, Tag.FACTOR_RESET, officer, entries.FactorReset(officer.number, officer.name))


def _locked(it: Act, officer_id: object) -> Officer:
    officer = it.lock(Officer, officer_id)
    it.permit(may(it.by, "org:officer:enrol", unit=officer.unit))
    return officer


def _to_be_activated(it: Act, officer: Officer) -> str:
    half = activation.open_for(it, officer)
    officer.save(update_fields=["password"])
    return half


def _end_sessions(it: Act, officer: Officer) -> None:
    """Sessions carry the number they began under; with the next number all of them are over."""
    officer.session_number += 1
    officer.save(update_fields=["session_number"])
    SignIn.objects.filter(officer=officer, until__isnull=True).update(until=it.at)


def _enter(it: Act, tag: Tag, officer: Officer, body: object) -> Entry:
    return it.enter(tag, log=org_log(officer.unit), subject=officer.ref, body=body, refs=[officer.unit.ref])


def _number_verdicts(number: str) -> list[Verdict]:
    if not number.isalnum() or not number.isascii():
        return [
            no("org.officer.number", "警号由字母和数字组成。", "A police number is letters and digits.", field="number")
        ]
    if Officer.objects.filter(number__iexact=number).exists():
        return [no("org.officer.number_taken", "这个警号已经登记。", "This police number is enrolled.", field="number")]
    return []


def _no_password_of_his(by: Actor, encoded: str) -> list[Verdict]:
    if by.kind == "machine" or not encoded:
        return []
    said = "密码只能由本人设置。", "Only the officer himself chooses his password."
    return [no("org.officer.password", *said)]


def _not_oneself(by: Actor, officer: Officer) -> list[Verdict]:
    if by.kind == "officer" and by.id == str(officer.pk):
        return [no("org.officer.self", "不能办理本人的账号。", "Nobody keeps his own account.")]
    return []


def _not_both(by: Actor, officer: Officer, *, already: bool) -> list[Verdict]:
    if already and by.kind == "officer" and officer.reset_by == by.id:
        return [
            no(
                "org.officer.both_resets",
                "密码和第二验证不能由同一人重置，请由另一名管理员办理。",
                "One person may not reset both the password and the second factor: ask another administrator.",
            )
        ]
    return []


def _auxiliary_verdicts(officer: Officer) -> list[Verdict]:
    held = Posting.objects.in_force().filter(officer=officer).values_list("post", flat=True)
    if all(posts()[post].auxiliaries for post in held):
        return []
    return [
        no(
            "org.officer.auxiliary",
            "现任岗位不能由辅警担任。",
            "A post he holds is not open to auxiliaries.",
            field="auxiliary",
        )
    ]


def _ids(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: str(value.pk) if isinstance(value, Unit) else value for name, value in values.items()}


def _said(name: str, value: Any) -> Text:
    return Unit.objects.get(pk=value).text if name == "unit" else said(name, value)


def _plain(value: Any) -> Any:
    return value.name if isinstance(value, Unit) else value
