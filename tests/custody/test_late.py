"""Entered long after it happened: possible, with a reason, and it shows."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mingjing.alerts.models import Alarm
from mingjing.custody import late, recording
from mingjing.custody.actions import assessment, care, placement, rights, stay, visit, watching
from mingjing.custody.late import because
from mingjing.custody.machine import STAY
from mingjing.custody.policy import Lateness, policy
from mingjing.custody.selectors.timeline import timeline
from mingjing.custody.vocab import Kept
from mingjing.kernel.time import frozen
from mingjing.ledger.models import Entry
from tests.custody.test_dating import EACH, EACH_ROW, row_of
from tests.custody.walk import SIGNED, calm, placed, searched, settled
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
LACKING = "custody.missing.late_reason"
WHY = "停电，先登记在纸上"


@pytest.fixture(autouse=True)
def _hurried(_now, monkeypatch):
    """The limits of the house, which the tests of everything else do not feel."""
    monkeypatch.setattr(late, "policy", policy)


@pytest.fixture
def here(centre):
    """Somebody who was received in time, at ten."""
    with frozen(centre.at(0)):
        return centre.received(late_reason="")


def late_alarms():
    return list(Alarm.objects.filter(rule=late.ALARM).order_by("pk"))


def told(centre, stay_, minutes, **kw):
    words = {"language": "汉语", "understood": True, "signature": SIGNED, **kw}
    return rights.tell(stay_.pk, by=centre.by("custody_officer"), at=centre.at(minutes), **words)


def checked(centre, stay_, minutes):
    return watching.check(stay_.pk, by=centre.by("custody_guard"), at=centre.at(minutes))


def test_every_act_of_a_stay_has_a_limit_and_no_other():
    assert policy().late_entry.keys() == {late.RECEIVE, *(move.verb for move in STAY)}
    assert all(one.after >= timedelta(minutes=1) for one in policy().late_entry.values())
    assert {one.binds for one in policy().late_entry.values()} == {True, False}


def test_within_the_limit_nobody_asks_why(centre, here):
    with frozen(centre.at(0) + policy().late_entry["tell_rights"].after):
        assert "reason" not in told(centre, here, 0).fields
    with frozen(centre.at(0) + policy().late_entry[late.RECEIVE].after):
        centre.received(late_reason="")
    assert late_alarms() == []


@pytest.mark.parametrize("reason", ["", "  "])
def test_beyond_it_the_reason_is_asked_for_and_nothing_written(centre, here, reason):
    person, before = centre.person(), Entry.objects.count()
    with because(reason):
        assert refusal(told, centre, here, 1) == [LACKING]
        assert refusal(centre.received, person, late_reason=reason) == [LACKING]
    assert (Entry.objects.count(), late_alarms(), here.rights_notices.count()) == (before, [], 0)


def test_it_is_asked_together_with_all_else_that_is_lacking(centre, here):
    assert set(refusal(told, centre, here, -1)) == {"custody.time.before_arrival", LACKING}


def test_with_a_reason_every_entry_of_the_act_says_it_and_one_alarm_tells(centre, here):
    with because(f" {WHY} "):
        entry = told(centre, here, 2)
    both = Entry.objects.about(here.ref).filter(tag__startswith="custody.stay.rights")
    assert [one.fields["reason"] for one in both.with_content()] == [WHY, WHY]
    [line] = [one for one in timeline(here).lines if one.entry == entry]
    assert (line.late, line.happened_at, entry.recorded_at) == (True, centre.at(2), centre.at(8 * 60))
    assert line.late_because == WHY
    [alarm] = late_alarms()
    assert (alarm.subject, alarm.grade, alarm.cause) == (here.ref, "green", "tell_rights")
    assert alarm.raised_at == centre.at(480)
    for said, act in ((alarm.text_zh, "告知权利"), (alarm.text_en, "Tell rights")):
        assert WHY in said
        assert act in said


def test_an_arrival_that_is_late_says_so_too(centre):
    received = centre.received(late_reason=WHY)
    entry = Entry.objects.get(tag="custody.stay.arrived")
    assert entry.fields["reason"] == WHY
    [alarm] = late_alarms()
    assert (alarm.subject, alarm.grade) == (received.ref, "green")
    assert WHY in alarm.text_zh


def test_the_reason_of_one_act_is_not_that_of_the_next(centre, here):
    with because(WHY):
        told(centre, here, 2)
    assert refusal(told, centre, here, 3) == [LACKING]
    with frozen(centre.at(10)), because("没有迟"):
        assert "reason" not in checked(centre, here, 10).fields


def test_a_limit_that_is_not_confirmed_only_warns_and_the_alarm_says_that_nobody_said_why(centre, here):
    entry = checked(centre, here, 5)
    assert entry.fields["warnings"] == [{"code": LACKING, "basis": ""}]
    assert "reason" not in entry.fields
    [alarm] = late_alarms()
    assert ("未说明原因" in alarm.text_zh, "no reason was given" in alarm.text_en) == (True, True)


@pytest.mark.parametrize("binds", [True, False])
def test_whether_a_limit_binds_is_the_houses_to_say(centre, here, monkeypatch, binds):
    limits = policy().late_entry | {"check": Lateness(timedelta(minutes=5), binds)}
    monkeypatch.setattr(late, "policy", lambda: replace(policy(), late_entry=limits))
    if binds:
        assert refusal(checked, centre, here, 5) == [LACKING]
    else:
        assert checked(centre, here, 5)
    with frozen(centre.at(11)):
        assert "warnings" not in checked(centre, here, 6).fields


@pytest.fixture
def strict(monkeypatch):
    """Every limit of the house binds."""
    limits = {act: replace(one, binds=True) for act, one in policy().late_entry.items()}
    monkeypatch.setattr(late, "policy", lambda: replace(policy(), late_entry=limits))


@EACH
def test_no_act_forgets_to_ask(centre, here, strict, verb, act):
    """Whatever else it is refused for: the hour is looked at where every act is opened."""
    assert LACKING in refusal(act, here.pk, by=centre.by("custody_officer"), at=centre.at(1)), verb


@EACH_ROW
def test_nor_does_one_on_a_row(centre, here, strict, verb, model, act):
    row = row_of(centre, here, model)
    assert LACKING in refusal(act, row.pk, by=centre.by("custody_officer"), at=centre.at(11)), verb


def test_several_late_acts_of_one_kind_are_one_alarm(centre, here):
    with because(WHY):
        for minute in (5, 20, 40):
            checked(centre, here, minute)
        visit.ask(here.pk, by=centre.by("custody_officer"), at=centre.at(41), kind="lawyer", name="某律师")
    assert [(one.cause, one.sightings) for one in late_alarms()] == [("check", 3), ("ask_visit", 1)]


def test_what_may_tell_of_health_is_in_the_record_and_not_in_the_alarm(centre, here):
    with because("本人突发癫痫送医"):
        searched(centre, here, 3)
        entry = assessment.assess(here.pk, by=centre.by("custody_officer"), at=centre.at(5), answers=calm())
    assert entry.fields["reason"] == "本人突发癫痫送医"
    alarm = late_alarms()[-1]
    assert "癫痫" not in alarm.text_zh + alarm.text_en
    assert "原因见在区记录" in alarm.text_zh


def test_paper_and_file_hold_the_reason_unless_the_group_it_belongs_to_is_kept_back(centre, here, settings, tmp_path):
    settings.LOG_STORE, settings.KEY_STORE = tmp_path / "logs", tmp_path / "keys"
    settings.WITNESS_STORE = tmp_path / "witness"
    with because(WHY):
        told(centre, here, 2)
    with because("服药后才登记"):
        care.offer(here.pk, by=centre.by("custody_officer"), at=centre.at(6), kind="medication", what="某药一片")
    by = centre.officer("custody_officer").acting("custody_officer")
    whole = recording.made(here, by, "某律师", "lawyer", []).decode()
    less = recording.made(here, by, "某律师", "lawyer", [Kept.HEALTH]).decode()
    assert (WHY in whole, "服药后才登记" in whole) == (True, True)
    assert (WHY in less, "服药后才登记" in less) == (True, False)


def test_moved_late_and_placed_late_want_it_too(centre, here):
    """A chain of acts, each opened in its own way."""
    with because(WHY):
        after = settled(centre, here, calm())
        placed(centre, here, after)
    begun = visit.ask(here.pk, by=centre.by("custody_officer"), at=centre.at(60), kind="family", name="某父")
    assert begun
    again = {"by": centre.by("custody_guard"), "at": centre.at(61), "room_id": here.site.rooms.first().pk}
    assert LACKING in refusal(placement.place, here.pk, **again)
    with frozen(centre.at(500)):
        changed = {"by": centre.by("case_officer"), "at": centre.at(100), "ground": "summons", "reason": "x"}
        assert refusal(stay.change_ground, here.pk, **changed) == [LACKING]


class TestTheForms:
    @pytest.fixture
    def desk(self, centre, client, settings):
        settings.MFA_REQUIRED = False
        client.force_login(centre.officer("reception"))
        return client

    def test_that_of_arrival_keeps_what_was_typed(self, centre, desk):
        typed = {
            "name": "迟登记", "sex": "male", "role": "suspect", "ground": "oral_summons", "mode": "brought",
            "directly": "yes", "brought_by": centre.officer("case_officer").pk, "at": "2026-11-23T10:00",
        }  # fmt: skip
        refused = desk.post("/stays/receive/", typed)
        assert refused.status_code == 409
        assert "迟登记" in refused.content.decode()
        assert refused.context["form"].errors["late_reason"]
        assert desk.post("/stays/receive/", typed | {"late_reason": "停电"}).status_code == 302

    @pytest.mark.parametrize(
        ("language", "asked"), [("zh-hans", "请填写补录原因"), ("en", "say why it is entered only now")]
    )
    def test_those_of_a_stay_ask_and_keep_what_was_typed(self, here, desk, language, asked):
        page = f"/stays/{here.pk}/do/identify"
        typed = {"method": "查验居民身份证原件", "document_kind": "resident_id", "at": "2026-11-23T10:03"}
        refused = desk.post(page, typed, headers={"accept-language": language})
        assert refused.status_code == 409
        assert asked in str(refused.context["form"].errors["late_reason"])
        assert "查验居民身份证原件" in refused.content.decode()
        assert not Entry.objects.filter(tag="custody.stay.identified").exists()
        assert desk.post(page, typed | {"late_reason": WHY}).status_code == 302
        assert Entry.objects.get(tag="custody.stay.identified").fields["reason"] == WHY
        assert WHY in desk.get(f"/stays/{here.pk}/").content.decode()
