"""What one shift hands to the next: who is here, which alarms are open, what falls due; and the signatures."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from mingjing.alerts.models import Alarm
from mingjing.alerts.naming import names
from mingjing.alerts.selectors import open_at
from mingjing.clocks.selectors import due_at_site
from mingjing.custody.models import Stay
from mingjing.custody.seeing import shown_name
from mingjing.kernel.actor import Actor
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.kernel.time import local, now
from mingjing.ledger.models import Entry
from mingjing.media import store
from mingjing.media.vocab import BlobKind
from mingjing.org.models import Officer, Shift, Site
from mingjing.org.vocab import Tag

AHEAD = timedelta(days=1)  # what the next shift, or the one it relieves to, must do
MOST = 200


@dataclass(frozen=True, slots=True)
class Due:
    """A limit or duty of somebody who is here."""

    text: Text
    over: bool


@dataclass(frozen=True, slots=True)
class Left:
    stays: tuple[Stay, ...]
    alarms: tuple[Alarm, ...]
    due: tuple[Due, ...]


def left_at(site: Site, officer: Officer) -> Left:
    """What of the site the officer sees and the next shift must know."""
    stays = tuple(Stay.objects.visible_to(officer).filter(site=site).present().named().order_by("room__code"))
    who = {str(s.pk): shown_name(s.person) for s in stays}
    until, moment = now() + AHEAD, now()
    rows = [r for r in due_at_site(site, MOST) if r.subject_id in who and r.due_at and r.due_at <= until]
    due = tuple(
        Due(
            Text("{who}：{what}，{at}", "{who}: {what}, {at}").format(
                who=who[r.subject_id], what=r.title, at=f"{local(r.due_at):%m-%d %H:%M}"
            ),
            r.due_at < moment,
        )
        for r in rows
        if r.due_at
    )
    return Left(stays, tuple(open_at(site, officer)[:MOST]), due)


def label(stay: Stay) -> str:
    """Name as it may be shown, number, room."""
    room = f" · {stay.room.code}" if stay.room else ""
    return f"{shown_name(stay.person)} {stay.number}{room}"


def told(shift: Shift, left: Left) -> list[tuple[Text | str, str]]:
    """(who, note) of everybody here, and of whoever the leaving shift wrote about though he has left since."""
    rows = Entry.objects.about(shift.ref).filter(tag=Tag.SHIFT_OFFERED).with_content().order_by("-id")
    offered = rows.first()
    notes = {Ref.parse(ref): note for ref, note in offered.body.get("people", []) if note} if offered else {}
    here = [(label(stay), notes.pop(stay.ref, "—")) for stay in left.stays]
    known = names(notes)
    return [*here, *((known[ref].label, note) for ref, note in notes.items())]


def signed(site: Site, by: Actor, drawn: dict[str, Any]) -> str:
    """The hash of the signature, kept with the act that it signs."""
    data = drawn["svg"].encode()
    blob = store.put(data, kind=BlobKind.SIGNATURE, content_type="", log=site.code, by=by, at=now())
    return str(blob.sha256)
