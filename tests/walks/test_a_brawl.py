"""A brawl from the window to the penalty: mediation fails, a hearing is asked for and held, detention is decided
against a boy of fifteen and by law not executed."""

import pytest
from playwright.sync_api import expect

from tests.walks.lives import CHIEF, LEAD, LEGAL, Life

pytestmark = pytest.mark.walk
MEDIATED = {
    "mediation__civil_dispute": "true", "mediation__minor_matter": "true", "mediation__suitable_relation": "true",
    "mediation__excluded": "false", "mediation__minor_party": "true", "mediation__guardian_called": "true",
    "mediation__again": "false",
}  # fmt: skip
DECIDED = {
    "penalty·other_evidence": "yes", "penalty·one_officer_unrecorded": "no", "penalty·complex_or_major": "no",
    "penalty·collectively_decided": "no", "penalty·review_needed": "yes",
    "penalty·hearing_told": "yes", "case·has_injured_party": "yes", "penalty·grave_and_bad_impact": "no",
    "penalty·twice_within_year": "no",
}  # fmt: skip
SPARED = {"person·pregnant": "no", "person·nursing_under_one": "no", "person·first_offence": "yes"}


def test_a_brawl_from_the_window_to_a_penalty_that_is_not_executed(later_visitor, later):
    life = Life(later_visitor, later, "brawl", 815)
    boy = reported_and_mediated(life)
    penalty = noticed(life, boy)
    heard(life, penalty)
    decided(life, boy, penalty)
    spared(life, penalty)
    assert len(life.screens) >= 4


def reported_and_mediated(life: Life) -> str:
    report = life.report(
        category="public_order", what="在夜市因座位与三名青年争执后被打，面部软组织挫伤。", place="虚构镇夜市",
        reporter_name="冯己未", reporter_phone="13900000001",
    )  # fmt: skip
    page = life.on(LEAD, f"{report}mediate")
    life.refused(page, "当场未履行的，应当受案处理", relation="素不相识，因琐事争执", reason="对方拒绝赔偿。")
    life.accept(report, "殴打他人")
    boy = life.register("male", 2011, "suspect")
    register = life.paper(life.case, "受案登记表")
    life.act(LEAD, f"{register}finalise")
    life.move("file", case__by_station="true")
    life.move("mediate", **MEDIATED)
    life.days_pass(2)
    life.move("mediation_fails", remark="双方对赔偿数额分歧过大。")
    return boy


def noticed(life: Life, boy: str) -> str:
    penalty = life.measure(boy, "penalty", "在夜市殴打他人，致面部软组织挫伤。")
    life.act(
        LEAD, f"{penalty}penalty", way="ordinary", grade="51/usual", detention_days="5", fine="500",
        circumstances="已满十四周岁不满十八周岁，从轻处罚。", reasons="殴打他人，事实清楚。",
    )  # fmt: skip
    life.begin(penalty, "notify")
    life.open_protected(boy)
    life.paper(
        f"{penalty}move/notify", "行政处罚告知笔录", guardian="赵某（父亲，在场）", begun_at=life.typed(),
        place="城关派出所",
    )  # fmt: skip
    life.step(penalty, "notify", **{"penalty·within_limitation": "yes"})
    return penalty


def heard(life: Life, penalty: str) -> None:
    life.step(penalty, "ask_hearing")
    life.act(LEGAL, f"{penalty}reply-hearing", accepted="yes")
    when = life.typed(days=8)
    life.act(
        LEGAL, f"{penalty}call-hearing", planned_at=when, place="法制大队听证室", closed_doors="yes", chair="某主持人",
        members="某听证员", clerk="某记录员",
    )  # fmt: skip
    life.days_pass(9)
    life.act(
        LEGAL, f"{penalty}hold-hearing", at=when, ended_at=life.typed(days=-1, hours=1), report="事实清楚，建议维持。"
    )


def decided(life: Life, boy: str, penalty: str) -> None:
    page = life.on(LEAD, f"{penalty}move/decide")
    life.refused(page, "尚未告知并听取监护人意见", reason="事实清楚，呈请处罚。", **DECIDED)
    life.act(LEAD, f"{penalty}note", kind="statement", said_words="承认动手，请求从轻。")
    life.act(LEAD, f"{penalty}note", kind="guardian_heard", said_words="其父到场，已听取意见。")
    life.pass_review("penalty", boy)  # after a hearing the law wants one: the record tells it, nobody's tick
    life.step(penalty, "decide", reason="事实清楚，拟拘留五日，因未满十六周岁不执行。", **DECIDED)
    life.open_protected(boy)
    life.paper(
        penalty, "行政处罚决定书", evidence_list="陈述、监控、证人证言、伤情照片。",
        execution="行政拘留依法不执行；罚款自收到决定书之日起十五日内缴至指定银行。",
    )  # fmt: skip
    life.grant(CHIEF, "作出处罚决定")
    life.step(penalty, "decide")
    life.paper(penalty, "行政处罚决定书")


def spared(life: Life, penalty: str) -> None:
    life.step(penalty, "serve")
    page = life.on(LEAD, f"{penalty}move/execute")
    expect(page.locator("main .why").first).to_be_visible()  # a boy of fifteen is not sent to the lock-up
    life.step(penalty, "not_executed", **SPARED)
    page = life.on(LEAD, penalty)
    expect(page.locator("h1")).to_contain_text("执行中")
    life.screens[LEAD].picture("brawl-99-not-executed")
