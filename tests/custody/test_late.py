"""Booked in long after he came: possible, with a reason, and it shows."""

import pytest

from mingjing.alerts.models import Alarm
from mingjing.custody.policy import policy
from mingjing.custody.selectors.timeline import timeline
from mingjing.kernel.time import frozen
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry

pytestmark = pytest.mark.django_db


def late_alarms():
    return list(Alarm.objects.filter(rule="integrity.late_entry"))


def test_within_the_limit_nobody_asks_why(centre):
    with frozen(centre.at(0) + policy().late_entry_after):
        centre.received(late_reason="")
    assert late_alarms() == []


@pytest.mark.parametrize("reason", ["", "  "])
def test_beyond_it_the_reason_is_asked_for_and_nothing_written(centre, reason):
    person, before = centre.person(), Entry.objects.count()
    with pytest.raises(Refusal, match=r"custody\.missing\.late_reason"):
        centre.received(person, late_reason=reason)
    assert (Entry.objects.count(), late_alarms()) == (before, [])


def test_with_a_reason_both_times_show_and_an_alarm_tells(centre):
    stay = centre.received(late_reason="停电，先登记在纸上")
    entry = Entry.objects.get(tag="custody.stay.arrived")
    assert entry.fields["reason"] == "停电，先登记在纸上"
    [line] = [one for one in timeline(stay).lines if one.entry == entry]
    assert (line.late, line.happened_at, entry.recorded_at) == (True, centre.at(0), centre.at(8 * 60))
    [alarm] = late_alarms()
    assert (alarm.subject, alarm.grade) == (stay.ref, "green")
    assert "停电" in alarm.text_zh


def test_the_form_keeps_what_was_typed(centre, client, settings):
    settings.MFA_REQUIRED = False
    client.force_login(centre.officer("reception"))
    told = {
        "name": "迟登记", "sex": "male", "role": "suspect", "ground": "oral_summons", "mode": "brought",
        "directly": "yes", "brought_by": centre.officer("case_officer").pk, "at": "2026-11-23T10:00",
    }  # fmt: skip
    refused = client.post("/stays/receive/", told)
    assert refused.status_code == 409
    assert "迟登记" in refused.content.decode()
    assert refused.context["form"].errors["late_reason"]
    assert client.post("/stays/receive/", told | {"late_reason": "停电"}).status_code == 302
