"""Registering, identifying, correcting and protecting persons."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from mingjing.kernel.actor import Actor
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import local
from mingjing.kernel.verdict import Refusal, no
from mingjing.ledger.act import Act, act
from mingjing.ledger.models import Entry
from mingjing.org.access import may
from mingjing.persons import concerned
from mingjing.persons.actions import particulars
from mingjing.persons.entries import Corrected, Identified, Protected, Registered, Sealed, Unsealed
from mingjing.persons.models import Person
from mingjing.persons.permissions import may_touch
from mingjing.persons.protection import by_law
from mingjing.persons.rules import names
from mingjing.persons.rules.checks import check_identification, check_registration
from mingjing.persons.rules.facts import WITHHELD, told_anew
from mingjing.persons.vocab import NameKind, Protection, Tag

CORRECTABLE = (
    "name", "sex", "birth_date", "nationality", "ethnicity", "features", "age_about", "name_withheld"
)  # fmt: skip


def register(
    *,
    by: Actor,
    at: datetime,
    log: str,
    name: str,
    sex: str,
    birth_date: date | None = None,
    identity_known: bool = True,
    age_about: int | None = None,
    features: str = "",
    name_withheld: bool = False,
    nationality: str = "CHN",
    ethnicity: str = "",
    document_kind: str = "",
    document_number: str = "",
    document_seen: bool = False,
    alias: str = "",
    former_name: str = "",
    phone: str = "",
    home: str = "",
    residence: str = "",
    photo: str = "",
    protection: str = "",
    refs: Iterable[Ref] = (),
) -> Person:
    """Open a record of a person. With `identity_known=False` the identity is unknown, which is a legal state: `name` is
    then only what the record calls him (it may be empty) and clocks that wait for the identity wait.

    A birth date or sex that a well-formed resident number tells is taken from it where not given. `photo` is the
    SHA-256 of a stored portrait, `refs` other things the entry is about (a stay). Raises Refusal.
    """
    with act(by=by, at=at) as it:
        it.permit(may(by, "persons:person:register"))
        today = local(it.at).date()
        told = check_registration(
            name=name, sex=sex, birth_date=birth_date, identity_known=identity_known, age_about=age_about,
            document_kind=document_kind, document_number=document_number, today=today,
        )  # fmt: skip
        person = Person.objects.create(
            name=names.tidy(told.name),
            sex=told.sex,
            birth_date=told.birth_date,
            identity_known=identity_known,
            name_withheld=name_withheld,
            age_about=age_about,
            described_on=today if age_about is not None else None,
            features=features,
            nationality=nationality,
            ethnicity=ethnicity,
            protection=by_law(Protection(protection).value, today, told.birth_date, age_about, today),
            registered_by=by.id,
            registered_at=it.recorded_at,
            unit=by.unit,
            log=log,
        )
        _enter_registration(it, person, document_kind, document_number, refs)
        particulars.write_all(
            it, person, document_kind=document_kind, document_number=document_number, document_seen=document_seen,
            alias=alias, former_name=former_name, phone=phone, home=home, residence=residence, photo=photo,
        )  # fmt: skip
        return person


def _enter_registration(it: Act, person: Person, kind: str, number: str, refs: Iterable[Ref]) -> Entry:
    if person.identity_known or person.name_withheld:
        particulars.keep_name(person, NameKind.LEGAL if person.identity_known else NameKind.STATED, person.name)
    body = Registered(
        name=person.name,
        sex=person.sex,
        birth_date=_iso(person.birth_date),
        age_about=person.age_about,
        identity_known=person.identity_known,
        features=person.features,
        nationality=person.nationality,
        ethnicity=person.ethnicity,
        document_kind=kind,
        document_number=number,
        protection=person.protection,
    )
    return it.enter(
        Tag.PERSON_REGISTERED, log=person.log, subject=person.ref, body=body, refs=refs, facts=person.facts_on(it.at)
    )


def identify(
    person_id: object,
    *,
    by: Actor,
    at: datetime,
    name: str,
    basis: str,
    sex: str = "",
    birth_date: date | None = None,
    document_kind: str = "",
    document_number: str = "",
    nationality: str = "",
    note: str = "",
    log: str = "",
    refs: Iterable[Ref] = (),
) -> Person:
    """Establish the identity of a person registered as unknown. Enters the fact `person.identity_known`, which moves
    the clocks of his open stays; `refs` names other things concerned. What he was called stays findable.

    Raises Refusal when the identity is known already (use `correct`), or the particulars do not fit together.
    """
    with act(by=by, at=at) as it:
        person = it.lock(Person, person_id)
        it.permit(may_touch(by, "persons:person:identify", person))
        if person.identity_known:
            raise Refusal(no("persons.known", "身份已查明，如有错误请更正。", "The identity is known; correct it."))
        told = check_identification(
            name=name, sex=sex or person.sex, birth_date=birth_date or person.birth_date, basis=basis,
            document_kind=document_kind, document_number=document_number, today=local(it.at).date(),
        )  # fmt: skip
        called = person.name
        person.name, person.sex, person.birth_date = names.tidy(told.name), told.sex, told.birth_date
        person.nationality = nationality or person.nationality
        person.identity_known, person.name_withheld = True, False
        _protect_by_law(person, it)
        person.save()
        particulars.keep_name(person, NameKind.STATED, called)
        particulars.keep_name(person, NameKind.LEGAL, person.name)
        it.enter(
            Tag.PERSON_IDENTIFIED,
            log=log or person.log,
            subject=person.ref,
            body=Identified(
                person.name, called, person.sex, _iso(person.birth_date), basis, document_kind, document_number, note
            ),
            refs=[*concerned.refs_of(person.ref), *refs],
            facts={**person.facts_on(concerned.since(person.ref, it.at)), WITHHELD: False},
        )
        particulars.write_all(it, person, document_kind=document_kind, document_number=document_number)
        return person


def correct(
    person_id: object, *, by: Actor, at: datetime, reason: str, log: str = "", refs: Iterable[Ref] = (), **changes: Any
) -> Person:
    """Correct fields of the record (those of CORRECTABLE). The entry keeps what stood before; a former name stays
    findable. The clocks of his open stay follow: how old he was on arrival, and whatever else is another now. Raises
    Refusal without a reason, without any change, or when the result does not fit together."""
    with act(by=by, at=at) as it:
        person = it.lock(Person, person_id)
        it.permit(may_touch(by, "persons:person:correct", person))
        changed, since = _changes(person, changes, reason), concerned.since(person.ref, it.at)
        before, known = {name: _plain(getattr(person, name)) for name in changed}, person.facts_on(since)
        _apply(person, changed, local(it.at).date())
        _protect_by_law(person, it)
        person.save()
        it.enter(
            Tag.PERSON_CORRECTED,
            log=log or person.log,
            subject=person.ref,
            body=Corrected(before, {name: _plain(getattr(person, name)) for name in changed}),
            refs=[*concerned.refs_of(person.ref), *refs],
            facts=told_anew(known, person.facts_on(since)),
            reason=reason,
        )
        return person


def protect(person_id: object, *, by: Actor, at: datetime, protection: str, reason: str) -> Person:
    """Set or lift (empty) the protection of a record: opening a protected one asks for the purpose."""
    with act(by=by, at=at) as it:
        person = it.lock(Person, person_id)
        it.permit(may_touch(by, "persons:person:protect", person))
        _demand(reason)
        person.protection = Protection(protection).value
        person.save()
        it.enter(
            Tag.PERSON_PROTECTED, log=person.log, subject=person.ref, body=Protected(person.protection), reason=reason
        )
        return person


def seal(person_id: object, *, by: Actor, at: datetime, basis: str) -> Person:
    """Close the record by default everywhere. `basis` is the decision and its article (CPL 286). Raises Refusal."""
    return _set_seal(person_id, by=by, at=at, basis=basis, sealed=True)


def unseal(person_id: object, *, by: Actor, at: datetime, basis: str) -> Person:
    """Lift the seal. Raises Refusal without a basis."""
    return _set_seal(person_id, by=by, at=at, basis=basis, sealed=False)


def _set_seal(person_id: object, *, by: Actor, at: datetime, basis: str, sealed: bool) -> Person:
    with act(by=by, at=at) as it:
        person = it.lock(Person, person_id)
        it.permit(may(by, "persons:record:seal"))
        _demand(basis)
        if person.sealed == sealed:
            raise Refusal(no("persons.seal.unchanged", "记录的封存状态没有变化。", "The seal is as it was."))
        person.sealed, person.sealed_basis = sealed, basis if sealed else ""
        person.save()
        tag, body = (Tag.PERSON_SEALED, Sealed(basis)) if sealed else (Tag.PERSON_UNSEALED, Unsealed(basis))
        it.enter(tag, log=person.log, subject=person.ref, body=body)
        return person


def _changes(person: Person, changes: dict[str, Any], reason: str) -> dict[str, Any]:
    _demand(reason)
    unknown = changes.keys() - set(CORRECTABLE)
    if unknown:
        raise TypeError(f"cannot be corrected: {sorted(unknown)}")
    changed = {name: value for name, value in changes.items() if getattr(person, name) != value}
    if not changed:
        raise Refusal(no("persons.unchanged", "没有需要更正的内容。", "Nothing was changed."))
    return changed


def _apply(person: Person, changed: dict[str, Any], today: date) -> None:
    if "name" in changed:
        person.names.filter(kind=NameKind.LEGAL).delete()
        particulars.keep_name(person, NameKind.FORMER, person.name)
        changed["name"] = names.tidy(changed["name"])
        particulars.keep_name(person, NameKind.LEGAL, changed["name"])
    if changed.get("age_about") is not None:
        person.described_on = today
    for name, value in changed.items():
        setattr(person, name, value)
    if not person.name:
        raise Refusal(no("persons.name.missing", "请填写姓名。", "Give the name.", field="name"))


def _protect_by_law(person: Person, it: Act) -> None:
    day = local(it.at).date()
    person.protection = by_law(person.protection, day, person.birth_date, person.age_about, person.described_on)


def _demand(reason: str) -> None:
    if not reason.strip():
        raise Refusal(no("persons.reason.missing", "请写明理由或依据。", "Say why, or on what basis.", field="reason"))


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
