"""Closed pieces of tracks: entered with their digest, destroyed when the law books say so."""

from datetime import UTC, datetime
from pathlib import Path

from mingjing.kernel.actor import Actor
from mingjing.kernel.time import local
from mingjing.law import books
from mingjing.law.counting import due
from mingjing.ledger.act import act
from mingjing.org.models import Site
from mingjing.presence.entries import TracksClosed, TracksDestroyed
from mingjing.presence.models import FloorPlan, TrackSegment
from mingjing.presence.tracks import Closed
from mingjing.presence.vocab import Tag

RULE = "cn.retention.presence_readings"


def close(closed: Closed, *, by: Actor, at: datetime, site: Site) -> TrackSegment:
    """Enter a closed piece with its digest. Entering it again changes nothing."""
    with act(by=by, at=at) as it:
        it.lock(Site, site.pk)  # two who close the same piece queue here
        known = TrackSegment.objects.filter(site=site, since=_time(closed.since)).first()
        if known is not None:
            return known
        segment = TrackSegment.objects.create(
            site=site,
            plan=FloorPlan.objects.get(site=site, version=closed.plan),
            since=_time(closed.since),
            until=_time(closed.until),
            sha256=closed.sha256,
            size=closed.size,
            records=closed.records,
            devices=closed.devices,
            retention=RULE,
        )
        body = TracksClosed(
            segment.since, segment.until, closed.sha256, closed.size, closed.records, closed.devices, closed.plan
        )
        it.enter(Tag.TRACKS_CLOSED, log=site.code, subject=segment.ref, body=body, refs=[site.ref])
        return segment


def destroy_old(folder: Path, *, by: Actor, at: datetime, site: Site) -> int:
    """Destroy the files whose time is over by the law books; how many. Rows and digests stay."""
    book = books.current()
    period = book.value(RULE, local(at).date()).period
    gone = 0
    for segment in TrackSegment.objects.filter(site=site, destroyed_at__isnull=True).order_by("until"):
        if period is None or due(segment.until, period, book.days).at > at:
            break
        with act(by=by, at=at) as it:
            segment.destroyed_at = it.at
            segment.save(update_fields=["destroyed_at"])
            body = TracksDestroyed(segment.since, segment.until, segment.sha256, RULE)
            it.enter(Tag.TRACKS_DESTROYED, log=site.code, subject=segment.ref, body=body, refs=[site.ref])
        (folder / segment.name).unlink(missing_ok=True)
        gone += 1
    return gone


def _time(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
