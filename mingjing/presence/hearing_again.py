"""The readings of one device in a span of the past, from the journal of its site. Reads only."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from mingjing.presence import journal
from mingjing.presence.intake import Intake, Known
from mingjing.presence.journal import Kind
from mingjing.presence.reading import Reading
from mingjing.presence.rules.limits import limits

LATE_MS = 180_000
"""How much later than it was taken a reading may stand in the journal and still be looked for."""


def readings(site: str, device: str, since: int, until: int) -> list[Reading]:
    """In the order in which they were taken, each once; with those of doors and presence sensors. Empty when the
    journal is no longer kept."""
    found: dict[tuple[str, int, int | None], Reading] = {}
    for reading in _all(Path(settings.READING_STORE) / site, since, until + LATE_MS):
        sensor = reading.open is not None or reading.present is not None
        if since <= reading.at <= until and (reading.device == device or sensor):
            found[reading.device, reading.at, reading.seq] = reading
    return sorted(found.values(), key=lambda r: (r.at, r.device, r.seq or 0))


def _all(folder: Path, since: int, until: int) -> Iterator[Reading]:
    intake = Intake(Known({}, {}), limits())
    known = journal.segments(folder) if folder.is_dir() else []
    for n, (begins, path) in enumerate(known):
        ends = known[n + 1][0] if n + 1 < len(known) else None
        if begins > until or (ends is not None and ends < since):
            continue
        for record in journal.read(path):
            if record.kind == Kind.MESSAGE and since <= record.at <= until:
                yield from intake.replay(*record.message)
