"""Who was where at an instant: by the band when it is known, else by the record. Constant queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from mingjing.custody.models import Occupancy, Stay
from mingjing.custody.panels import COLOURS
from mingjing.custody.seeing import address, shown_name
from mingjing.custody.selectors import desk
from mingjing.custody.vocab import Colour, StayState
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.org.access import holds
from mingjing.org.models import Officer, Site
from mingjing.org.selectors import on_duty
from mingjing.presence import tracks
from mingjing.presence.evidence import UNKNOWN
from mingjing.presence.models import Binding, FloorPlan
from mingjing.presence.plan import OUT
from mingjing.presence.tracks import Mark
from mingjing.webkit.parts import SIGNS

LIVE = timedelta(seconds=5)
Source = Literal["band", "record", "none"]
OFFICER, SOMEBODY = Text("民警", "Officer"), Ref("officer", "-")
NAME_NOW, NAME_PAST = "presence:officer:view", "presence:officer:replay"
UNKNOWN_PLACE, OUTSIDE = Text("位置不明", "Place unknown"), Text("区外", "Outside")


@dataclass(frozen=True, slots=True)
class Figure:
    """One person on the map. `room`: code of a space, OUT or UNKNOWN, by the `source`; `recorded` where the record has
    him when that differs. Coordinates in metres, None when only the room is known. `due`: what is due first (live
    only)."""

    ref: Ref
    label: Text | str
    kind: Literal["stay", "officer"]
    colour: str
    room: str
    source: Source
    device: str = ""
    p: float = 1.0
    since: datetime | None = None
    recorded: str = ""
    x: float | None = None
    y: float | None = None
    accuracy: float | None = None
    arrived_at: datetime | None = None
    due: datetime | None = None
    url: str = ""

    @property
    def sign(self) -> str:
        return "◆" if self.kind == "officer" else SIGNS.get(self.colour, "○")

    @property
    def percent(self) -> int:
        return round(self.p * 100)


@dataclass(frozen=True, slots=True)
class Scene:
    """A site at one instant. `plan` is the version in force then."""

    site: Site
    at: datetime
    plan: FloorPlan | None
    figures: tuple[Figure, ...]

    @property
    def by_room(self) -> Mapping[str, list[Figure]]:
        found: dict[str, list[Figure]] = defaultdict(list)
        for figure in self.figures:
            found[figure.room].append(figure)
        return dict(found)


def folder(site: Site) -> Path:
    """Where the tracks of a site are kept."""
    return Path(settings.TRACK_STORE) / site.code


def scene(site: Site, officer: Officer, at: datetime | None = None) -> Scene:
    """Everybody the officer may see at the site, now or at an instant of the past."""
    then = at or now()
    live = now() - then < LIVE
    marks = tracks.moment(folder(site), _ms(then))[1]
    worn = {binding.holder: binding.device.number for binding in bindings_at(site, then)}
    people = _present(site, officer, then) if live else _past(site, officer, then)
    figures = [_stay(stay, room, due, worn.get(stay.ref), marks) for stay, room, due in people]
    cards = {ref.id: number for ref, number in worn.items() if ref.kind == "officer"}
    named = _named(site, officer, then, live=live) if cards else set()
    officers = Officer.objects.filter(pk__in=cards)
    figures += [_officer(one, cards[str(one.pk)], marks, named=one.pk in named) for one in officers]
    return Scene(site, then, plan_at(site, then), tuple(sorted(figures, key=_order)))


def _named(site: Site, officer: Officer, at: datetime, *, live: bool) -> set[UUID]:
    """Which officers this reader sees by name: now, those on duty here, for whoever sends one of them to a room; in the
    past, for whoever answers for what officers did. The others are an officer and no more."""
    if not holds(officer, NAME_NOW if live else NAME_PAST):
        return set()
    if not live:
        return set(Officer.objects.values_list("pk", flat=True))
    return {place.officer_id for place in on_duty(site, at)}


def plan_at(site: Site, at: datetime) -> FloorPlan | None:
    """The version of the plan in force at an instant."""
    since = FloorPlan.objects.filter(site=site, in_force_since__lte=at)
    return since.filter(Q(in_force_until__isnull=True) | Q(in_force_until__gt=at)).first()


def bindings_at(site: Site, at: datetime) -> Iterable[Binding]:
    """Who wore what at an instant."""
    rows = Binding.objects.filter(device__site=site, since__lte=at).select_related("device")
    return rows.filter(Q(until__isnull=True) | Q(until__gt=at))


def _present(site: Site, officer: Officer, at: datetime) -> list[tuple[Stay, str, datetime | None]]:
    rows = desk.present(site, officer, at)
    return [(row.stay, _record(row.stay, row.stay.room.code if row.stay.room else ""), row.first_due) for row in rows]


def _past(site: Site, officer: Officer, at: datetime) -> list[tuple[Stay, str, None]]:
    """Who was here then, and the room the record had him in."""
    here = Stay.objects.visible_to(officer).filter(site=site, arrived_at__lte=at).exclude(state=StayState.IN_ERROR)
    stays = list(here.filter(Q(departed_at__isnull=True) | Q(departed_at__gt=at)).named().distinct())
    held = Occupancy.objects.filter(stay__in=stays, voided=False, since__lte=at).select_related("room")
    rooms = {o.stay_id: o.room.code for o in held.filter(Q(until__isnull=True) | Q(until__gt=at))}
    return [(stay, rooms.get(stay.pk, ""), None) for stay in stays]


def _record(stay: Stay, room: str) -> str:
    return OUT if stay.state == StayState.OUT else room


def _stay(stay: Stay, recorded: str, due: datetime | None, device: str | None, marks: Mapping[str, Mark]) -> Figure:
    mark = marks.get(device) if device else None
    placed = _placed(mark, recorded)
    return Figure(
        ref=stay.ref,
        label=shown_name(stay.person),
        kind="stay",
        colour=COLOURS.get(Colour(stay.colour), ""),
        device=device or "",
        recorded=recorded if mark and recorded and mark.room not in (recorded, UNKNOWN) else "",
        arrived_at=stay.arrived_at,
        due=due,
        url=address(stay),
        **placed,  # type: ignore[arg-type]
    )


def _officer(one: Officer, device: str, marks: Mapping[str, Mark], *, named: bool) -> Figure:
    """Without his name there is no way from the figure to him: neither his number nor that of his card."""
    ref, label = (one.ref, one.name) if named else (SOMEBODY, OFFICER)
    placed = _placed(marks.get(device), "")
    return Figure(ref, label, "officer", "", device=device if named else "", **placed)  # type: ignore[arg-type]


def _placed(mark: Mark | None, recorded: str) -> dict[str, object]:
    """By the band, also when it says unknown; without a band by the record."""
    if mark is None:
        return {"room": recorded or UNKNOWN, "source": "record" if recorded else "none"}
    since = datetime.fromtimestamp(mark.since / 1000, UTC)
    spot = {} if mark.room == UNKNOWN else {"x": mark.x, "y": mark.y, "accuracy": mark.accuracy}
    return {"room": mark.room, "source": "band", "p": mark.p, "since": since, **spot}


def _order(figure: Figure) -> tuple[str, str, str]:
    return figure.room, figure.kind, str(figure.label)


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)
