"""Questioning as the rules of presence ask about it."""

from datetime import datetime
from itertools import count

from mingjing.custody.facts import law_room, of_stay
from mingjing.custody.models import Questioning
from mingjing.custody.selectors.record import proofs
from mingjing.law import books
from mingjing.law.engine import check

FIELD = "questioning.officers"
MOST = 9
"""More officers than any rule asks for: a book that is never content must not keep us counting."""


def officers_wanted(row: Questioning, at: datetime) -> int:
    """How many officers the law wants in the room at that hour, for this kind of case, room and questioning and with
    the recording as it is: the fewest with which its gates do not refuse (from 2026: PSL 108)."""
    stay, room = row.stay, row.room
    until = room.certified_until
    told = {
        **of_stay(stay, at, proofs(stay)),
        "room.kind": law_room(room),
        "room.certified": bool(room.certificate) and (until is None or until >= at.date()),
        "questioning.kind": row.kind,
        "questioning.first": row.first,
        "questioning.remote": row.remote,
        "questioning.recording_on": any(s.until is None and not s.voided for s in row.recordings.all()),
    }
    book = books.current()
    for number in count(1):
        refused = [v for v in check(book, "custody.question", {**told, FIELD: number}, at) if not v.ok]
        if number == MOST or not any(v.field == FIELD and v.severity == "block" for v in refused):
            return number
    raise AssertionError("unreachable: the count ends at MOST")
