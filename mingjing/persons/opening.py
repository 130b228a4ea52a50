"""Whether an officer may open a person's record: freely, after stating a purpose, or not at all."""

from dataclasses import dataclass

from mingjing.kernel.actor import Actor
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.ledger.looking import REMEMBERED, looked_lately
from mingjing.org.access import may
from mingjing.org.models import Officer
from mingjing.persons.models import Person
from mingjing.persons.rules import names

UNKNOWN = no("record.unknown", "找不到这条记录。", "There is no such record.")


@dataclass(frozen=True, slots=True)
class Opening:
    """`allowed`: may he at all; `ask`: the purpose must be stated first; `with_case`: and a case named. `title` is what
    may be shown before; `why` tells him why he is asked."""

    ref: Ref
    title: Text
    allowed: Verdict = OK
    ask: bool = False
    with_case: bool = False
    why: Text = Text("", "")


def of_person(officer: Officer, by: Actor, person: Person) -> Opening:
    """What stands between the officer and the record."""
    reached = Person.objects.in_reach_of(officer).filter(pk=person.pk).exists()
    title = Text(names.masked(person.name), names.masked(person.name))
    asked = not stands_open(by, person)
    if person.sealed:
        allowed = may(by, "persons:record:open_sealed")
        return Opening(person.ref, title, allowed if allowed else UNKNOWN, asked, True, SEALED)
    if not reached:
        allowed = may(by, "persons:search:beyond")
        return Opening(person.ref, title, allowed if allowed else UNKNOWN, asked, True, BEYOND)
    if person.protected:
        return Opening(person.ref, title, OK, asked, False, PROTECTED)
    return Opening(person.ref, title)


def stands_open(by: Actor, person: Person) -> bool:
    """Whether the actor has stated a purpose, or registered the record himself, within the time that is remembered."""
    just_registered = person.registered_by == by.id and person.registered_at > now() - REMEMBERED
    return just_registered or looked_lately(by, person.ref)


SEALED = Text("记录已依法封存，查阅须说明案件和目的。", "The record is sealed by law; name the case and the purpose.")
BEYOND = Text("此人不在您的范围内，查阅须说明案件和目的。", "He is beyond your scope; name the case and the purpose.")
PROTECTED = Text("记录受特别保护，查阅须说明目的。", "The record is protected; state the purpose.")
