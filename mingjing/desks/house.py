"""One reckoning for all boards of equal scope: everybody at a site, as ledger and clock stand, read and drawn once.

Whoever's post covers the unit of a site sees everybody in it, so fifty boards would read and draw fifty times the same.
What is kept is named by the site, the size of every log and the minute: nothing on a desk changes without an entry or
the hand of the clock. It is kept for those alone who see the whole site; whoever sees a part reads for himself.
"""

import secrets
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable
from datetime import datetime
from functools import cached_property
from threading import Lock, RLock

from django.utils.safestring import SafeString

from mingjing.custody.models import Stay
from mingjing.custody.policy import policy
from mingjing.custody.selectors import desk
from mingjing.custody.selectors.desk import Present
from mingjing.desks import drawing, lines
from mingjing.desks.lines import Line
from mingjing.kernel.text import language
from mingjing.live.reading import sizes
from mingjing.org.models import Officer, Room, Site
from mingjing.webkit.parts import Tile

MOST = 32  # houses kept in one process: a site has one, for a minute
MINUTE = 60
TOKEN = secrets.token_hex(16)
"""Stands in kept markup where each reader's own token belongs; nobody outside this process can write it."""


class House:
    """Everybody at one site whom one scope sees, at one instant. Each part is made when first asked for, then shared:
    nothing in it may be changed, or belong to one reader."""

    def __init__(self, site: Site, rows: Callable[[], list[Present]], *, whole: bool) -> None:
        self._site, self._read, self.whole = site, rows, whole
        self._making = RLock()
        self._lines: dict[tuple[bool, bool], list[Line]] = {}
        self._drawn: dict[tuple[str, bool, bool], SafeString] = {}

    @property
    def rows(self) -> list[Present]:
        with self._making:
            return self._rows

    @property
    def tiles(self) -> list[Tile]:
        with self._making:
            return self._tiles

    def people(self, *, check: bool, care: bool) -> list[Line]:
        """The lines, for a reader whose posts allow the taps or do not."""
        with self._making:
            if (check, care) not in self._lines:
                self._lines[check, care] = [lines.line(row, check=check, care=care) for row in self._rows]
            return self._lines[check, care]

    def drawn(self, token: str, *, check: bool, care: bool) -> SafeString:
        """The lines as markup in the reader's language, with his own token."""
        key = language(), check, care
        with self._making:
            if key not in self._drawn:
                self._drawn[key] = drawing.people(self.people(check=check, care=care), TOKEN)
        return SafeString(self._drawn[key].replace(TOKEN, token))

    @cached_property
    def _rows(self) -> list[Present]:
        return self._read()

    @cached_property
    def _tiles(self) -> list[Tile]:
        """Rooms people are left in and every other room with somebody inside, by code. Whom the reader may not see
        counts and has no name."""
        inside: dict[object, list[Stay]] = defaultdict(list)
        for row in self._rows:
            inside[row.stay.room_id].append(row.stay)
        others = {} if self.whole else desk.held_in(self._site, [row.stay for row in self._rows])
        rooms = Room.objects.filter(site=self._site).order_by("code")
        drawn = (lines.tile(room, inside[room.pk], others.get(room.pk, 0)) for room in rooms)
        return [tile for room, tile in zip(rooms, drawn, strict=True) if tile.held or room.kind in policy().holding]


_kept: OrderedDict[Hashable, House] = OrderedDict()
_keeping = Lock()


def house(site: Site, officer: Officer, at: datetime) -> House:
    """The house as this officer sees it. One query, and those of `desk.present` for the first who asks."""
    if not desk.sees_everybody(site, officer):
        return House(site, lambda: desk.present(site, officer, at), whole=False)
    # the sizes are read before the rows: an entry in between makes the rows newer than their name, never older
    key = site.pk, frozenset(sizes().items()), int(at.timestamp()) // MINUTE
    with _keeping:
        if key not in _kept:
            _kept[key] = House(site, lambda: desk.everybody(site, at), whole=True)
            while len(_kept) > MOST:
                _kept.popitem(last=False)
        return _kept[key]
