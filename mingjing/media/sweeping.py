"""What the watch does for kept bytes: adopt what a crash left behind, throw away what no act adopted."""

from datetime import datetime, timedelta

from mingjing.media import files
from mingjing.media.models import Blob

LEFT_ALONE = timedelta(hours=1)  # longer than any act under way


def tick(now: datetime) -> int:
    """Attend to every draft older than an hour. Answers how many there were."""
    old = files.drafts_before(now - LEFT_ALONE)
    named = set(Blob.objects.filter(pk__in=old).values_list("pk", flat=True)) if old else set()
    for sha256 in old:
        (files.adopt if sha256 in named else files.discard)(sha256)
    return len(old)
