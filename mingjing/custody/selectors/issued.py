"""What anybody may learn of an issued copy by its code: that it is genuine, and nothing about whom it tells."""

from dataclasses import dataclass
from datetime import datetime

from mingjing.custody.models import IssuedRecord
from mingjing.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Genuine:
    """`site`: name of the place that issued it. `log_size`: entries of its log then; `whole`: nothing was kept back."""

    site: Text
    issued_at: datetime
    sha256: str
    size: int
    entries: int
    log_size: int
    whole: bool


def genuine(code: str) -> Genuine | None:
    """The copy with this code; None when none was ever issued under it."""
    row = IssuedRecord.objects.filter(code=code).select_related("stay__site").first() if code else None
    if row is None:
        return None
    return Genuine(row.stay.site.text, row.issued_at, row.sha256, row.size, row.entries, row.log_size, not row.withheld)
