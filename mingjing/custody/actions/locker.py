"""Places for belongings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mingjing.custody.models import Locker
from mingjing.custody.tags import LockerTag
from mingjing.kernel.actor import Actor
from mingjing.ledger.act import act
from mingjing.ledger.entries import entry
from mingjing.ledger.models import Entry
from mingjing.org.access import may
from mingjing.org.models import Site


@entry(LockerTag.SET_UP, zh="设置储物柜 {first}–{last}。", en="Lockers {first} to {last} set up.")
@dataclass(frozen=True)
class LockersSetUp:
    first: str
    last: str


def set_up(*, by: Actor, at: datetime, site_id: object, codes: Sequence[str]) -> Entry:
    """Lockers with these codes exist at the site; codes that exist already stay as they are."""
    with act(by=by, at=at) as it:
        site = it.lock(Site, site_id)
        it.permit(may(by, "custody:locker:set_up", unit=site.unit))
        Locker.objects.bulk_create([Locker(site=site, code=code) for code in codes], ignore_conflicts=True)
        return it.enter(LockerTag.SET_UP, log=site.code, subject=site.ref, body=LockersSetUp(codes[0], codes[-1]))
