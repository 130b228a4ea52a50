"""Every ground of a stay: which limit counts the time, and what is said where none does."""

import pytest

from mingjing.alerts.models import Alarm
from mingjing.clocks import waiting
from mingjing.clocks.models import Timed
from mingjing.clocks.rules import patience
from mingjing.custody import watching
from mingjing.custody.actions import restraint, stay
from mingjing.custody.policy import policy
from mingjing.custody.rules.standing import UNGROUNDED
from mingjing.custody.vocab import Ground
from mingjing.kernel.time import frozen
from mingjing.law import books
from tests.custody.walk import SIGNED
from tests.refusals import refusal

pytestmark = pytest.mark.django_db

LIMITS = {
    Ground.SUMMONS: "cn.questioning.criminal_summons",
    Ground.ORAL_SUMMONS: "cn.questioning.criminal_summons",
    Ground.COMPELLED_SUMMONS: "cn.questioning.criminal_summons",
    Ground.SURRENDER: "cn.questioning.criminal_summons",
    Ground.CITIZEN_DELIVERY: "cn.questioning.criminal_summons",
    Ground.FORCED_SUMMONS: "cn.questioning.forced_appearance",
    Ground.CONTINUED_QUESTIONING: "cn.continued.limit",
    Ground.DETENTION: "cn.detention.deliver",
    Ground.ARREST: "cn.arrest.deliver",
    Ground.ADMIN_DETENTION: "cn.admin_detention.deliver",
    Ground.SOBERING: "cn.restraint.sobering_end",
}
"""Ground of a suspect in a criminal case → the clock, or the duty that stands for one, that counts his time."""
NONE = (Ground.BAIL, Ground.SURVEILLANCE, Ground.WITNESS, Ground.VICTIM, Ground.OTHER)
DECLARED = {"receive.directly_to_area": True, "receive.field_check_done": True, "receive.cq_ground": True,
            "receive.cq_excluded": False, "receive.approved_by_rank": True}  # fmt: skip


def received(centre, ground, kind="criminal", **kw):
    case = {} if kind is None or ground == Ground.CONTINUED_QUESTIONING else {"case_id": centre.case(kind).pk}
    told = {"ground": ground.value, "instrument": "文〔2026〕1号", "declared_facts": DECLARED, **case, **kw}
    return centre.received(**told)


def look(at):
    with frozen(at):
        watching.tick(at)


def alarms(begun, rule="stay.no_ground"):
    return list(Alarm.objects.filter(rule=rule, subject_id=str(begun.pk)))


def running(begun):
    return set(Timed.objects.of(begun.ref).open().values_list("rule", flat=True))


def test_every_ground_has_a_limit_or_is_none():
    assert {*LIMITS, *NONE} == set(Ground)
    assert LIMITS.keys() & set(NONE) == set()
    assert set(policy().stand_for_limits) <= books.current().rules.keys()
    assert {*LIMITS.values()} <= books.current().rules.keys()


@pytest.mark.parametrize("ground", LIMITS)
def test_the_time_of_a_lawful_ground_is_counted_and_nothing_is_said(centre, ground):
    begun = received(centre, ground)
    assert LIMITS[ground] in running(begun)
    look(centre.at(31))
    assert alarms(begun) == []


@pytest.mark.parametrize("ground", [g for g in LIMITS if LIMITS[g].startswith("cn.questioning")])
@pytest.mark.parametrize("kind", ["public_order", "administrative", None])
def test_whatever_the_case_and_before_there_is_one(centre, ground, kind):
    begun = received(centre, ground, kind)
    look(centre.at(31))
    assert alarms(begun) == []


@pytest.mark.parametrize("ground", [g for g in NONE if g != Ground.SURVEILLANCE])
def test_what_is_no_ground_to_keep_a_suspect_says_so_in_both_languages(centre, ground):
    begun = received(centre, ground)
    look(centre.at(30))
    assert alarms(begun) == []
    look(centre.at(31))
    [alarm] = alarms(begun)
    assert alarm.text_zh == f"“{ground.text.zh}”不是留置嫌疑人的依据"
    assert alarm.text_en == f"“{ground.text.en}” is no ground to keep a suspect"
    assert alarm.grade == "red"


def test_residential_surveillance_is_not_even_let_in(centre):
    assert refusal(received, centre, Ground.SURVEILLANCE) == ["cn.receive.no_residential_surveillance"]


def test_who_is_no_suspect_needs_none(centre):
    begun = received(centre, Ground.WITNESS, role="witness", mode="on_call")
    look(centre.at(600))
    assert alarms(begun) == []


def test_a_detention_decided_and_not_carried_out_counts_nothing_and_says_that(centre):
    begun = received(centre, Ground.ORAL_SUMMONS)
    by = centre.by("case_officer")
    stay.change_ground(begun.pk, by=by, at=centre.at(60), ground="detention", instrument="拘字〔2026〕9号", reason="x")
    look(centre.at(61))
    [alarm] = alarms(begun)
    assert "尚未登记执行" in alarm.text_zh
    told = {"ground": "arrest", "instrument": "捕字〔2026〕9号", "signature": SIGNED}
    stay.execute_detention(begun.pk, by=by, at=centre.at(62), **told)
    look(centre.at(63))
    [alarm] = alarms(begun)
    assert not alarm.active


def test_who_is_sober_is_here_on_nothing(centre):
    begun = received(centre, Ground.SOBERING, "public_order")
    put = restraint.restrain(
        begun.pk, by=centre.by("custody_officer"), at=centre.at(5), device="belt_or_rope", reason="醉酒", sobering=True,
        guard_id=centre.officer("custody_guard").pk, declared_facts={"restraint.legal_situation": True},
    )  # fmt: skip
    look(centre.at(200))
    assert alarms(begun) == []
    restraint.unrestrain(put.pk, by=centre.by("custody_officer"), at=centre.at(240))
    look(centre.at(241))
    [alarm] = alarms(begun)
    assert "约束至酒醒已结束" in alarm.text_zh
    summon = {"ground": "summons", "instrument": "传〔2026〕1号", "reason": "酒醒后传唤"}
    stay.change_ground(begun.pk, by=centre.by("case_officer"), at=centre.at(245), **summon)
    look(centre.at(246))
    [alarm] = alarms(begun)
    assert not alarm.active


@pytest.mark.parametrize("ground", [Ground.ARREST, Ground.ADMIN_DETENTION, Ground.DETENTION])
def test_who_is_to_be_delivered_at_once_and_is_still_here_is_an_alarm(centre, ground):
    begun = received(centre, ground)
    rule = LIMITS[ground]
    if ground == Ground.DETENTION:
        assert patience(rule) is None  # the law names hours, and its clock calls
        return
    within = patience(rule)
    with frozen(centre.at(0) + within):
        waiting.tick(centre.at(0) + within)
    assert alarms(begun, "stay.not_delivered") == []
    with frozen(centre.at(1) + within):
        waiting.tick(centre.at(1) + within)
    [alarm] = alarms(begun, "stay.not_delivered")
    assert (alarm.grade, books.current()[rule].title.zh in alarm.text_zh) == ("yellow", True)


def test_every_sentence_names_a_ground_that_exists_and_differs():
    assert UNGROUNDED.keys() <= set(Ground)
    assert len({one.zh for one in UNGROUNDED.values()}) == 3
