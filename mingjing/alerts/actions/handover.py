"""Open alarms change hands with the shift."""

from datetime import datetime

from mingjing.alerts import entries
from mingjing.alerts.models import Alarm
from mingjing.alerts.vocab import Tag
from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import Refusal, no
from mingjing.ledger.act import act
from mingjing.ledger.models import Entry
from mingjing.org.access import may
from mingjing.org.models import Officer, Site


def hand_over(site_id: object, *, by: Actor, at: datetime, to: Officer, note: str = "") -> Entry:
    """Say which alarms are open at the change of shift and who takes them on. Raises Refusal when the post may not, or
    the one who takes over is the one who hands over."""
    with act(by=by, at=at) as it:
        site = it.lock(Site, site_id)
        it.permit(may(by, "alerts:alarm:hand_over", unit=site.unit))
        if str(to.pk) == by.id:
            raise Refusal(no("alarm.hand_over.self", "不能移交给自己。", "Not to yourself.", field="to"))
        alarms = list(Alarm.objects.filter(site=site).open().worst_first())
        body = entries.HandedOver(len(alarms), [str(a.pk) for a in alarms], to.name, note)
        refs = [to.ref, *(a.ref for a in alarms)]
        return it.enter(Tag.HANDED_OVER, log=site.code, subject=site.ref, body=body, refs=refs)
