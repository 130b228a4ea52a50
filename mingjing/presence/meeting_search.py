"""The meetings of one person in a span: from the tracks of bands, and for those without one from the record."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Q

from mingjing.custody.models import Occupancy, Stay
from mingjing.custody.seeing import shown_name
from mingjing.custody.vocab import StayState
from mingjing.kernel.ref import Ref
from mingjing.org.models import Officer, Site
from mingjing.presence import meetings, tracks
from mingjing.presence.meetings import Nearness, Span
from mingjing.presence.models import Binding, FloorPlan
from mingjing.presence.whereabouts import folder

Spans = dict[str, list[Span]]


@dataclass(frozen=True, slots=True)
class Met:
    """One meeting as the list shows it. `by_record`: one of the two was known by the record only."""

    who: str
    kind: str
    nearness: Nearness
    since: datetime
    until: datetime
    rooms: tuple[str, str]
    by_record: bool

    @property
    def seconds(self) -> int:
        return int((self.until - self.since).total_seconds())


@dataclass(frozen=True, slots=True)
class Answer:
    """`unknown`: seconds of the span in which nobody knows where he was; `pieces`: whether any track was found."""

    met: tuple[Met, ...]
    unknown: int
    pieces: int


def find(site: Site, officer: Officer, stay: Stay, since: datetime, until: datetime) -> Answer:
    """Whom he met. People the officer may not see are named only as somebody."""
    begins, ends = _ms(since), _ms(until)
    worn = list(_worn(site, since, until))
    known, pieces = _by_bands(site, worn, begins, ends)
    record = _by_record(site, begins, ends, but=set(known))
    about = str(stay.ref)
    found = [
        met
        for plan, begin, end in _plans(site, since, until)
        for met in meetings.meetings(plan.plan, _cut(known | record, begin, end), about)
    ]
    names = names_for(officer, {m.other if m.one == about else m.one for m in found})
    met = tuple(_met(m, about, names, set(record)) for m in found)
    return Answer(met, meetings.unknown_seconds(known.get(about, [])), pieces)


def _plans(site: Site, since: datetime, until: datetime) -> list[tuple[FloorPlan, int, int]]:
    """Every version of the plan that was in force in the span, and the part of the span it held for."""
    held = FloorPlan.objects.filter(site=site, in_force_since__lt=until).order_by("in_force_since")
    rows = held.filter(Q(in_force_until__isnull=True) | Q(in_force_until__gt=since))
    begins, ends = _ms(since), _ms(until)
    return [
        (one, max(begins, _ms(one.in_force_since)), min(ends, _ms(one.in_force_until) if one.in_force_until else ends))
        for one in rows
        if one.in_force_since
    ]


def _cut(spans: Spans, begin: int, end: int) -> Spans:
    """What of the spans lies between two times."""
    cut = {who: [Span(max(s.since, begin), min(s.until, end), s.room) for s in told] for who, told in spans.items()}
    return {who: [s for s in told if s.since < s.until] for who, told in cut.items()}


def stays_between(site: Site, officer: Officer, since: datetime) -> list[Stay]:
    """Whose meetings may be asked for: stays of the site the officer sees, present or departed since then."""
    mine = Stay.objects.visible_to(officer).filter(site=site).exclude(state=StayState.IN_ERROR).named()
    here = Q(departed_at__isnull=True) | Q(departed_at__gte=since)
    return list(mine.filter(here).distinct().order_by("-arrived_at")[:300])


def _by_bands(site: Site, worn: list[Binding], since: int, until: int) -> tuple[Spans, int]:
    """Holder → where he was while he wore a band."""
    marks, pieces = [], 0
    for head, told in tracks.between(folder(site), since, until):
        marks += [*head.marks, *told] if not pieces else told
        pieces += 1
    by_device = meetings.spans(marks, since, until)
    found: Spans = defaultdict(list)
    for binding in worn:
        begins = _ms(binding.since)
        ends = _ms(binding.until) if binding.until else until
        for span in by_device.get(binding.device.number, []):
            if max(span.since, begins) < min(span.until, ends):
                cut = Span(max(span.since, begins), min(span.until, ends), span.room)
                found[str(binding.holder)].append(cut)
    return {who: sorted(spans) for who, spans in found.items()}, pieces


def _by_record(site: Site, since: int, until: int, but: Iterable[str]) -> Spans:
    """Where the record had those without a band."""
    left_out, found = set(but), defaultdict(list)
    span = Q(until__isnull=True) | Q(until__gt=_at(since))
    held = Occupancy.objects.filter(span, room__site=site, voided=False, since__lt=_at(until))
    for one in held.select_related("room").order_by("since"):
        who = str(Ref("stay", str(one.stay_id)))
        if who not in left_out:
            ends = min(_ms(one.until), until) if one.until else until
            found[who].append(Span(max(_ms(one.since), since), ends, one.room.code))
    return dict(found)


def _worn(site: Site, since: datetime, until: datetime) -> Iterable[Binding]:
    rows = Binding.objects.filter(device__site=site, since__lt=until).select_related("device")
    return rows.filter(Q(until__isnull=True) | Q(until__gt=since))


def names_for(officer: Officer, refs: Iterable[str]) -> Mapping[str, str]:
    """Ref → name of those the officer may see; the others have none."""
    ids: dict[str, list[str]] = defaultdict(list)
    for ref in map(Ref.parse, refs):
        ids[ref.kind].append(ref.id)
    stays = Stay.objects.visible_to(officer).filter(pk__in=ids["stay"]).named().distinct()
    found = {str(s.ref): f"{shown_name(s.person)} {s.number}" for s in stays}
    return found | {str(o.ref): o.name for o in Officer.objects.filter(pk__in=ids["officer"])}


def _met(one: meetings.Meeting, about: str, names: Mapping[str, str], record: set[str]) -> Met:
    mine = one.one == about
    other = one.other if mine else one.one
    rooms = one.rooms if mine else (one.rooms[1], one.rooms[0])
    kind = Ref.parse(other).kind
    return Met(
        names.get(other, ""), kind, one.nearness, _at(one.since), _at(one.until), rooms, bool({about, other} & record)
    )


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)


def _at(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
