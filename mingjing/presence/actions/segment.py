"""Closed files of readings: entered in the ledger, and erased when the law books say so."""

from datetime import UTC, datetime
from pathlib import Path

from mingjing.kernel.actor import Actor
from mingjing.kernel.time import iso, local
from mingjing.law import books
from mingjing.law.counting import due
from mingjing.ledger.act import act
from mingjing.org.models import Site
from mingjing.presence import entries
from mingjing.presence.journal import Closed
from mingjing.presence.models import Finding, Segment
from mingjing.presence.vocab import Tag

RULE = "cn.retention.presence_readings"


def file(closed: Closed, *, by: Actor, at: datetime, site: Site) -> Segment:
    """Enter a closed segment with its digest. Entering it again changes nothing."""
    with act(by=by, at=at) as it:
        known = {"first": closed.first, "last": closed.last, "size": closed.size, "sha256": closed.sha256}
        segment, fresh = Segment.objects.get_or_create(site=site, name=closed.path.name, defaults=known)
        if fresh:
            body = entries.Filed(
                segment.name, closed.sha256, closed.size, iso(_time(closed.first)), iso(_time(closed.last))
            )
            it.enter(Tag.SEGMENT_CLOSED, log=site.code, subject=segment.ref, body=body, refs=[site.ref])
        return segment


def erase_old(folder: Path, *, by: Actor, at: datetime, site: Site) -> int:
    """Erase the files whose time is over by the law books; how many. Their digests stay in the ledger, and a file in
    which something was found that is not settled stays too."""
    book = books.current()
    period = book.value(RULE, local(at).date()).period
    erased = 0
    for segment in Segment.objects.filter(site=site, erased_at__isnull=True).order_by("last"):
        if period is None or due(_time(segment.last), period, book.days).at > at:
            break
        if _unsettled(segment):
            continue
        with act(by=by, at=at) as it:
            segment.erased_at = it.at
            segment.save(update_fields=["erased_at"])
            body = entries.Erased(segment.name, segment.sha256, RULE)
            it.enter(Tag.SEGMENT_ERASED, log=site.code, subject=segment.ref, body=body, refs=[site.ref])
        (folder / segment.name).unlink(missing_ok=True)
        erased += 1
    return erased


def _unsettled(segment: Segment) -> bool:
    open_alarms = Finding.objects.filter(site_id=segment.site_id, alarm__closed_at__isnull=True, alarm__isnull=False)
    return open_alarms.filter(at__gte=segment.first, at__lte=segment.last).exists()


def _time(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
