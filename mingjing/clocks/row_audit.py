"""Do the rows of clocks and duties still say what the entries say?

The watch looks when a row tells it to. Whoever can write to the database could put a limit off, or take away the hour
at which somebody looks, and a person's time would run out in silence. So every subject is reckoned anew from its
entries, as of the last of them, and compared.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from mingjing.alerts.rows import compared
from mingjing.clocks.following import events_of
from mingjing.clocks.going import extent
from mingjing.clocks.hearing import SILENT, SUBJECTS, hearers, rules_about
from mingjing.clocks.models import Timed
from mingjing.clocks.reckoning import wanted_times
from mingjing.clocks.rules import next_look
from mingjing.clocks.vocab import Phase
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.kernel.vocab import Vocab
from mingjing.law import books
from mingjing.law.progress import Progress
from mingjing.ledger.models import Entry

NEWEST = 5000  # entries whose subjects are compared though no row of theirs is open


class Wrong(Vocab):
    MOVED = "clock.moved", "“{title}”的时限与记录不符", "The limit of “{title}” differs from the record"
    GONE = "clock.gone", "“{title}”的时限缺失", "The clock “{title}” is missing"
    DEAF = "clock.deaf", "“{title}”到点无人提醒", "Nobody would look when “{title}” falls due"


@dataclass(frozen=True, slots=True)
class Shifted:
    """What is wrong with one clock or duty; `row` names it: the id, or rule and number."""

    wrong: Wrong
    row: str
    title: Text

    @property
    def text(self) -> Text:
        return self.wrong.text.format(title=self.title)


class Round:
    """One subject a look, over and over: whoever has an open row, and whom the newest entries are about."""

    def __init__(self) -> None:
        self._waiting: deque[Ref] = deque()

    def look(self, now: datetime) -> int:
        """Compare the next subject; what is found rings (`alerts.rows`). How much was found."""
        if not self._waiting:
            self._waiting.extend(_subjects())
        if not self._waiting:
            return 0
        subject = self._waiting.popleft()
        found = {f"clock {subject.id} {one.wrong.value} {one.row}": one.text for one in shifted(subject, now)}
        compared((f"clock {subject.id} ",), found, now)
        return len(found)


_round = Round()


def tick(now: datetime) -> int:
    """For the watch."""
    return _round.look(now)


def _subjects() -> list[Ref]:
    rows = Timed.objects.open().values_list("subject_kind", "subject_id")
    newest = Entry.objects.order_by("-id").values_list("subject_kind", "subject_id")[:NEWEST]
    return sorted({Ref(*one) for one in {*rows, *newest} if one[0] in SUBJECTS}, key=str)


def shifted(subject: Ref, at: datetime) -> list[Shifted]:
    """Each row of the subject that is not what its entries make of it. Nothing when something was entered meanwhile
    (another look will come), nor of a subject of whom fields were erased: what they said made the rows."""
    before = extent(subject)
    found = [] if before.erased else list(_of(subject, at))
    return found if extent(subject) == before else []


def heard_last(subject: Ref) -> datetime | None:
    """When that was entered from which the rows of the subject were reckoned last."""
    named = Entry.objects.filter(refs__kind=subject.kind, refs__ref_id=subject.id).exclude(subject_kind__in=SILENT)
    deaf_to = [kind for kind in SUBJECTS if subject.kind not in hearers(kind)]
    others = Q(subject_kind__in=deaf_to) & ~Q(subject_kind=subject.kind, subject_id=subject.id)
    return named.exclude(others).order_by("-id").values_list("recorded_at", flat=True).first()


def _of(subject: Ref, at: datetime) -> Iterator[Shifted]:
    last = heard_last(subject)
    if last is None:
        return
    book = books.current()
    happened = [event for event in events_of(subject) if event.at <= last]
    progress = Progress(book, happened, only=rules_about(book, subject.kind))
    wanted = wanted_times(progress.outcome(last))
    rows = {(row.kind, row.rule, row.number): row for row in Timed.objects.of(subject)}
    for key, (title, times) in wanted.items():
        row = rows.get(key)
        if row is None:
            yield Shifted(Wrong.GONE, f"{key[1]} {key[2]}", title)
        elif row.book == book.version and [row.started_at, row.due_at, row.ended_at] != times:
            yield Shifted(Wrong.MOVED, str(row.pk), title)
        elif row.is_open and row.state != Phase.WITHDRAWN and _deaf(row, at):
            yield Shifted(Wrong.DEAF, str(row.pk), title)


def _deaf(row: Timed, at: datetime) -> bool:
    due = next_look(row.state, row.warnings, row.due_at, at)
    return due is not None and (row.attend_at is None or row.attend_at > due)
