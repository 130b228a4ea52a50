"""From the custody record to the engine: what changed since the last look, site by site."""

from datetime import datetime, timedelta

from django.db.models import Q

from mingjing.kernel.ref import Ref
from mingjing.org.models import Site
from mingjing.presence import record
from mingjing.presence.hands import Worn
from mingjing.presence.joint import Setting, Told
from mingjing.presence.models import Binding
from mingjing.presence.rules.limits import limits
from mingjing.presence.rules.situation import Happening
from mingjing.presence.selectors import plan_in_force


class Feed:
    """What one run of the engine was told of a site. A new run is told everything again; that changes nothing."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._first = True
        self._setting: Setting | None = None
        self._people: dict[str, Happening] = {}
        self._worn: dict[tuple[str, int], Worn] = {}

    def look(self, at: datetime) -> Told:
        """What is new. At a site without a plan in force only who wears what."""
        first, self._first = self._first, False
        drawn = plan_in_force(self.site)
        if drawn is None:
            return Told(worn=self._newly_worn(at), all_worn=first)
        setting = Setting(drawn.content, record.spaces(self.site, drawn.plan), drawn.version)
        fresh = setting != self._setting
        if fresh:  # rules see another house: everything counts anew
            self._setting, self._people, self._worn = setting, {}, {}
        people = record.recorded(self.site, at)
        new = list(record.changed(self._people, people, at))
        self._people = record.by_key(people)
        return Told(new, self._newly_worn(at), setting if fresh else None, all_worn=first or fresh)

    def _newly_worn(self, at: datetime) -> list[Worn]:
        """Bindings that began or ended since the last look; of old ones only those that still hold."""
        held = {(w.device, w.since): w for w in worn(self.site, at)}
        new = [one for key, one in held.items() if self._worn.get(key) != one]
        self._worn = held
        return new


def worn(site: Site, at: datetime) -> list[Worn]:
    """Who wears what at the site, and who took off what in the last minutes, while late readings still count."""
    late = 2 * timedelta(milliseconds=limits().lateness)
    rows = Binding.objects.filter(device__site=site).filter(Q(until__isnull=True) | Q(until__gte=at - late))
    told = rows.values_list("device__number", "holder_kind", "holder_id", "since", "until").order_by("since")
    return [
        Worn(number, str(Ref(kind, ident)), record.millis(since), record.millis(until) if until else None)
        for number, kind, ident, since, until in told
    ]
