"""The walk of an interview: planned, its gates read, opened, written, stopped by a failed recorder, mended where an
item was missing, read back, signed under every page, closed as a PDF."""

import json
import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.walks.conftest import PICTURES, PROJECT
from tests.walks.lives import fill

# one system played for all of the walks
pytestmark = [pytest.mark.walk, pytest.mark.xdist_group("walks")]

SET_UP = """
import json
import django; django.setup()
from datetime import timedelta
from itertools import count
from random import Random
from mingjing.demo.crew import gathered
from mingjing.demo.episodes import arrived, told_family
from mingjing.demo.scene import Scene, booked_in
from mingjing.demo.seats import first_of_each
from mingjing.demo.seed import home
from mingjing.demo.talks import theft
from mingjing.demo.timetable import Timetable
from mingjing.kernel.time import now
from mingjing.org.models import Officer
from mingjing.org.vocab import RoomKind
crew = gathered(home())
lead = Officer.objects.get(number=first_of_each()["case_officer"].number)
second = next(o for o in crew.of_unit("case_officer", lead.unit) if o != lead)
crew.stations, crew.members[("case_officer", "")] = [lead.unit], [lead, second]
scene = Scene(crew, Random(3), seed=303, vests=count(900), bags=count(90000))
told = {}
def story():
    at = yield 0
    case, team = theft(scene, at)
    person = scene.register(scene.somebody(), at, lead)
    scene.name_suspect(case, person, lead, at)
    paper = "传唤〔2026〕9001号"
    stay = arrived(scene, at, person, team, case, ground="summons", mode="captured", instrument=paper)
    told.update(case=str(case.pk), second=second.number)
    yield from booked_in(scene, stay)
    at = yield 1
    told_family(stay, team, at)
    told["room"] = str(scene.free_room(RoomKind.INTERROGATION_ROOM, team, False).pk)
table, end = Timetable(), now()
table.add(end - timedelta(minutes=79), "suspect", story())
table.play(end)
assert not table.refused, table.refused
print(json.dumps(told))
"""
SAID = {
    "recusal": "不申请回避。", "home": "虚构镇北街 12 号。", "family": "父母在家务农。",
    "health": "身体健康，没有疾病。",
    "offence": "有。昨天晚上十一点我在虚构镇北街剪断车锁，偷了一辆电动车。",
}  # fmt: skip


def sign(page):
    canvas = page.locator("canvas").first
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    for step in range(12):
        page.mouse.move(box["x"] + 40 + step * 12, box["y"] + 40 + (step % 4) * 14)
    page.mouse.up()


def send(page, **told):
    fill(page, told)
    page.locator("main form .actions button.primary").last.click()


def planned(desk, told):
    """Refused for want of a second officer, called off, and planned as the law wants it. Gives its address."""
    page = desk.open(f"/interviews/new/{told['case']}")
    room, person = told["room"], page.locator('[name="person"] option').nth(1).get_attribute("value")
    send(page, person=person, room=room, question_set="theft")
    page.wait_for_url(re.compile(r"/interviews/[0-9a-f-]{36}/$"))
    home = page.url
    expect(page.get_by_text("不得进行").first).to_be_visible()  # one officer alone
    desk.picture("interview-gates")
    page.get_by_role("link", name="取消").or_(page.get_by_role("button", name="取消")).first.click()
    send(page, reason="缺少第二名民警")
    desk.open(f"/interviews/new/{told['case']}")
    send(page, person=person, room=room, question_set="theft", officer_2=told["second"])
    page.wait_for_url(lambda url: url != home and re.search(r"/interviews/[0-9a-f-]{36}/$", url))
    return page.url


def written(desk, home):
    """Every question answered but one."""
    page = desk.page
    page.goto(f"{home}begin")
    send(page)
    page.wait_for_url(home)
    answers = page.locator('[data-kind="a"]')
    expect(answers.first).to_be_visible()
    for row in answers.all():
        item = row.get_attribute("data-item")
        if item != "deputy":
            row.locator("textarea").fill(SAID.get(item, "是的，我听明白了。"))
    page.locator('[data-ask="goods"]').click()
    page.keyboard.type("红色电动自行车，值一千多元。")
    expect(page.locator("[data-saved]")).to_contain_text("已保存")
    expect(page.locator("[data-standing] .elements li", has_text="人大代表")).to_contain_text("必问")
    desk.picture("interview-desk")


def failed(desk, home):
    """The recorder fails: the whole screen says so, until it records again."""
    page = desk.page
    page.goto(f"{home}recorder")
    send(page, state="failed", note="断电")
    expect(page.locator("dialog[data-failed]")).to_be_visible()
    expect(page.locator("dialog[data-failed]")).to_contain_text("不得作为处罚的依据")
    desk.picture("interview-recorder-failed")
    page.get_by_role("link", name="登记恢复录制").click()
    send(page, state="healthy")
    page.wait_for_url(home)
    page.goto(f"{home}resume")
    send(page)
    page.wait_for_url(home)


def mended(desk, home):
    """What is missing refuses the fixing, and is asked."""
    page = desk.page
    page.goto(f"{home}fix")
    send(page)
    expect(page.locator("main")).to_contain_text("应当问明的事项尚未记全")
    desk.picture("interview-item-missing")
    page.goto(home)
    page.locator('[data-kind="a"][data-item="deputy"] textarea').fill("不是。")
    expect(page.locator("[data-saved]")).to_contain_text("已保存")
    for name, size, scheme in (("phone", (390, 844), "light"), ("dark", (1366, 768), "dark")):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        desk.picture(f"interview-{name}")
    page.emulate_media(color_scheme="light")


def signed(desk, home):
    """Read back, and signed by everybody."""
    page = desk.page
    for task in ("fix", "read_back"):
        page.goto(f"{home}{task}")
        send(page)
        page.wait_for_url(home)
    page.goto(f"{home}sign")
    for who in page.locator('[name="who"] option').evaluate_all("all => all.map(o => o.value).filter(Boolean)"):
        page.goto(f"{home}sign")
        fill(page, {"who": who})
        sign(page)
        send(page)
        page.wait_for_url(home)
    desk.picture("interview-signed")


def test_an_interview_from_its_plan_to_the_signed_paper(visitor, place):
    done = subprocess.run(
        [sys.executable, "-c", SET_UP],
        env=place.environment,
        cwd=PROJECT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    told = json.loads(done.stdout.splitlines()[-1])
    desk = visitor("办案民警")
    page, home = desk.page, planned(desk, told)
    for step in (written, failed, mended, signed):
        step(desk, home)
    for task in ("finish", "close"):
        page.goto(f"{home}{task}")
        send(page)
        page.wait_for_url(home)
    expect(page.get_by_text("以上笔录我看过，和我说的相符。")).to_be_visible()
    final = page.get_by_role("link", name="定稿文件").get_attribute("href")
    paper = page.context.request.get(f"{place.address}{final}").body()
    assert paper.startswith(b"%PDF")
    (PICTURES / "interview-paper.pdf").write_bytes(paper)
    desk.picture("interview-closed")
