"""A theft from the window to the procuratorate: two suspects, one of them a minor. The elder: summons, detention, an
extension, an arrest that is refused, supplemented, asked again and executed. The minor: his father is told, legal aid
is notified, his upbringing looked into, he is bailed with his father as guarantor. Both are sent to prosecution."""

import re

import pytest
from playwright.sync_api import expect

from mingjing.kernel.time import local
from tests.walks.lives import CHIEF, HEAD, LEAD, LEGAL, Life

pytestmark = pytest.mark.walk
HELD = {"detention·ground": "collusion", "measure·congress_permitted": "no", "person·deputy": "none"}
SHOWN = {"measure·warrant_shown": "yes", "measure·cppcc_informed": "no"}
ASKED = {
    "arrest·ground": "yes", "arrest·social_danger_stated": "yes",
    "arrest·in_custody": "yes", "arrest·social_report": "no", "arrest·social_report_attached": "no",
    "measure·congress_permitted": "no", "person·deputy": "none",
}  # fmt: skip
ENOUGH = {
    f"case__{name}": "true"
    for name in (
        "facts_clear", "evidence_sufficient", "charge_correct", "formalities_complete", "liability_due",
        "evidence_legality_checked",
    )
}  # fmt: skip


def test_a_theft_from_the_window_to_the_procuratorate(later_visitor, later):
    life = Life(later_visitor, later, "theft", 4711)
    elder, younger = reported_and_filed(life)
    guarded(life, younger)
    summoned(life, elder)
    held = detained(life, elder)
    bailed(life, younger)
    extended(life, held)
    arrest = refused_and_asked_again(life, elder, held)
    arrested(life, arrest)
    prosecuted(life, arrest, younger)
    assert len(life.screens) >= 4


def reported_and_filed(life: Life) -> tuple[str, str]:
    report = life.report(
        category="criminal", what="电动自行车被撬锁盗走，监控显示两名男子所为。", place="虚构镇北街 12 号",
        reporter_name="赵甲子", reporter_phone="13900000000",
    )  # fmt: skip
    page = life.on(LEAD, f"{report}accept")
    life.refused(page, "请填写“案由”", cause="", reason="属于本单位管辖")  # nothing typed is lost
    life.accept(report, "盗窃案")
    elder = life.register("male", 2001, "suspect")
    younger = life.register("male", local(life.now()).year - 17, "suspect")  # sixteen or seventeen, whenever it is run
    life.register("male", 1979, "guardian")
    register = life.paper(life.case, "受案登记表")
    life.act(LEAD, f"{register}finalise")
    life.propose("file", case__fact_of_crime="true", case__own_jurisdiction="true")
    expect(life.on(LEAD, life.case).get_by_text("待审批").first).to_be_visible()
    life.grant(CHIEF, "立案：" + number(life))
    life.move("file")
    life.paper(life.case, "立案决定书")
    return elder, younger


def guarded(life: Life, boy: str) -> None:
    """His father is told in writing to come to the interrogation, and signs for it."""
    life.open_protected(boy)
    notice = life.write(
        "guardian_notice", "法定代理人到场通知书", boy, relation="父亲", appear_by=life.typed(hours=3),
        place="执法办案管理中心",
    )  # fmt: skip
    life.act(LEAD, f"{notice}serve", way="direct", outcome="served", recipient="其父", relation="父亲", at=life.typed())
    expect(life.on(LEAD, notice).locator("main")).to_contain_text("直接送达")


def bailed(life: Life, boy: str) -> None:
    """A guarantor comes first for a minor; an arrest would be warned of. Legal aid is notified within its days."""
    page = life.on(LEAD, f"/measures/propose/{life.case.split('/')[2]}")
    expect(page.locator("main")).to_contain_text("本案现在不能呈请的")  # an administrative penalty, say
    life.screens[LEAD].picture("theft-98-proposing")
    bail = life.measure(boy, "bail", "未成年，初犯，有监护条件，取保候审不致发生社会危险性。")
    page = life.on(LEAD, bail)
    expect(page.locator("main")).to_contain_text("通知法律援助指派辩护")  # the duty runs from here
    life.on(LEAD, f"{bail}bail-terms")
    life.act(
        LEAD, f"{bail}bail-terms", way="guarantor", guarantor="王某（其父）", relation="父亲", phone="13900000009",
        station=station(life), conditions="不得进入案发小区，按要求报到。",
    )  # fmt: skip
    life.step(
        bail, "decide", reason="未成年人，优先适用保证人保证。",
        **{
            "bail·ground": "no_danger", "bail·excluded_person": "no", "measure·congress_permitted": "no",
            "person·deputy": "none",
        },
    )  # fmt: skip
    life.paper(bail, "呈请取保候审报告书")
    life.grant(CHIEF, "批准取保候审")
    life.step(bail, "decide")
    life.paper(bail, "取保候审决定书")
    life.begin(bail, "pledge")
    life.paper(f"{bail}move/pledge", "保证书", guarantor_id="610900197901010017", guarantor_address="虚构镇北街 12 号")
    life.step(bail, "pledge")
    life.step(bail, "execute")  # the guarantee on file is known; nobody is asked for it
    life.write("defence_assignment_notice", "指派辩护通知书", boy, why="juvenile")
    life.act(LEAD, f"{bail}note", kind="aid_notified", said_words="通知法律援助机构指派律师，已签收。")
    life.write(
        "growth_report", "未成年人成长经历调查报告", boy, growing_up="随父母在本县生活，初中毕业。",
        guardianship="父母在家，能够管教。", why="受同伴邀约，法律意识淡薄。", school="务工。",
        sources_asked="走访父母、村委会。",
        advice="由父亲和村委会共同帮教。",
    )  # fmt: skip
    expect(life.on(LEAD, bail).locator("h1")).to_contain_text("执行中")


def station(life: Life) -> str:
    """Any station the form offers."""
    box = life.screens[LEAD].page.locator('[name="station"] option')
    return next(one.get_attribute("value") for one in box.all() if one.get_attribute("value"))


def number(life: Life) -> str:
    return life.on(LEAD, life.case).locator("h1 .code").first.inner_text()


def summoned(life: Life, person: str) -> None:
    summons = life.measure(person, "summons", "涉嫌盗窃，需传唤到案讯问。")
    life.step(summons, "decide", reason="有证据证明其涉嫌盗窃。")
    life.paper(summons, "传唤证", place="执法办案管理中心", appear_by=life.typed(hours=2))
    life.grant(HEAD, "批准传唤")
    life.step(summons, "decide")
    life.step(summons, "execute")
    life.step(summons, "change")


def detained(life: Life, person: str) -> str:
    held = life.measure(person, "detention", "伙同他人盗窃，有监控和证言证实。")
    life.step(held, "decide", reason="可能串供，呈请刑事拘留。", **HELD)
    expect(life.on(LEAD, held).get_by_role("link", name="呈请：批准拘留")).to_have_count(0)  # it waits for an answer
    life.paper(held, "呈请拘留报告书")
    life.grant(CHIEF, "批准拘留")
    life.step(held, "decide")
    life.paper(held, "拘留证")
    life.begin(held, "execute")
    page = life.on(LEAD, f"{held}move/execute")
    life.refused(page, "尚未填写：被通知家属", **SHOWN)
    life.send_after(page.locator(".refusal a", has_text="去办理"), family_name="赵某", relation="父亲")
    life.step(held, "execute", **SHOWN)
    life.paper(held, "拘留通知书")
    return held


def extended(life: Life, held: str) -> None:
    """Longer by four days: asked at the clock, granted, and written down."""
    life.days_pass(1.5)
    life.act(LEAD, f"{held}note", kind="family_told", said_words="电话通知其父，并送达拘留通知书。")
    page = life.on(LEAD, held)
    page.locator("details summary", has_text="延长").first.click()
    page.locator('main a[href*="/approvals/extend/"]').first.click()
    life.send(page, reason="案情复杂，赃物去向待查，呈请延长四日。")
    life.grant(CHIEF, "特殊情况")
    life.begin(held, "extend")
    life.paper(f"{held}move/extend", "呈请延长拘留期限报告书", until=life.typed(days=5)[:10])
    life.step(held, "extend")


def refused_and_asked_again(life: Life, person: str, held: str) -> str:
    life.days_pass(3)
    arrest = life.measure(person, "arrest", "有证据证明有犯罪事实，可能判处徒刑以上刑罚。")
    life.step(arrest, "request", reason="呈请提请批准逮捕。", **ASKED)
    life.paper(arrest, "提请批准逮捕书", danger="可能毁灭证据、串供。", history="无前科。")
    life.grant(CHIEF, "提请批准逮捕")
    life.step(arrest, "request")
    life.step(held, "request_arrest")
    life.days_pass(2)
    life.step(arrest, "refuse", **{"arrest·refusal_reason": "insufficient_evidence"})
    life.begin(held, "release_refused")
    life.paper(f"{held}move/release_refused", "释放通知书", reason="人民检察院不批准逮捕")
    life.step(held, "release_refused")  # at once: the law asks for nobody's approval
    life.days_pass(9)
    life.step(arrest, "request_again", reason="已补充被害人陈述和价格认定结论。")
    life.paper(arrest, "提请批准逮捕书", danger="可能毁灭证据、串供。", history="曾被刑事拘留后释放。")
    life.grant(CHIEF, "补充侦查后重新提请")
    life.step(arrest, "request_again")
    return arrest


def arrested(life: Life, arrest: str) -> None:
    life.step(arrest, "approve")
    life.step(arrest, "execute", reason="人民检察院已批准逮捕。")
    life.grant(CHIEF, "签发逮捕证")
    life.paper(arrest, "逮捕证")
    notice = life.on(LEAD, arrest).locator('aside a[href^="/documents/"]', has_text="逮捕通知书")
    life.act(LEAD, f"{notice.get_attribute('href')}complete", family_name="赵某", relation="父亲")
    life.step(arrest, "execute", **{"measure·officers": "2"}, **SHOWN)
    life.paper(arrest, "逮捕通知书")
    expect(life.on(LEAD, arrest).get_by_text("逮捕后的侦查羁押期限")).to_be_visible()


def prosecuted(life: Life, arrest: str, younger: str) -> None:
    life.days_pass(20)
    life.propose("conclude", case__complex_or_difficult="false", case__lawyer_asked_to_be_heard="false", **ENOUGH)
    page = life.on(LEAD, life.case)
    page.locator('aside a[href^="/documents/"]', has_text="结案报告").click()
    expect(page.locator("main")).to_contain_text("受保护人员")  # the minor's record is opened for a purpose first
    life.open_protected(younger)
    life.paper(
        life.case, "结案报告", facts="二人共同盗窃电动自行车一辆。", opinion="涉嫌盗窃罪，建议移送审查起诉。"
    )  # suspects and measures stand there already
    life.grant(CHIEF, "侦查终结：" + number(life))
    life.move("conclude")
    life.pass_review("prosecution")
    life.propose("send_to_prosecution")
    life.paper(
        life.case, "起诉意见书", facts="二人共同盗窃电动自行车一辆。", evidence_list="供述、监控、价格认定结论。"
    )
    life.grant(CHIEF, "移送审查起诉：" + number(life))
    life.move("send_to_prosecution")
    life.step(arrest, "hand_on")
    handed_over(life)
    life.move("tell_prosecution")
    life.keep_finals()
    page = life.on(LEGAL, life.case)
    if page.locator("main form [name=purpose]").count():
        life.open_protected(younger, LEGAL)
    page = life.on(LEAD, life.case)
    expect(page.locator("main")).to_contain_text(re.compile("现处：移送审查起诉"))
    life.screens[LEAD].picture("theft-99-with-the-procuratorate")


def handed_over(life: Life) -> None:
    """Both suspects stand on the list the procuratorate signs for."""
    page = life.on(LEGAL, f"/review/prosecution/{life.case.split('/')[2]}/send")
    boxes = page.locator('main [name="persons"]')
    expect(boxes).to_have_count(2)
    for box in boxes.all():
        box.check()
    life.send(page, goes="prosecution", body="汉阴县人民检察院", handed_by="公孙画", things="诉讼卷二册")
    expect(life.on(LEGAL, f"/review/prosecution/{life.case.split('/')[2]}").locator("main")).to_contain_text("诉讼卷")
