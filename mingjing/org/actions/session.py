"""Sign-in and what officers do with their own account: each a line in the log of their bureau."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db.models import Q

from mingjing.kernel.actor import Actor
from mingjing.ledger.act import Act, act
from mingjing.ledger.models import Entry
from mingjing.org.entries import sessions as entries
from mingjing.org.logs import org_log
from mingjing.org.models import Officer, SignIn
from mingjing.org.vocab import Tag


def begin(officer_id: object, *, by: Actor, at: datetime, method: str, address: str = "", agent: str = "") -> SignIn:
    """A session begins; earlier failed attempts are forgiven. `method` as in `password+totp`, `passkey`."""
    with act(by=by, at=at) as it:
        officer = it.lock(Officer, officer_id)
        officer.failed_sign_ins = 0
        officer.save(update_fields=["failed_sign_ins"])
        _enter(it, Tag.SIGNED_IN, officer, entries.SignedIn(officer.number, officer.name, method, address))
        return SignIn.objects.create(officer=officer, since=it.at, address=address[:45], agent=agent[:200])


def end(
    officer_id: object, *, by: Actor, at: datetime, sign_in_id: UUID | str | None = None, why: str = "own"
) -> Entry:
    """A session ended. `why`: a key of `entries.WHY_SIGNED_OUT`."""
    with act(by=by, at=at) as it:
        officer = it.lock(Officer, officer_id)
        SignIn.objects.filter(Q(pk=sign_in_id), officer=officer, until__isnull=True).update(until=it.at)
        return _enter(it, Tag.SIGNED_OUT, officer, entries.SignedOut(officer.number, officer.name, why))


def end_others(officer_id: object, *, by: Actor, at: datetime, sign_in_id: UUID | str | None) -> int:
    """End every session of the officer but the one `sign_in_id`; the number that keeps that one alive is returned."""
    with act(by=by, at=at) as it:
        officer = it.lock(Officer, officer_id)
        officer.session_number += 1
        officer.save(update_fields=["session_number"])
        SignIn.objects.filter(officer=officer, until__isnull=True).exclude(Q(pk=sign_in_id)).update(until=it.at)
        _enter(it, Tag.SIGNED_OUT, officer, entries.SignedOut(officer.number, officer.name, "ended_elsewhere"))
        return officer.session_number


def failed(officer_id: object, *, by: Actor, at: datetime) -> bool:
    """A wrong password. After `settings.SIGN_IN_LOCK` in a row, from wherever, the account is locked to machines its
    officer never signed in at until an administrator unlocks it; True when it is locked now."""
    with act(by=by, at=at) as it:
        officer = it.lock(Officer, officer_id)
        officer.failed_sign_ins += 1
        locks = officer.failed_sign_ins >= settings.SIGN_IN_LOCK and not officer.locked_since
        if locks:
            officer.locked_since = it.at
            body = entries.LockedOut(officer.number, officer.name, officer.failed_sign_ins)
            _enter(it, Tag.LOCKED_OUT, officer, body)
        officer.save(update_fields=["failed_sign_ins", "locked_since"])
        return officer.locked_since is not None


def change_password(
    officer_id: object, *, by: Actor, at: datetime, password: str, sign_in_id: UUID | str | None = None
) -> Officer:
    """The officer's own new password; every session but this one is over: whoever knew the old one is out."""
    with act(by=by, at=at) as it:
        officer = it.lock(Officer, officer_id)
        officer.password, officer.reset_by = make_password(password), ""
        officer.session_number += 1
        officer.save(update_fields=["password", "reset_by", "session_number"])
        SignIn.objects.filter(officer=officer, until__isnull=True).exclude(Q(pk=sign_in_id)).update(until=it.at)
        _enter(it, Tag.PASSWORD_CHANGED, officer, entries.PasswordChanged(officer.number, officer.name))
        return officer


def note_display(officer_id: object, *, by: Actor, at: datetime) -> Entry:
    """The officer leaves his session to a wall display."""
    with act(by=by, at=at) as it:
        officer = it.lock(Officer, officer_id)
        return _enter(it, Tag.DISPLAY_BEGUN, officer, entries.DisplayBegun(officer.number, officer.name))


def note_factor(officer_id: object, *, by: Actor, at: datetime, kind: str, added: bool) -> Entry:
    """A second factor was set up or removed by its owner. `kind`: a key of `entries.FACTORS`."""
    with act(by=by, at=at) as it:
        officer = it.lock(Officer, officer_id)
        tag, body = (Tag.FACTOR_ADDED, entries.FactorAdded) if added else (Tag.FACTOR_REMOVED, entries.FactorRemoved)
        return _enter(it, tag, officer, body(officer.number, officer.name, kind))


def _enter(it: Act, tag: Tag, officer: Officer, body: object) -> Entry:
    return it.enter(tag, log=org_log(officer.unit), subject=officer.ref, body=body)
