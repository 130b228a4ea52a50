"""What the law warns of is read right after the act and in the record, in the reader's language."""

import pytest

from mingjing.clocks.models import Timed
from mingjing.custody.actions import questioning, record, watching
from mingjing.custody.actions import stay as stays
from mingjing.custody.recording import file_of
from mingjing.custody.selectors.warnings import warnings_of
from mingjing.custody.selectors.withheld import tells_of_health
from mingjing.ledger.models import Entry
from mingjing.org.vocab import RoomKind
from mingjing_verify import __main__ as verifier
from tests.custody.walk import calm, placed, settled

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "told"), [("zh-hans", "距此前传唤拘传时间过短"), ("en", "The earlier summons was too recent")]
)
def test_a_chained_summons_is_warned_of_on_the_screen_and_in_the_record(centre, web, language, told):
    stay = centre.received(case_id=centre.case("criminal").pk)
    client = web("case_officer")
    client.cookies["mingjing_language"] = language
    said = {"ground": "forced_summons_criminal", "instrument": "拘传字〔2026〕3号", "reason": "不配合"}
    page = client.post(f"/stays/{stay.pk}/do/ground", said, follow=True).content.decode()
    assert page.count(told) == 2
    assert told in client.get(f"/stays/{stay.pk}/part/timeline").content.decode()


@pytest.fixture
def warned(centre):
    """A stay in which the law warned at an act, and nobody looked for an hour."""
    stay = centre.received(case_id=centre.case("criminal").pk)
    stays.change_ground(
        stay.pk, by=centre.by("case_officer"), at=centre.at(5), ground="forced_summons_criminal", reason="不配合",
        instrument="拘传字〔2026〕3号",
    )  # fmt: skip
    return stay


SAID = {
    "zh-hans": ["距此前传唤拘传时间过短", "巡查间隔：未按时 1 次，最早应于 2026-11-23 10:30", "尚未与条文核对"],
    "en": [
        "The earlier summons was too recent",
        "Interval between welfare checks: not kept in time, 1 in all, first due 2026-11-23 10:30",
        "not yet compared with their texts",
    ],
}


@pytest.mark.parametrize("language", SAID)
def test_a_copy_tells_what_the_law_warned_of_when_it_was_issued(centre, web, warned, language, tmp_path, capsys):
    told = {"made_for": "李律师", "purpose": "lawyer"}
    copy = record.issue_record(warned.pk, by=centre.by("custody_officer"), at=centre.at(60), **told)
    # entered late: nobody knew of this look when the copy was issued
    watching.check(warned.pk, by=centre.by("custody_guard"), at=centre.at(20))
    client = web()
    client.cookies["mingjing_language"] = language
    paper = client.get(f"/stays/{warned.pk}/record/{copy.pk}/").content.decode()
    place = tmp_path / "one.mjr"
    place.write_bytes(file_of(copy))
    assert verifier.main(["record", str(place), "--lang", language[:2]]) == 0
    report = capsys.readouterr().out
    at_act = Entry.objects.get(tag="custody.stay.ground_changed")
    for text in (*SAID[language], f"{at_act.log}#{at_act.seq}"):
        assert (text in paper, text in report) == (True, True), text
    assert [text for text in SAID["en" if language != "en" else "zh-hans"] if text in paper + report] == []
    now = client.get(f"/stays/{warned.pk}/record/").content.decode()
    assert SAID[language][1] not in now
    assert SAID[language][0] in now


def test_without_warnings_nothing_is_said_of_them(centre, web):
    stay = centre.received(centre.person())
    assert [one.rule for one in warnings_of(stay, [], centre.at(5))] == [""]
    Timed.objects.all().delete()
    assert warnings_of(stay, [], centre.at(5)) == []
    assert "法律提示" not in web().get(f"/stays/{stay.pk}/record/").content.decode()


@pytest.mark.parametrize(("withhold", "told"), [([], True), (["health"], False)])
def test_a_warning_that_tells_of_his_health_is_health_content(centre, web, withhold, told):
    stay = centre.received(case_id=centre.case().pk)
    settled(centre, stay, calm(seen_drunk="yes"))
    placed(centre, stay, 30)
    asking = [centre.officer("case_officer", name=n).pk for n in ("", "办二")]
    questioning.start(
        stay.pk, by=centre.by("case_officer"), at=centre.at(60), kind="questioning", officer_ids=asking,
        room_id=centre.room(RoomKind.INTERVIEW_ROOM).pk,
    )  # fmt: skip
    said = {"made_for": "李律师", "purpose": "lawyer", "withhold": withhold}
    copy = record.issue_record(stay.pk, by=centre.by("custody_officer"), at=centre.at(70), **said)
    paper = web("custody_officer").get(f"/stays/{stay.pk}/record/{copy.pk}/").content.decode()
    assert [text in paper for text in ("该人仍处于醉酒状态", "法律提示")] == [told, True]
    assert ("cn.questioning.not_drunk" in file_of(copy).decode()) is told


@pytest.mark.parametrize(
    ("rule", "health"),
    [("cn.questioning.not_drunk", True), ("cn.aid.notify", True), ("cn.questioning.no_chained_ground", False),
     ("cn.care.check_interval", False), ("a.newer.rule", False)],
)  # fmt: skip
def test_which_rules_tell_of_his_health(rule, health):
    assert tells_of_health(rule) is health
