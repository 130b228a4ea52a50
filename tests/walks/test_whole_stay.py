"""One person from the door to the door, in a real browser: four officers, the head who approves, and the record in a
stranger's hands."""

import json
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from mingjing.demo.cast import people
from mingjing.kernel.time import local, now

pytestmark = pytest.mark.walk
WELL = {"q_understands": "yes", "q_language": "yes", "q_reading": "yes"}
CODE = re.compile(r"\b[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}\b")


class Stay:
    """One stay on the screens of several officers: every act by the button and the form an officer uses."""

    def __init__(self, visitor) -> None:
        self.visitor, self.screens, self.path, self.case = visitor, {}, "", ""
        self.acted = ""  # whose screen shows the stay as his own last act left it

    def screen(self, post: str):
        if post not in self.screens:
            self.screens[post] = self.visitor(post)
        return self.screens[post]

    def opened(self, post: str) -> Page:
        return self.screen(post).open(self.path)

    def begin(self, post: str, act: str) -> Page:
        """From the page of the stay to the form, by its button; groups are unfolded as a hand would."""
        page = self.screen(post).page if post == self.acted else self.opened(post)
        button = page.locator(":is(.steps, .actions) a[href*='/do/']", has_text=re.compile(rf"^\s*{act}\s*$"))
        for group in page.locator("details:has(a.button) > summary").all():
            if button.count() and button.first.is_visible():
                break
            group.click()
        button.first.click()
        self.acted = post
        return page

    def done(self, page: Page) -> None:
        page.locator("main form .actions button.primary").click()
        expect(page).to_have_url(re.compile(f"{self.path}$"))
        expect(page.locator("#notices .notice")).to_be_visible()


def sign(page: Page) -> None:
    """Strokes of a mouse across the box."""
    pad = page.locator("[data-signature] canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    for start in (0.15, 0.45, 0.7):
        page.mouse.move(box["x"] + box["width"] * start, box["y"] + box["height"] * 0.3)
        page.mouse.down()
        for step in range(1, 7):
            page.mouse.move(
                box["x"] + box["width"] * (start + 0.025 * step),
                box["y"] + box["height"] * (0.3 + 0.06 * step * (-1 if step % 2 else 1)),
            )
        page.mouse.up()
    expect(page.locator("[data-signature] [data-state]")).to_have_text("已签名")


def answer(form, name: str, value: str = "yes") -> None:
    """A statement is answered by whoever makes it: none is answered beforehand."""
    form.locator(f"input[name={name}][value={value}]").check()


def test_one_person_from_arrival_to_release(visitor, place, tmp_path):
    stay, one = Stay(visitor), next(people(4242)).make("male", 1991)
    open_case(stay)
    book_in(stay, one)
    searched_and_kept(stay)
    asked_and_told(stay)
    collected_and_placed(stay)
    looked_after(stay)
    questioned(stay)
    out_and_back(stay)
    refused_at_the_gate(stay)
    gate_made_ready(stay)
    released(stay)
    verified_by_a_stranger(stay, place, tmp_path)
    assert len(stay.screens) >= 4


def open_case(stay: Stay) -> None:
    page = stay.screen("办案民警").open("/cases/")
    page.get_by_role("link", name=re.compile("立案|登记案件|新")).first.click()
    page.get_by_label("案由").fill("示例案件（走一遍）")
    page.get_by_label(re.compile("种类|类型|性质")).first.select_option("public_order")
    page.locator("main form button.primary").click()
    expect(page.get_by_text("示例案件（走一遍）").first).to_be_visible()
    stay.case = re.search(r"A\d{18,}", page.locator("main").inner_text()).group()


def book_in(stay: Stay, one) -> None:
    page = stay.screen("接待登记").open("/")
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name="入区登记").click()
    form = page.locator("main form[method=post]")
    form.get_by_label("证件种类").select_option("resident_id")
    form.get_by_label("证件号码").fill(one.number)
    form.get_by_label("姓名", exact=True).fill(one.name)
    form.get_by_label("性别").select_option("male")
    form.get_by_label("出生日期").fill(one.born.isoformat())
    form.locator("select[name=role]").select_option("suspect")
    form.get_by_label("到案依据").select_option("oral_summons")
    form.get_by_label("到案方式").select_option("brought")
    form.get_by_label("案号").fill(stay.case)
    lead = stay.screen("办案民警").page.locator(".me summary").inner_text().strip()
    bringer = form.get_by_label("送达民警", exact=True)
    bringer.select_option(bringer.locator("option", has_text=lead).first.get_attribute("value"))
    form.get_by_label("到达时状况").fill("神志清楚，行走正常，左前臂有旧擦伤")
    answer(form, "directly")
    page.locator("[data-region=left_forearm_front]").click()
    page.locator(".bodymap-list li select").select_option("graze")
    page.locator(".bodymap-list li input[type=text]").fill("旧擦伤，约二厘米")
    stay.screen("接待登记").picture("whole-01-arrival")
    page.get_by_role("button", name="登记入区").click()
    expect(page.get_by_role("heading", name=one.name)).to_be_visible()
    stay.path = re.sub(r"^https?://[^/]+", "", page.url)
    stay.acted = "接待登记"
    page = stay.begin("接待登记", "身份核查")
    page.get_by_label("核查方式").fill("读取身份证并与本人核对")
    stay.done(page)


def searched_and_kept(stay: Stay) -> None:
    page = stay.begin("专职检查采集", "人身安全检查")
    for officer in page.locator("input[name=officer_ids]").all()[:2]:
        officer.check()
    page.locator("select[name=room_id]").select_option(index=1)
    answer(page, "on_camera")
    page.get_by_label("检查情况").fill("未发现违禁品")
    stay.screen("专职检查采集").picture("whole-02-search")
    stay.done(page)
    page = stay.begin("专职检查采集", "随身物品")
    things = {"item_1": "手机", "bag_1": "ZJ0042", "item_2": "钥匙", "quantity_2": "3", "unit_2": "把"}
    for name, value in things.items():
        page.locator(f"input[name={name}]").fill(value)
    page.get_by_role("button", name="再加 6 行").click()
    expect(page.locator("input[name=item_12]")).to_be_visible()
    expect(page.locator("input[name=item_3]")).to_be_focused()
    page.locator("input[name=item_8]").fill("皮带")
    page.wait_for_timeout(600)
    page.once("dialog", lambda asks: asks.accept())
    page.reload()  # an accident: the lines added and what was typed in them come back
    expect(page.locator("input[name=item_8]")).to_have_value("皮带")
    page.locator("select[name=locker_id]").select_option(index=1)
    sign(page)
    stay.screen("专职检查采集").picture("whole-03-belongings-signed")
    stay.done(page)


def asked_and_told(stay: Stay) -> None:
    page = stay.begin("办案区值班民警", "风险评估")
    for group in page.locator("fieldset:has(input[type=radio])").all():
        if group.is_visible():
            name = group.locator("input[type=radio]").first.get_attribute("name")
            group.locator(f"input[value={WELL.get(name, 'no')}]").check()
    stay.screen("办案区值班民警").picture("whole-04-health")
    stay.done(page)
    page = stay.begin("办案区值班民警", "权利告知")
    page.get_by_label("告知语言").fill("汉语")
    answer(page, "understood")
    sign(page)
    stay.screen("办案区值班民警").picture("whole-05-rights-signed")
    stay.done(page)


def collected_and_placed(stay: Stay) -> None:
    page = stay.begin("专职检查采集", "信息采集")
    for officer in page.locator("input[name=officer_ids]").all()[:2]:
        officer.check()
    for name in ("on_camera", "approved"):
        answer(page, name)
    for item in ("photo", "fingerprints"):
        page.locator(f"select[name={item}]").select_option("done")
    stay.done(page)
    page = stay.begin("接待登记", "识别服")
    page.get_by_label("识别服编号").fill(f"X{stay.case[-4:]}")
    stay.done(page)
    place_in_a_room(stay)


def place_in_a_room(stay: Stay) -> None:
    page = stay.begin("办案区值班民警", "安排房间")
    page.locator("select[name=room_id]").select_option(index=1)
    page.locator("input[name=escort_ids]").first.check()
    stay.done(page)


def looked_after(stay: Stay) -> None:
    page = stay.opened("办案区值班民警")
    page.get_by_role("button", name="巡查正常").click()
    expect(page.locator("#notices .notice")).to_be_visible()
    page = stay.begin("办案区值班民警", "生活保障")
    page.locator("select[name=kind]").select_option("meal")
    page.locator("select[name=accepted]").select_option("yes")
    page.get_by_label("内容").fill("米饭、两菜一汤")
    stay.done(page)
    page = stay.begin("办案民警", "通知和要求")
    page.locator("select[name=kind]").select_option("family_notified")
    page.get_by_label("姓名或单位").fill("某某")
    page.get_by_label("关系").fill("父亲")
    page.get_by_label("方式").fill("电话")
    stay.done(page)
    stay.opened("办案区值班民警")
    stay.screen("办案区值班民警").picture("whole-06-in-his-room")


def questioned(stay: Stay) -> None:
    """In the first room of those offered that takes him."""
    page = stay.begin("办案民警", "开始讯问询问")
    page.locator("select[name=kind]").select_option("questioning")
    answer(page, "record")
    rooms = page.locator("select[name=room_id] option", has_text="询问").all()
    for officer in page.locator("input[name=officer_ids]").all()[:2]:
        officer.check()
    for room in [one.get_attribute("value") for one in rooms]:
        page.locator("select[name=room_id]").select_option(room)
        page.locator(".refusal").evaluate_all("every => every.forEach(one => one.remove())")  # of the room before
        with page.expect_response(lambda told: told.request.method == "POST") as told:
            page.locator("main form .actions button.primary").click()
        if told.value.status < 400:
            break
        expect(page.locator(".refusal")).to_be_visible()
    expect(page).to_have_url(re.compile(f"{stay.path}$"))
    stay.screen("办案民警").picture("whole-07-questioning")
    stay.done(stay.begin("办案民警", "结束讯问询问"))


def out_and_back(stay: Stay) -> None:
    page = stay.begin("办案民警", "申请临时离区")
    page.locator("select[name=purpose]").select_option(index=1)
    page.get_by_label("去往地点").fill(f"示例现场 {stay.case}")
    page.get_by_label(re.compile("应返回时间")).fill(f"{local(now() + timedelta(hours=2)):%Y-%m-%dT%H:%M}")
    page.locator("input[name=escort_ids]").nth(0).check()
    page.locator("input[name=escort_ids]").nth(1).check()
    page.get_by_label("理由").fill("辨认现场")
    stay.done(page)
    approve(stay)
    page = stay.begin("办案区值班民警", "临时离区放行")
    answer(page, "bodycam")
    stay.done(page)
    page = stay.begin("接待登记", "返回登记")
    stay.done(page)
    page = stay.begin("专职检查采集", "人身安全检查")
    for officer in page.locator("input[name=officer_ids]").all()[:2]:
        officer.check()
    page.locator("select[name=room_id]").select_option(index=1)
    answer(page, "on_camera")
    stay.done(page)
    place_in_a_room(stay)


def approve(stay: Stay) -> None:
    """The head reads it in his inbox and grants it."""
    head = stay.screen("派出所所长")
    page = head.open("/")
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name="审批").click()
    head.picture("whole-08-inbox")
    page.locator("article.panel", has_text=f"示例现场 {stay.case}").get_by_role("link", name="审批").click()
    page.get_by_label(re.compile("意见|理由")).fill("同意，两人押解，按时返回。")
    head.picture("whole-09-approval")
    page.get_by_role("button", name="批准", exact=True).click()
    expect(page.locator("#notices .notice")).to_be_visible()
    expect(page.locator("article.panel", has_text=stay.case)).to_have_count(0)


def refused_at_the_gate(stay: Stay) -> None:
    page = stay.begin("办案民警", "准备出区")
    page.locator("select[name=kind]").select_option("released")
    page.locator("select[name=outcome]").select_option("warning_fine")
    page.get_by_label("文书编号").fill("示例〔走查〕1号")
    stay.done(page)
    page = stay.begin("办案区值班民警", "出区")
    sign(page)
    page.locator("main form .actions button.primary").click()
    expect(page.locator(".refusal").first).to_contain_text("会签")
    expect(page.locator(".checks .tag.red").first).to_be_visible()
    assert page.locator(".checks .tag.red").count() >= 3
    stay.screen("办案区值班民警").picture("whole-10-gate-refuses")


def gate_made_ready(stay: Stay) -> None:
    page = stay.begin("接待登记", "出区伤情复查")
    answer(page, "unchanged")
    stay.done(page)
    page = stay.begin("接待登记", "返还随身财物")
    page.locator("select[name=state]").select_option("returned")
    sign(page)
    stay.done(page)
    stay.done(stay.begin("办案民警", "办案单位会签"))
    stay.done(stay.begin("办案区值班民警", "办案中心会签"))


def released(stay: Stay) -> None:
    page = stay.begin("办案区值班民警", "出区")
    missing = page.locator(".checks li", has=page.locator(".tag.red"))
    expect(missing.filter(has_not_text="签名")).to_have_count(0)  # his signature is given on this very form
    sign(page)
    stay.done(page)
    expect(page.locator("main")).to_contain_text("已出区")
    stay.screen("办案区值班民警").picture("whole-11-released")


def verified_by_a_stranger(stay: Stay, place, tmp_path) -> None:
    """The paper shows a code; the file that belongs to it, checked by another program, gives the same one."""
    page = stay.opened("办案区值班民警")
    page.get_by_role("link", name="在区记录及签发").click()
    page.locator("[name=made_for]").fill("汉阴县人民检察院")
    page.locator("[name=purpose]").select_option("procuratorate")
    page.locator("#issue button.primary").click()
    page.get_by_role("link", name="下载可验证记录").wait_for()
    paper = page.locator("main").inner_text()
    stay.screen("办案区值班民警").picture("whole-12-record")
    with page.expect_download() as coming:
        page.get_by_role("link", name="下载可验证记录").click()
    file = tmp_path / "stay.mjr"
    coming.value.save_as(file)
    said = subprocess.run(
        [sys.executable, "-m", "mingjing_verify", "record", str(file), "--json"],
        capture_output=True, text=True, check=False, env=place.environment,
    )  # fmt: skip
    assert said.returncode == 0, said.stdout + said.stderr
    assert json.loads(said.stdout)["code"] in CODE.findall(paper)
