"""The custody record as paper and as a file, and the board of rooms."""

from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.cache import cache

from mingjing.custody import panels
from mingjing.custody.models import Stay
from mingjing.custody.permissions import sees_findings
from mingjing.custody.selectors import desk
from mingjing.custody.selectors.timeline import line
from mingjing.custody.vocab import Colour
from mingjing.kernel.text import Text
from mingjing.kernel.time import iso, now
from mingjing.ledger import record
from mingjing.ledger.models import Entry
from mingjing.org.models import Officer, Site
from mingjing.org.vocab import RoomKind, RoomSex
from mingjing.webkit.parts import Identity, Tile

KEPT_SECONDS = 24 * 3600
MEDICAL_FIELDS = frozenset({"body.findings", "body.changes"})


def entries(stay: Stay) -> list[Entry]:
    """Every entry about the stay, oldest first."""
    rows = Entry.objects.about(stay.ref).with_content().prefetch_related("amended_by__content")
    return list(rows)


def issued(stay: Stay, officer: Officer) -> bytes:
    """The record as a `.mjr` file; medical findings are withheld from who need not know them, provably."""
    withhold = () if sees_findings(officer, stay) else MEDICAL_FIELDS
    about = {"kind": "custody_record", "stay": stay.number, "made_for": officer.number}
    return record.issue(entries(stay), about=about, made_by=stay.site.code, withhold=withhold)


def kept(stay: Stay, officer: Officer, code: str) -> bytes | None:
    """The file behind a page printed within a day, so that the code on paper and the code of the file agree."""
    found: bytes | None = cache.get(_key(stay, officer, code))
    return found


def _key(stay: Stay, officer: Officer, code: str) -> str:
    return f"custody-record:{stay.pk}:{officer.pk}:{sha256(code.encode()).hexdigest()[:32]}"


def printed(stay: Stay, officer: Officer) -> dict[str, Any]:
    """What the A4 page shows: the same entries, and the code of the file made in the same moment, which is kept."""
    at, file = now(), issued(stay, officer)
    code = record.code(file)
    cache.set(_key(stay, officer, code), file, KEPT_SECONDS)
    lines = sorted((line(e) for e in entries(stay)), key=lambda one: (one.happened_at, one.entry.pk))
    return {
        "stay": stay,
        "who": panels.identity(desk.one(stay, at), whole=True),
        "facts": panels.particulars(stay),
        "events": [panels.event(one) for one in lines],
        "code": code,
        "made_at": iso(at),
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
    return Identity(name=stay.person.shown_name, url=panels.url_of(stay), colour=panels.COLOURS.get(Colour(stay.colour), ""))
