"""The page that explains alarms about several people, step by step, by this or that version of the limits."""

from pathlib import Path

import pytest
from django.urls import reverse

from mingjing.kernel.time import frozen, local
from mingjing.ledger.models import Entry
from mingjing.org.models import Officer
from mingjing.presence import people_panels, record
from mingjing.presence.actions import binding, finding, floor_plan
from mingjing.presence.engine import Station
from mingjing.presence.feed import Feed
from mingjing.presence.intake import Gateway, Intake, Known, sign
from mingjing.presence.models import Finding
from mingjing.presence.reading import Reading
from mingjing.presence.replay_people import Step
from mingjing.presence.rules.limits import BOOK, keep, kept, limits
from mingjing.presence.rules.situation import Seen
from mingjing.presence.tracks import Trail
from tests.custody.conftest import SETUP
from tests.presence.test_joint import middle

ADDRESS = "places:steps"


@pytest.fixture
def found(centre, bands, settings, tmp_path):
    """Two co-suspects met in a room ten minutes ago; what was found of it."""
    settings.READING_STORE, settings.TRACK_STORE = tmp_path / "readings", tmp_path / "tracks"
    floor_plan.adopt_standard(by=SETUP, at=centre.at(-50), site_id=centre.site.pk)
    case = centre.case()
    for band in bands[:2]:
        binding.issue(band.pk, by=SETUP, at=centre.at(1), holder=centre.received(case_id=case.pk).ref)
    code, start = centre.site.code, record.millis(centre.at(10))
    devices = {band.number: (code, "band") for band in bands}
    known = Known({"G1": Gateway("G1", code, secrets=(b"s",))}, devices)
    one = Station(code, settings.READING_STORE / code, Intake(known, limits()), limits())
    trail = Trail(settings.TRACK_STORE / code, code, limits().lateness)
    one.resume(start - 60_000)
    one.learn(Feed(centre.site).look(centre.at(9)), start - 60_000)
    trail.begin(1, start - 60_000)
    x, y = middle("HW01")
    for number, at in enumerate(range(start, start + 60_000, 1000)):
        readings = [Reading(band.number, at, x=x, y=y, accuracy=0.5, battery=20) for band in bands[:2]]
        raw = sign(b"s", "G1", number, b'{"readings":' + _json(readings) + b"}")
        taken = one.intake.take("G1", raw, at)
        one.write(raw, taken, at)
        one.judge(taken.readings, at)
        one.advance(at)
    one.journal.commit()
    while one.places:
        trail.moved(one.places.popleft().change)
    trail.flush()
    for what, what_was_found in one.owed:
        finding.tell(what, what_was_found, by=SETUP, at=centre.at(12), site=centre.site)
    keep(settings.READING_STORE)
    with frozen(centre.at(20)):
        yield Finding.objects.get(rule="seen.co_suspect", began=True)


def _json(readings):
    import msgspec

    return msgspec.json.encode(readings)


@pytest.fixture
def chief(centre, web):
    return web(centre.officer("custody_officer"))


def asked(found, **more):
    stay = found.subject.split(" ")[0].removeprefix("stay:")
    told = {
        "stay": stay,
        "at": f"{local(found.happened_at):%Y-%m-%dT%H:%M}",
        "limits": limits().version,
        "purpose": "case",
        "note": "核对",
    }
    return told | more


def test_the_steps_of_an_alarm_are_shown_and_the_question_is_entered(found, chief):
    before = Entry.objects.count()
    page = chief.post(reverse(ADDRESS), asked(found)).content.decode()
    assert "▲" in page
    assert "同案人员" in page
    assert "未到时" in page  # the steps before the limit was reached
    assert Entry.objects.count() == before + 1


def test_the_page_speaks_english(found, centre, web):
    officer = centre.officer("custody_officer")
    Officer.objects.filter(pk=officer.pk).update(language="en")
    client = web(officer)
    page = client.post(reverse(ADDRESS), asked(found)).content.decode()
    assert "Co-suspects" in page
    assert "Conditions that hold" in page
    assert "核对" in page  # what was typed is still there


@pytest.mark.parametrize(("post", "named"), [("custody_officer", False), ("inspector", True), ("county_chief", True)])
def test_officers_have_a_name_for_those_alone_who_see_them_in_a_replay(found, centre, web, post, named):
    site, guard = centre.site, centre.officer("custody_guard", name="皇甫某某")
    step = Step(record.millis(found.happened_at), Seen(0, str(guard.ref), "HW01"), {}, (), {})
    [shown] = people_panels.steps([step], found.subject.split(" ")[0], site, centre.officer(post))
    assert ("皇甫某某" in shown.event.zh) is named
    assert ("民警" in shown.event.zh) is not named


def test_with_another_value_it_would_not_have_fired(found, chief):
    page = chief.post(reverse(ADDRESS), asked(found, name="together_in_room", value="600")).content.decode()
    assert "▲" not in page
    assert "together_in_room=600" in page


def test_the_rules_of_the_band_are_judged_again_too(found, chief):
    """No reading of that minute was low; with another limit it would have been an alarm."""
    told = chief.post(reverse(ADDRESS), asked(found)).context["bands"]
    assert len(told) > 30
    assert not any(step.found or step.held for step in told)
    answer = chief.post(reverse(ADDRESS), asked(found, name="battery_low", value="22"))
    [low] = [step for step in answer.context["bands"] if step.found]
    assert low is answer.context["bands"][-1], "the first of them, shown last"
    assert [str(rule) for rule, began in low.found if began] == ["手环电量低"]
    assert "▲ 手环电量低" in answer.content.decode()


def test_every_version_of_the_limits_there_has_been_is_offered(found, chief, settings, tmp_path):
    other = tmp_path / "other.yaml"
    other.write_text(BOOK.read_text().replace("together_in_room: {value: 5,", "together_in_room: {value: 900,"))
    keep(Path(settings.READING_STORE), other)
    form = chief.get(reverse(ADDRESS)).context["form"]
    [older] = [key for key, _ in form.fields["limits"].choices if key != limits().version]
    assert "▲" not in chief.post(reverse(ADDRESS), asked(found, limits=older)).content.decode()


def test_a_book_from_before_a_line_was_added_is_still_one_of_them(settings, tmp_path):
    lines = [line for line in BOOK.read_text().splitlines() if not line.startswith("post_empty_after")]
    older = "\n".join(lines).replace("left_after: {value: 5", "left_after: {value: 9")
    (tmp_path / f"limits-{'0' * 12}.yaml").write_text(older)
    [(_, one)] = kept(tmp_path)
    assert (one.left_after, one.post_empty_after) == (9000, limits().post_empty_after)


def test_without_a_purpose_nothing_is_told_and_nothing_typed_is_lost(found, chief):
    answer = chief.post(reverse(ADDRESS), asked(found, purpose="", note="核对一次"))
    assert answer.status_code == 422
    assert "核对一次" in answer.content.decode()
    assert "▲" not in answer.content.decode()


def test_the_finding_leads_there_with_person_and_minute(found, chief):
    page = chief.get(reverse("presence:why", args=[found.pk])).content.decode()
    address = f"{reverse(ADDRESS)}?finding={found.pk}"
    assert address in page
    form = chief.get(address).context["form"]
    assert form.initial["stay"] == found.subject.split(" ")[0].removeprefix("stay:")
    assert chief.get(reverse(ADDRESS) + "?finding=nonsense").status_code == 200


def test_a_post_that_may_not_replay_is_refused(found, centre, web):
    assert web(centre.officer("reception")).post(reverse(ADDRESS), asked(found)).status_code == 403
