"""What was last heard of devices and gateways, and what was refused: rows for screens, made anew from what comes.

None of them is a record. The journal holds what came; these say in one glance how things are.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from pathlib import Path

from django.db.models import F

from mingjing.kernel.time import local
from mingjing.law import books
from mingjing.law.counting import due
from mingjing.org.models import Site
from mingjing.presence.actions.segment import RULE
from mingjing.presence.beat import Beat, Turned
from mingjing.presence.journal import CLOSED, segments
from mingjing.presence.models import Device, Heard, Pulse, Refused
from mingjing.presence.reading import Reading

FARTHEST_OFF = 2**31 - 1  # ms; a clock 24 days off is as wrong as one of another century, and this fits its column
AT_ONCE = 200  # rows in one transaction, so that an alarm waits for none of them


def note_devices(last: Iterable[Reading]) -> int:
    """The newest reading of each device: battery and whether it is worn. Values a reading lacks stay as they were."""
    newest = {r.device: r for r in last}
    devices = Device.objects.filter(number__in=newest).select_related("heard")
    fresh = []
    for device in devices:
        reading, before = newest[device.number], getattr(device, "heard", None)
        at = _time(reading.at)
        if before is not None and before.at >= at:
            continue
        row = before or Heard(device=device)
        row.at = at
        row.battery = row.battery if reading.battery is None else round(reading.battery)
        row.worn = row.worn if reading.worn is None else reading.worn
        fresh.append(row)
    for start in range(0, len(fresh), AT_ONCE):
        Heard.objects.bulk_create(
            fresh[start : start + AT_ONCE],
            update_conflicts=True, unique_fields=["device"], update_fields=["at", "battery", "worn"],
        )  # fmt: skip
    return len(fresh)


def note_gateways(beats: Mapping[str, Beat]) -> None:
    """What gateways did since the last time, by number."""
    for device in Device.objects.filter(number__in=beats):
        beat = beats[device.number]
        row, _ = Pulse.objects.get_or_create(device=device)
        changed: dict[str, object] = {
            "readings": F("readings") + beat.readings, "refused": F("refused") + beat.refused,
        }  # fmt: skip
        if beat.heard_at:
            changed["heard_at"] = _time(beat.heard_at)
        if beat.drift is not None:
            changed["drift_ms"] = max(-FARTHEST_OFF, min(beat.drift, FARTHEST_OFF))
        if beat.online is not None:
            changed["online"] = beat.online
        Pulse.objects.filter(pk=row.pk).update(**changed)


def note_refused(site: Site | None, turned: Mapping[tuple[str, str, int], Turned]) -> None:
    """Refusals by (gateway, reason, minute since 1970)."""
    for (gateway, why, minute), one in turned.items():
        row, _ = Refused.objects.get_or_create(
            gateway=gateway, why=why, minute=datetime.fromtimestamp(0, UTC) + timedelta(minutes=minute),
            defaults={"site": site, "last_at": _time(one.last), "shape": one.shape, "sha256": one.sha256},
        )  # fmt: skip
        Refused.objects.filter(pk=row.pk).update(count=F("count") + one.count, last_at=_time(one.last))


def sweep_refused(strangers: Path, at: datetime) -> int:
    """Forget the rows about refusals whose time is over by the law books, and the closed journal in `strangers`, the
    folder of gateways nobody knows, which belongs to no site. How many rows and files went."""
    book = books.current()
    period = book.value(RULE, local(at).date()).period
    if period is None:
        return 0

    def over(last: datetime) -> bool:
        return due(last, period, book.days).at <= at

    rows = Refused.objects.order_by("last_at").values_list("pk", "last_at")
    old = [pk for pk, _ in takewhile(lambda row: over(row[1]), rows.iterator())]
    closed = [path for _, path in segments(strangers) if path.name.endswith(CLOSED)]
    gone = [path for path in closed if over(datetime.fromtimestamp(path.stat().st_mtime, UTC))]
    for path in gone:
        path.unlink(missing_ok=True)
    return Refused.objects.filter(pk__in=old).delete()[0] + len(gone)


def _time(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
