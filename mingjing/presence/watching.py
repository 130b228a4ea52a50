"""What the watch does for presence every few seconds: is anybody listening to the bands at all, and do they agree on
the time. It runs in another process than the one it watches."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, Sum

from mingjing.alerts.actions.alarm import clear, raise_alarm
from mingjing.alerts.models import Alarm
from mingjing.alerts.watching import WATCH, each
from mingjing.kernel.text import Text
from mingjing.org.models import Site
from mingjing.presence.models import Connection, Device, Refused
from mingjing.presence.rules.integrity import FEW, few, gateway_wrong
from mingjing.presence.rules.limits import limits
from mingjing.presence.vocab import HANDY, WORN, WRITTEN_OFF, DeviceKind, Why

RULES = ("gateway.silent", "gateway.drift", "gateway.refused", "sense.stalled", "device.stock_low")
HEARTBEAT = "heartbeat.json"
STALLED = Text("读数采集进程没有工作", "The process that takes readings does not work")
Wrong = dict[tuple[str, str], tuple[Site, Device | None, Text]]


def tick(now: datetime) -> int:
    """Raise what is wrong and not yet known, clear what is known and no longer wrong. Answers how many changed."""
    connections = list(Connection.objects.select_related("device__site", "device__pulse"))
    wrong: Wrong = dict(_wrong(connections, now)) | dict(_shelves())
    known = {(a.rule, a.subject_id): a for a in Alarm.objects.open().filter(rule__in=RULES) if a.active}
    fresh = [(key, wrong[key][0].pk) for key in wrong if key not in known]
    gone = [(key, alarm.site_id) for key, alarm in known.items() if key not in wrong]
    raised = each("device", fresh, lambda key: _raise(key, wrong, now), now)
    return raised + each("device", gone, lambda key: clear(key[0], known[key].subject, by=WATCH, at=now), now)


def _shelves() -> Iterator[tuple[tuple[str, str], tuple[Site, Device | None, Text]]]:
    """Sites where few bands or cards are left to hand out: charged, undamaged, on nobody."""
    rows = Device.objects.filter(kind__in=WORN).exclude(state__in=WRITTEN_OFF)
    ready = Q(state__in=HANDY) & (Q(heard=None) | Q(heard__battery=None) | Q(heard__battery__gte=limits().battery_low))
    counted = (
        rows.values("site_id", "kind").annotate(held=Count("pk"), ready=Count("pk", filter=ready)).order_by("kind")
    )
    short: dict[Any, list[Text]] = {}
    for row in counted:
        if few(row["ready"], row["held"], limits()):
            said = FEW.format(kind=DeviceKind(row["kind"]).text, n=row["ready"], of=row["held"])
            short.setdefault(row["site_id"], []).append(said)
    for site in Site.objects.filter(pk__in=list(short)):
        kinds = short[site.pk]
        text = Text("；".join(one.zh for one in kinds), "; ".join(one.en for one in kinds))
        yield ("device.stock_low", str(site.pk)), (site, None, text)


def heartbeat() -> datetime | None:
    """When readings were last taken; None when they never were."""
    try:
        said = json.loads((Path(settings.READING_STORE) / HEARTBEAT).read_text())
        return datetime.fromtimestamp(said["at"] / 1000, UTC)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _wrong(
    connections: list[Connection], now: datetime
) -> Iterator[tuple[tuple[str, str], tuple[Site, Device | None, Text]]]:
    if not connections:
        return
    beaten = heartbeat()
    if beaten is None or now - beaten > timedelta(milliseconds=limits().sense_stalled_after):
        # Then nothing is known of any gateway: one alarm for each site, not one for each gateway.
        for site in {c.device.site for c in connections}:
            yield ("sense.stalled", str(site.pk)), (site, None, STALLED)
        return
    since = now - timedelta(minutes=2)
    forged = Refused.objects.filter(why=Why.BAD_SIGNATURE, minute__gte=since).values("gateway").annotate(n=Sum("count"))
    counts = dict(forged.values_list("gateway", "n"))
    for connection in connections:
        device, pulse = connection.device, getattr(connection.device, "pulse", None)
        heard = (pulse.heard_at if pulse else None) or connection.since
        drift, online = (pulse.drift_ms, pulse.online) if pulse else (None, None)
        for rule, text in gateway_wrong(now, heard, drift, online, counts.get(device.number, 0), limits()):
            yield (rule, str(device.pk)), (device.site, device, text.format(device=device.number))


def _raise(key: tuple[str, str], wrong: Wrong, now: datetime) -> Alarm:
    site, device, text = wrong[key]
    return raise_alarm(
        by=WATCH, at=now, log=site.code, site=site, rule=key[0], subject=device.ref if device else site.ref, text=text,
    )  # fmt: skip
