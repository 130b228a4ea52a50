"""Who he is."""

from datetime import date, datetime

from mingjing.custody import entering
from mingjing.custody.actions.vest import recolour
from mingjing.custody.entering import opened, said
from mingjing.custody.entries.arrival import Identified, IdentityUnknown
from mingjing.custody.selectors.colour import decided
from mingjing.custody.tags import Tag
from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.ledger.act import act
from mingjing.ledger.models import Entry
from mingjing.persons.actions import person as persons
from mingjing.persons.models import Person


def confirm(stay_id: object, *, by: Actor, at: datetime, method: str, document_kind: str = "") -> Entry:
    """His identity, known already, was checked again now: `method` says how (paper seen, register compared)."""
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, "identify")
        it.permit(said(method, "method", "核查方式", "how it was checked"), _known(stay.person))
        body = Identified(stay.person.name, method, document_kind)
        return entering.enter(
            it, stay, Tag.IDENTIFIED, body, facts={**stay.person.facts_on(stay.arrived_at), "identity.checked": True}
        )


def establish(
    stay_id: object,
    *,
    by: Actor,
    at: datetime,
    name: str,
    basis: str,
    method: str,
    sex: str = "",
    birth_date: date | None = None,
    document_kind: str = "",
    document_number: str = "",
) -> Entry:
    """Somebody unknown until now is known: the person's record and the stay say so, and clocks that waited move.
    `basis` is a value of `persons.vocab.Basis`."""
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, "identify")
        shown = decided(stay, it.at)
        stay.person = persons.identify(
            stay.person_id, by=by, at=at, name=name, basis=basis, sex=sex, birth_date=birth_date,
            document_kind=document_kind, document_number=document_number, log=stay.site.code,
            refs=[stay.ref, stay.site.ref],
        )  # fmt: skip
        body = Identified(stay.person.name, method, document_kind)
        facts = {**stay.person.facts_on(stay.arrived_at), "identity.checked": True, "person.name_withheld": False}
        written = entering.enter(it, stay, Tag.IDENTIFIED, body, facts=facts)
        recolour(it, stay, shown)
        return written


def unknown(stay_id: object, *, by: Actor, at: datetime, reason: str, withheld: bool = False) -> Entry:
    """He cannot be identified yet, or will not say who he is. A legal state of its own; clocks depend on it."""
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, "identify")
        it.permit(said(reason, "reason", "情况", "why"))
        told = {"person.identity_known": False, "person.name_withheld": withheld}
        facts = {**stay.person.facts_on(stay.arrived_at), **told}
        return entering.enter(it, stay, Tag.IDENTITY_UNKNOWN, IdentityUnknown(reason, withheld), facts=facts)


def _known(person: Person) -> Verdict:
    if person.identity_known:
        return OK
    return no("custody.identity.unknown", "身份尚未查明，请先查明身份。", "Establish the identity first.")
