"""A brawl from the window to the closed case: mediation fails, a hearing is asked for, called and held with papers,
detention is decided against a boy of fifteen and by law not executed, the fine is paid. The case goes along."""

import re

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
    heard(life, boy, penalty)
    decided(life, boy, penalty)
    spared(life, penalty)
    closed(life, penalty)
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
    stands(life, "已作处罚前告知")
    return penalty


def stands(life: Life, state: str) -> None:
    """Where the graph on the page of the case says that it is."""
    expect(life.on(LEAD, life.case).locator("main")).to_contain_text(f"现处：{state}")


def heard(life: Life, boy: str, penalty: str) -> None:
    life.step(penalty, "ask_hearing")
    life.on(LEGAL, life.case)
    if life.screens[LEGAL].page.locator("main form [name=purpose]").count():
        life.state_purpose(life.screens[LEGAL].page)
    life.open_protected(boy, LEGAL)
    life.act(LEGAL, f"{penalty}reply-hearing", accepted="yes")
    when = life.typed(days=8)
    life.act(
        LEGAL, f"{penalty}call-hearing", planned_at=when, place="法制大队听证室", closed_doors="yes", chair="某主持人",
        members="某听证员", clerk="某记录员",
    )  # fmt: skip
    stands(life, "听证中")
    notice = life.paper(penalty, "举行听证通知书")
    life.act(LEAD, f"{notice}finalise")
    life.act(LEAD, f"{notice}serve", way="direct", outcome="served", recipient="其父", relation="父亲", at=life.typed())
    life.days_pass(9)
    life.open_protected(boy, LEGAL)
    life.act(
        LEGAL, f"{penalty}hold-hearing", at=when, ended_at=life.typed(days=-1, hours=1),
        course="办案民警陈述事实和证据；其父申辩：系被推搡后还手，愿意赔偿。", report="事实清楚，建议维持。",
    )  # fmt: skip
    life.open_protected(boy)
    record = life.paper(penalty, "听证笔录", last_words="请求从轻。")
    life.act(LEAD, f"{record}finalise")
    life.act(LEAD, f"{life.paper(penalty, '听证报告书')}finalise")


def decided(life: Life, boy: str, penalty: str) -> None:
    page = life.on(LEAD, f"{penalty}move/decide")
    life.refused(page, "尚未告知并听取监护人意见", reason="事实清楚，呈请处罚。", **DECIDED)
    life.act(LEAD, f"{penalty}note", kind="statement", said_words="承认动手，请求从轻。")
    life.act(LEAD, f"{penalty}note", kind="guardian_heard", said_words="其父到场，已听取意见。")
    life.pass_review("penalty", boy)  # after a hearing the law wants one: the record tells it, nobody's tick
    life.step(penalty, "decide", reason="事实清楚，拟拘留五日，因未满十六周岁不执行。", **DECIDED)
    life.open_protected(boy)
    paper = life.paper(penalty, "行政处罚决定书", evidence_list="陈述、监控、证人证言、伤情照片。")
    page = life.on(LEAD, f"{paper}complete")
    expect(page.locator('[name="spared"]')).to_have_value(
        re.compile("15周岁.*第二十三条之规定，对其不执行行政拘留处罚")
    )
    expect(page.locator('[name="detained"]')).to_have_value("")
    expect(page.locator('[name="fined"]')).to_have_value(re.compile("^罚款500元，自收到本决定书之日起15日以内"))
    life.grant(CHIEF, "作出处罚决定")
    life.step(penalty, "decide")
    life.paper(penalty, "行政处罚决定书")
    stands(life, "已作出决定")


def spared(life: Life, penalty: str) -> None:
    life.step(penalty, "serve")
    stands(life, "决定已送达")
    page = life.on(LEAD, f"{penalty}move/execute")
    expect(page.locator("main .why").first).to_be_visible()  # a boy of fifteen is not sent to the lock-up
    life.step(penalty, "not_executed", **SPARED)
    page = life.on(LEAD, penalty)
    expect(page.locator("h1")).to_contain_text("执行中")
    life.screens[LEAD].picture("brawl-99-not-executed")


def closed(life: Life, penalty: str) -> None:
    """The fine is paid, the penalty is over; the case, which went along, is closed by its officer."""
    stands(life, "执行中")
    life.act(LEAD, f"{penalty}pay", kind="fine", amount="500", receipt="罚缴0001", at=life.typed())
    life.step(penalty, "finish")
    life.keep_finals()
    life.move("close")
    page = life.on(LEAD, life.case)
    expect(page.locator("main")).to_contain_text("已结案")
    life.screens[LEAD].picture("brawl-99-closed")
