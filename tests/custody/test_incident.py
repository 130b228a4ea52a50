"""An incident is open until somebody says how it ended, or until the person leaves."""

import pytest

from mingjing.alerts.models import Alarm
from mingjing.custody.actions import belongings, departure, incident, stay
from mingjing.custody.models import Incident
from mingjing.custody.selectors.leaving import exit_checklist
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.entries import sentence
from mingjing.ledger.models import Entry
from tests.custody.walk import calm, placed, settled

pytestmark = pytest.mark.django_db


@pytest.fixture
def fallen(centre):
    """A stay and its open incident."""
    one = centre.received()
    row = incident.report(one.pk, by=centre.by("custody_guard"), at=centre.at(10), kind="illness", what="突然晕倒")
    return one, row


def alarm():
    return Alarm.objects.get(rule="incident.reported")


def test_closing_says_how_it_ended_and_takes_away_the_cause(centre, fallen):
    _, row = fallen
    assert alarm().active
    entry = incident.close(row.pk, by=centre.by("custody_officer"), at=centre.at(30), outcome="经检查为低血糖，已恢复")
    row.refresh_from_db()
    assert (row.closed_at, row.outcome) == (centre.at(30), "经检查为低血糖，已恢复")
    assert (entry.tag, entry.body["kind"]) == ("custody.stay.incident_closed", "illness")
    assert not alarm().active
    assert alarm().closed_at is None, "what happened to a body is answered by a person even when it is over"


@pytest.mark.parametrize(
    ("post", "minutes", "outcome", "code"),
    [
        ("custody_guard", 30, "已恢复", "access.post"),
        ("custody_officer", 30, " ", "custody.missing.outcome"),
        ("custody_officer", 5, "已恢复", "custody.incident.closed"),
    ],
)
def test_closing_is_refused(centre, fallen, post, minutes, outcome, code):
    _, row = fallen
    with pytest.raises(Refusal) as why:
        incident.close(row.pk, by=centre.by(post), at=centre.at(minutes), outcome=outcome)
    assert code in [v.code for v in why.value.verdicts]
    assert alarm().active


def test_it_is_closed_once(centre, fallen):
    _, row = fallen
    told = {"by": centre.by("custody_officer"), "at": centre.at(30), "outcome": "已恢复"}
    incident.close(row.pk, **told)
    with pytest.raises(Refusal, match=r"custody\.incident\.closed"):
        incident.close(row.pk, **told)


def test_leaving_ends_what_is_open_and_is_not_kept_by_it(centre):
    c, one = centre, centre.received(case_id=centre.case().pk)
    placed(c, one, settled(c, one, calm()) + 1)
    incident.report(one.pk, by=c.by("custody_guard"), at=c.at(40), kind="other", what="情绪激动")
    departure.prepare(one.pk, by=c.by("case_officer"), at=c.at(50), kind="released", outcome="warning_fine")
    [shown] = [p for p in exit_checklist(one, "released", c.at(51)) if p.code == "custody.exit.incidents"]
    assert (shown.ok, shown.severity, shown.way) == (False, "warn", "close_incident")
    belongings.return_belongings(one.pk, by=c.by("reception"), at=c.at(52), signature="a" * 64)
    departure.recheck(one.pk, by=c.by("medic"), at=c.at(53))
    departure.sign_for_centre(one.pk, by=c.by("custody_officer"), at=c.at(54))
    departure.sign_for_case(one.pk, by=c.by("case_officer"), at=c.at(54))
    departure.depart(one.pk, by=c.by("custody_officer"), at=c.at(55), person_signature="a" * 64)
    assert Incident.objects.get().closed_at == c.at(55)
    assert not alarm().active
    assert Entry.objects.filter(tag="custody.stay.incident_closed").count() == 1


def test_a_stay_recorded_in_error_leaves_no_alarm_with_a_cause(centre, fallen):
    one, _ = fallen
    stay.void(one.pk, by=centre.by("custody_officer"), at=centre.at(20), reason="重复登记")
    assert not alarm().active


def test_an_outcome_that_is_withheld_is_not_told_as_none():
    told = {"kind": "illness"}
    assert sentence("custody.stay.incident_closed", {**told, "outcome": ""}).en.endswith("ended with the stay.")
    assert sentence("custody.stay.incident_closed", told).en.endswith("closed: —.")
