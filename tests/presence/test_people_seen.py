"""From two bands in one room to an alarm about two people: record, readings, engine, row, alarm; and a restart."""

import pytest

from mingjing.alerts.models import Alarm
from mingjing.alerts.rules import rules
from mingjing.kernel.actor import machine
from mingjing.presence import record
from mingjing.presence.actions import binding, finding, floor_plan
from mingjing.presence.engine import Station
from mingjing.presence.feed import Feed
from mingjing.presence.intake import Intake, Known
from mingjing.presence.plan import write
from mingjing.presence.reading import Reading
from mingjing.presence.rules.limits import limits
from mingjing.presence.rules.people import RULES
from mingjing.presence.standard_plans import standard_plan
from mingjing.presence.wording import SENTENCES
from tests.custody.conftest import SETUP

BY = machine("sense")
PLAN = standard_plan("county_centre")


@pytest.fixture
def planned(centre):
    drawn = floor_plan.draw(by=SETUP, at=centre.at(-50), site_id=centre.site.pk, content=write(PLAN))
    floor_plan.adopt(drawn.pk, by=SETUP, at=centre.at(-49))
    return centre


@pytest.fixture
def pair(planned, bands):
    """Two suspects of one case, each with a band."""
    case = planned.case()
    stays = [planned.received(case_id=case.pk) for _ in range(2)]
    for band, stay in zip(bands, stays, strict=False):
        binding.issue(band.pk, by=SETUP, at=planned.at(1), holder=stay.ref)
    return stays


def station(centre, folder):
    one = Station(centre.site.code, folder, Intake(Known({}, {}), limits()), limits())
    one.resume(record.millis(centre.at(0)))
    return one


def told(centre, one, feed, minutes):
    news = feed.look(centre.at(minutes))
    if news:
        one.learn(news, record.millis(centre.at(minutes)))
        one.journal.commit()
    return news


def stands(centre, one, device, code, seconds, minute=10):
    xs, ys = zip(*PLAN.by_code[code].outline, strict=True)
    start = record.millis(centre.at(minute))
    for second in seconds:
        at = start + second * 1000
        one.judge([Reading(device, at, x=sum(xs) / len(xs), y=sum(ys) / len(ys), accuracy=0.5)], at)
        one.advance(at)


def tell_all(centre, one, minutes=20):
    for what, found in list(one.owed):
        finding.tell(what, found, by=BY, at=centre.at(minutes), site=centre.site)
    one.told(len(one.owed))


def test_co_suspects_whose_bands_meet_are_an_alarm_about_both(pair, planned, tmp_path):
    one, feed = station(planned, tmp_path), Feed(planned.site)
    told(planned, one, feed, 5)
    for second in range(60):
        stands(planned, one, "B001", "HW01", [second])
        stands(planned, one, "B002", "HW01", [second])
    tell_all(planned, one)
    alarm = Alarm.objects.get(rule="seen.co_suspect")
    first, second = sorted(pair, key=lambda s: str(s.ref))
    assert alarm.subject == first.ref
    assert second.ref in {r for row in alarm.refs.all() for r in [type(first.ref)(row.kind, row.ref_id)]}
    assert planned.site.rooms.get(code="HW01").name in alarm.text_zh
    for second in range(60, 300, 4):  # apart, and for longer than a late reading could undo
        stands(planned, one, "B001", "HW01", [second])
        stands(planned, one, "B002", "HW03", [second])
    tell_all(planned, one)
    alarm.refresh_from_db()
    assert not alarm.active
    assert alarm.closed_at is None  # it latches until somebody answers


def test_a_restart_in_the_middle_finds_the_same_once(pair, planned, tmp_path):
    one, feed = station(planned, tmp_path), Feed(planned.site)
    told(planned, one, feed, 5)
    assert one.joint is not None
    again = station(planned, tmp_path)
    assert again.joint is not None
    assert again.joint.setting == one.joint.setting
    told(planned, again, Feed(planned.site), 6)  # a new run is told everything again
    for second in range(60):
        stands(planned, again, "B001", "HW01", [second])
        stands(planned, again, "B002", "HW01", [second])
    raised = [f for what, f in again.owed if what == "raised" and f.rule == "seen.co_suspect"]
    assert len(raised) == 1


def test_nothing_new_is_told_twice(pair, planned):
    feed = Feed(planned.site)
    assert feed.look(planned.at(5)).setting is not None
    assert not feed.look(planned.at(6))
    binding.take_back(pair_band(pair[0]).pk, by=SETUP, at=planned.at(7), condition="good")
    news = feed.look(planned.at(8))
    assert [w.until for w in news.worn] == [record.millis(planned.at(7))]


def pair_band(stay):
    from mingjing.presence.models import Binding

    return Binding.objects.open().of(stay.ref).get().device


def test_a_site_without_a_plan_is_told_only_who_wears_what(centre, bands):
    stay, feed = centre.received(), Feed(centre.site)
    binding.issue(bands[0].pk, by=SETUP, at=centre.at(1), holder=stay.ref)
    news = feed.look(centre.at(5))
    assert (news.setting, news.happenings, news.all_worn) == (None, [], True)
    assert [(w.device, w.who) for w in news.worn] == [("B001", str(stay.ref))]
    assert not feed.look(centre.at(6))


def test_another_plan_tells_everything_again(pair, planned):
    feed = Feed(planned.site)
    before = feed.look(planned.at(5))
    content = write(PLAN) | {"anchors": write(PLAN)["anchors"][1:]}
    drawn = floor_plan.draw(by=SETUP, at=planned.at(6), site_id=planned.site.pk, content=content)
    floor_plan.adopt(drawn.pk, by=SETUP, at=planned.at(7))
    after = feed.look(planned.at(8))
    assert after.setting != before.setting
    assert len(after.happenings) == len(before.happenings)


def test_every_rule_has_a_sentence_and_a_line_in_the_catalogue():
    codes = {rule.code for rule in RULES}
    assert codes <= SENTENCES.keys()
    assert codes <= rules().keys()
