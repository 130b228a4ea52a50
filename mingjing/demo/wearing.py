"""Who wears what in the demonstration: a band from booking in to the door, a card while an officer works at the centre;
and what lies on the shelf is charged. Everything by the acts an officer has."""

from datetime import datetime

from django.db.models import F, Q

from mingjing.cases.models import CaseOfficer
from mingjing.custody.models import Stay
from mingjing.custody.vocab import Role
from mingjing.demo.crew import Crew
from mingjing.kernel.actor import Actor
from mingjing.kernel.ref import Ref
from mingjing.org.models import Officer
from mingjing.presence.actions import binding, device
from mingjing.presence.models import Binding, Device
from mingjing.presence.selectors import worn_by
from mingjing.presence.vocab import HANDY, Condition, DeviceKind, DeviceState

BANDED = {Role.SUSPECT}
ENOUGH, WEAK, FULL = 40, 60, 95  # percent: may be issued, is put on charge, is taken off it


def put_on(crew: Crew, stay: Stay, at: datetime) -> None:
    """A band, seen to sit and to work. Nothing when he has one, or the shelf is bare."""
    stay.refresh_from_db()
    if stay.role not in BANDED or worn_by(stay.ref):
        return
    band = _ready(crew, DeviceKind.BAND)
    if band:
        by = crew.by("reception", at)
        binding.issue(band.pk, by=by, at=at, holder=stay.ref)
        binding.fit(band.pk, by=by, at=at)


def take_off(crew: Crew, stay: Stay, at: datetime, condition: Condition = Condition.GOOD) -> None:
    """His band is back on the shelf, if he has one."""
    worn = worn_by(stay.ref)
    if worn:
        binding.take_back(worn.device_id, by=crew.by("reception", at), at=at, condition=condition.value)


def exchange(crew: Crew, stay: Stay, at: datetime, why: str) -> None:
    """Another band for one whose battery is nearly empty."""
    worn, fresh = worn_by(stay.ref), _ready(crew, DeviceKind.BAND)
    if worn and fresh:
        by = crew.by("reception", at)
        binding.exchange(worn.device_id, by=by, at=at, new_id=fresh.pk, why=why)
        binding.fit(fresh.pk, by=by, at=at)


def hand_out_cards(crew: Crew, at: datetime) -> None:
    """Whoever works here now has a card: the shift, and the teams whose people are here. The others give theirs back."""
    wanted = {str(one.pk): one for one in working_here(crew, at)}
    worn = Binding.objects.open().filter(device__site=crew.site, holder_kind="officer")
    held = dict(worn.values_list("holder_id", "device_id"))
    by = crew.by("reception", at)
    for officer in held.keys() - wanted.keys():
        binding.take_back(held[officer], by=by, at=at, condition=Condition.GOOD.value)
    for officer in sorted(wanted.keys() - held.keys(), key=lambda pk: wanted[pk].number):
        card = _ready(crew, DeviceKind.CARD)
        if card:
            _issue_card(card, Ref("officer", officer), by, at)


def working_here(crew: Crew, at: datetime) -> list[Officer]:
    """The shift of that hour and the teams of everybody inside."""
    shift = [o for (_, turn), members in crew.members.items() if turn == crew.at(at) for o in members]
    inside = Stay.objects.present().filter(site=crew.site).exclude(case=None).values("case")
    teams = CaseOfficer.objects.filter(case__in=inside, until=None).values("officer")
    return [*shift, *Officer.objects.filter(pk__in=teams).exclude(pk__in=[o.pk for o in shift])]


def charge(crew: Crew, at: datetime) -> None:
    """What lies on the shelf and is weak goes on charge; what is full comes off."""
    by = crew.by("custody_guard", at)
    shelf = Device.objects.bands().filter(site=crew.site).select_related("heard")
    for one in shelf.filter(state=DeviceState.STOCK, heard__battery__lt=WEAK):
        device.step(one.pk, by=by, at=at, verb="charge")
    for one in shelf.filter(state=DeviceState.CHARGING, heard__battery__gte=FULL):
        device.step(one.pk, by=by, at=at, verb="uncharge")


def _issue_card(card: Device, holder: Ref, by: Actor, at: datetime) -> None:
    binding.issue(card.pk, by=by, at=at, holder=holder)
    binding.fit(card.pk, by=by, at=at)


def _ready(crew: Crew, kind: DeviceKind) -> Device | None:
    """What lay longest on the shelf and is not empty."""
    shelf = Device.objects.filter(site=crew.site, kind=kind, state__in=HANDY)
    full = shelf.filter(Q(heard=None) | Q(heard__battery__gte=ENOUGH))
    return full.order_by(F("state_since").asc(), "number").first()
