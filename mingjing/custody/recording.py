"""The custody record as paper and as a file, and the board of rooms."""

from collections.abc import Collection, Iterable, Iterator
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from mingjing.custody import panels
from mingjing.custody.entries.words import listed
from mingjing.custody.models import IssuedRecord, Stay
from mingjing.custody.permissions import sees_findings
from mingjing.custody.selectors import desk
from mingjing.custody.selectors.timeline import line
from mingjing.custody.selectors.warnings import Warned, warnings_of
from mingjing.custody.selectors.withheld import Keep, of_groups, of_reader
from mingjing.custody.vocab import Colour, Kept
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.ledger import record
from mingjing.ledger.models import Entry
from mingjing.media.models import Blob
from mingjing.media.store import open_bytes
from mingjing.org.models import Officer, Site
from mingjing.org.vocab import RoomKind, RoomSex
from mingjing.webkit.parts import Event, Identity, Tile


def entries(stay: Stay) -> QuerySet[Entry]:
    """Every entry about the stay, oldest first."""
    rows = Entry.objects.about(stay.ref).with_content().select_related("amends__content")
    return rows.prefetch_related("amended_by__content")


def one_by_one(rows: QuerySet[Entry]) -> Iterator[Entry]:
    """A long stay has thousands of entries: no more than a handful of them is held at a time."""
    return rows.iterator(chunk_size=record.HANDFUL)


def made(stay: Stay, by: Actor, made_for: str, purpose: str, groups: Collection[str]) -> bytes:
    """The record as it stands as a `.mjr` file; the fields of these groups are withheld, provably. Its heading tells what
    the law warns of at this hour."""
    rows = entries(stay)
    about = {
        "kind": "custody_record", "stay": stay.number, "made_for": made_for, "purpose": purpose,
        "withheld": sorted(groups), "issued_by": by.name,
        "warnings": [one.as_json() for one in warnings_of(stay, one_by_one(rows), now(), health=Kept.HEALTH not in groups)],
    }  # fmt: skip
    return record.issue(rows, about=about, made_by=stay.site.code, withhold=of_groups(groups))


def file_of(copy: IssuedRecord) -> bytes:
    """The very bytes that were handed out. Raises Refusal when they are missing or not what was recorded."""
    return open_bytes(Blob.objects.get(pk=copy.sha256))


def shown(stay: Stay, officer: Officer) -> dict[str, Any]:
    """The record as it stands, as far as the officer may read it, on the screen: no copy, no code."""
    rows = entries(stay)
    page = _page(stay, one_by_one(rows), of_reader(officer, stay))
    return {**page, "warnings": warnings_of(stay, one_by_one(rows), now(), health=bool(sees_findings(officer, stay)))}


def printed(copy: IssuedRecord) -> dict[str, Any]:
    """What the A4 page of a copy shows: the entries of the file as they stood then, without what it withholds."""
    stay, file = copy.stay, file_of(copy)
    inside = Entry.objects.filter(_numbered(record.listed(file)))
    then = Prefetch("amended_by", queryset=Entry.objects.filter(pk__in=inside.values("pk")).select_related("content"))
    rows = inside.order_by("log", "seq").with_content().select_related("amends__content").prefetch_related(then)
    kept_back = listed(Kept(one).text for one in copy.withheld) if copy.withheld else ""
    warned = [Warned.read(one) for one in record.about(file).get("warnings", ())]
    page = _page(stay, one_by_one(rows), of_groups(copy.withheld))
    return {**page, "copy": copy, "withheld": kept_back, "warnings": warned}


def _numbered(listed: list[tuple[str, int]]) -> Q:
    """Entries named by log and number."""
    several: dict[str, list[int]] = {}
    for log, seq in listed:
        several.setdefault(log, []).append(seq)
    return Q(*(Q(log=log, seq__in=numbers) for log, numbers in several.items()), _connector=Q.OR)


def _page(stay: Stay, rows: Iterable[Entry], keep: Keep) -> dict[str, Any]:
    """Of each entry only what is printed is kept, in the order it happened."""
    lines = (line(entry, keep) for entry in rows)
    told = ((one.happened_at, one.entry.pk, panels.event(one)) for one in lines)
    events: list[Event] = [event for _, _, event in sorted(told, key=itemgetter(0, 1))]
    return {
        "stay": stay,
        "who": panels.identity(desk.one(stay, now()), whole=True),
        "facts": panels.particulars(stay),
        "events": events,
    }


def tiles(site: Site, officer: Officer) -> list[Tile]:
    """Every room with the people in it whom the officer may see."""
    seen = set(Stay.objects.visible_to(officer).filter(site=site).present().values_list("pk", flat=True))
    return [_tile(one, seen) for one in desk.rooms(site)]


def _tile(one: desk.Tile, seen: set[UUID]) -> Tile:
    room = one.room
    inside = tuple(_inside(s) for s in one.stays if s.pk in seen)
    suits = [] if room.sex == RoomSex.ANY else [RoomSex(room.sex).text]
    if room.juvenile:
        suits.append(Text("未成年人", "Minors"))
    return Tile(
        code=room.code,
        name=room.text,
        kind=RoomKind(room.kind).text,
        held=len(one.stays),
        capacity=room.capacity,
        people=inside,
        colour=next((i.colour for c in ("red", "amber", "green") for i in inside if i.colour == c), ""),
        closed=room.out_of_service_reason,
        restricted=Text("、".join(s.zh for s in suits), ", ".join(s.en for s in suits)) if suits else "",
    )


def _inside(stay: Stay) -> Identity:
    return Identity(
        name=stay.person.shown_name, url=panels.url_of(stay), colour=panels.COLOURS.get(Colour(stay.colour), "")
    )
