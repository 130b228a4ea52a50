"""Everything the duty desk and the wall show of one site at one instant. Each part is read once, when first drawn."""

from dataclasses import replace
from datetime import datetime
from functools import cached_property

from django.utils.safestring import SafeString

from mingjing.alerts import panels as alarms
from mingjing.alerts import selectors as alarm_reads
from mingjing.custody.models import Stay
from mingjing.custody.seeing import called
from mingjing.custody.selectors import desk
from mingjing.custody.selectors.desk import Present
from mingjing.custody.vocab import Colour
from mingjing.desks import lines
from mingjing.desks.house import House, house
from mingjing.desks.lines import Line
from mingjing.kernel.verdict import Verdict
from mingjing.org.access import holds, may
from mingjing.org.models import Officer, ShiftPlace, Site
from mingjing.org.selectors import on_duty
from mingjing.webkit.parts import AlarmCard, Tile

ALARMS_ON_DESK = 5
LINES_OF_QUEUE = 8
CHECK, CARE = "custody:stay:check", "custody:care:offer"


class Board:
    """`at` is the instant everything is drawn for; people are those the officer may see."""

    def __init__(self, site: Site, officer: Officer, at: datetime) -> None:
        self.site, self.officer, self.at = site, officer, at
        self.by = officer.acting()

    @cached_property
    def house(self) -> House:
        return house(self.site, self.officer, self.at)

    @property
    def rows(self) -> list[Present]:
        """Everybody here whom the officer may see, what is due first on top."""
        return self.house.rows

    @cached_property
    def kept(self) -> list[Stay]:
        """Those here whom the reader is recused from: he knows that they are there and where."""
        return [] if self.house.whole else desk.kept_apart(self.site, self.officer)

    @property
    def headcount(self) -> int:
        return len(self.rows) + len(self.kept)

    @property
    def people(self) -> list[Line]:
        return self.house.people(**self._taps)

    def drawn(self, token: str) -> SafeString:
        """The lines of the people as markup; `token` lets the reader's taps count."""
        return self.house.drawn(token, **self._taps)

    @property
    def _taps(self) -> dict[str, bool]:
        return {"check": bool(self.may_check), "care": bool(self.may_care)}

    @cached_property
    def may_check(self) -> Verdict:
        return may(self.by, CHECK, unit=self.site.unit)

    @cached_property
    def may_care(self) -> Verdict:
        return may(self.by, CARE, unit=self.site.unit)

    @property
    def may_tap(self) -> bool:
        return any(self._taps.values())

    @cached_property
    def may_receive(self) -> Verdict:
        return may(self.by, "custody:stay:receive", unit=self.site.unit)

    @cached_property
    def queue(self) -> list[Line]:
        """Those still at reception, who waits longest first."""
        waiting = {row.stay.pk for row in desk.queue(self.rows)}
        return sorted((one for one in self.people if one.stay.pk in waiting), key=lambda one: one.stay.arrived_at)

    @property
    def next_in_queue(self) -> list[Line]:
        return self.queue[:LINES_OF_QUEUE]

    @cached_property
    def colours(self) -> list[tuple[str, int]]:
        """(colour as parts draw it, how many are here), red first."""
        held = [row.stay.colour for row in self.rows]
        return [(lines.shown_colour(c), held.count(c)) for c in Colour]

    @property
    def tiles(self) -> list[Tile]:
        """Rooms people are left in and every other room with somebody inside, by code."""
        return self.house.tiles

    @cached_property
    def sees_alarms(self) -> bool:
        return holds(self.officer, "alerts:alarm:view")

    @cached_property
    def alarms(self) -> list[AlarmCard]:
        """The worst open alarms, with answer buttons; where they are goes without saying."""
        if not self.sees_alarms:
            return []
        known = {row.stay.ref: called(row.stay) for row in self.rows}
        cards = alarms.cards(alarm_reads.open_at(self.site, self.officer)[:ALARMS_ON_DESK], self.by, known)
        return [replace(card, where="") for card in cards]

    @cached_property
    def on_duty(self) -> list[ShiftPlace]:
        return on_duty(self.site, self.at)
