"""What other floors ask of custody: may this officer see that stay, and which people he sees because they stay here."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from mingjing.alerts import naming
from mingjing.alerts.naming import Named
from mingjing.approvals import handling
from mingjing.custody.models import Occupancy, Stay, Visit
from mingjing.custody.selectors.withheld import hide, of_reader
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.ledger.models import Entry
from mingjing.live import topics
from mingjing.org import in_use, recusal
from mingjing.org.models import Officer, Room, Unit
from mingjing.org.seeing import may_see, sees
from mingjing.persons import history, scopes
from mingjing.persons.models import Person


def handling_unit(ident: str) -> Unit | None:
    """The unit of the case; before there is one, the unit that brought the person."""
    stay = Stay.objects.select_related("case__unit", "brought_unit").filter(pk=ident).first()
    if stay is None:
        return None
    return stay.case.unit if stay.case else stay.brought_unit


@sees("stay")
def stays_seen(officer: Officer, ids: list[str]) -> Iterable[object]:
    return Stay.objects.visible_to(officer).filter(pk__in=ids).values_list("pk", flat=True)


def persons_of_stays(officer: Officer) -> "QuerySet[Any, Any]":
    return Stay.objects.visible_to(officer).values("person")


scopes.add("stays", persons_of_stays)


def named(ids: list[str]) -> Mapping[str, Named]:
    """What alarms and requests call a stay: the person's name, masked when the record is protected, and the number."""
    rows = Stay.objects.filter(pk__in=ids).select_related("person", "site")
    return {str(s.pk): called(s) for s in rows}


def called(stay: Stay) -> Named:
    """As `named`, of a stay with its person and site."""
    return Named(f"{shown_name(stay.person)} {stay.number}", address(stay), plain=stay.number)


def shown_name(person: Person) -> str:
    """The name as it stands where nobody was asked for a purpose: masked when the record is protected."""
    return person.shown_name


def address(stay: Stay) -> str:
    return reverse("custody:stay", args=[stay.pk])


def stays_of(cases: Collection[UUID]) -> Iterable[object]:
    return Stay.objects.filter(case__in=cases).values_list("pk", flat=True)


def people_in(cases: Collection[UUID]) -> Iterable[object]:
    return Stay.objects.filter(case__in=cases).values_list("person", flat=True)


def nobody_inside(room: Room) -> Verdict:
    """A room is not closed over people. They are told by the numbers of their stays: whoever closes it may not know
    their names."""
    held = Occupancy.objects.filter(room=room, until=None, voided=False)
    visits = Visit.objects.filter(room=room, arrived_at__isnull=False, ended_at=None, voided=False)
    inside = (one.stay for rows in (held, visits) for one in rows.select_related("stay__site").order_by("stay"))
    numbers = dict.fromkeys(stay.number for stay in inside)
    if not numbers:
        return OK
    return no(
        "org.room.occupied", f"房间内有人，不能停用：{'、'.join(numbers)}。请先转移。",
        f"People are in the room: {', '.join(numbers)}. Move them first.", field="why",
    )  # fmt: skip


def without_health(officer: Officer, entries: list[Entry]) -> None:
    """Of entries about stays that stand on the pages of persons, cases and bands."""
    stays = Stay.objects.in_bulk({UUID(one.subject_id) for one in entries}) if entries else {}
    keeping = {str(pk): of_reader(officer, stay) for pk, stay in stays.items()}
    for entry in entries:
        hide(entry, keeping[entry.subject_id])


history.hiding("stay", without_health)
recusal.follows("stay", stays_of)
recusal.follows("person", people_in)
in_use.register(nobody_inside)
naming.register("stay", named)
handling.register("stay", handling_unit)
topics.register("stay", may_see)
