"""In a real browser: a band pushes through the public door, and its wearer walks on the live map; a plan is drawn."""

import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from mingjing.bridges.line import SOCKET
from tests.walks.conftest import PROJECT

pytestmark = [pytest.mark.walk, pytest.mark.xdist_group("walks")]  # one system played for all of them

BANDS = """
import sys
import django; django.setup()
from mingjing.custody.models import Stay
from mingjing.demo import seed
from mingjing.kernel.actor import machine
from mingjing.kernel.time import now
from mingjing.demo.equipment import secrets_file
from mingjing.presence.actions import binding, device
from mingjing.presence.models import Binding
by, site = machine("setup"), seed.home()
[band] = device.register(by=by, at=now(), site_id=site.pk, kind="band", numbers=["WALK-B1"])
stay = Stay.objects.present().filter(site=site, state="in_area").first()
worn = Binding.objects.open().filter(holder_id=str(stay.pk)).first()
if worn:
    binding.exchange(worn.device_id, by=by, at=now(), new_id=band.pk, why="walk")
else:
    binding.issue(band.pk, by=by, at=now(), holder=stay.ref)
print(stay.ref, secrets_file())
"""
SCENARIO = """
zh: 走一趟
en: One walk
minutes: 2
people: [{device: WALK-B1, start: HW01, legs: [{to: SX01, at: 10}]}]
"""


@contextmanager
def program(place, *command):
    running = subprocess.Popen([sys.executable, "-m", *command], env=place.environment, cwd=PROJECT)
    try:
        yield running
    finally:
        running.terminate()
        running.wait(20)


@pytest.fixture
def wearer(place, tmp_path):
    """The reference of somebody whose band walks from HW01 to SX01, by the real programs."""
    made = subprocess.run(
        [sys.executable, "-c", BANDS], env=place.environment, cwd=PROJECT, check=True, capture_output=True, text=True
    )
    who, secrets = made.stdout.split()
    (tmp_path / "walk.yaml").write_text(SCENARIO)
    simulate = ["mingjing.config.cli", "simulate", str(tmp_path / "walk.yaml")]
    door = Path(place.environment["MINGJING_DATA"]) / "readings" / SOCKET
    with program(place, "mingjing.bridges.sense") as sense:
        while not door.exists():
            assert sense.poll() is None, "the process that takes readings did not start"
            time.sleep(0.1)
        with program(place, *simulate, "--to", place.address, "--secrets", secrets):
            yield who


# Nobody walks with him, and so a red alarm covers every page until it is seen: this reader has seen it at once.
FOLDS_ALARMS_AWAY = """
setInterval(() => document.body?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true })), 100);
"""


def test_who_walks_is_seen_walking(visitor, wearer):
    desk = visitor("办案区值班民警", sees_alarms=True)
    desk.page.add_init_script(FOLDS_ALARMS_AWAY)
    page = desk.open("/places/map/")
    figure = page.locator(f'[data-who="{wearer}"]')
    expect(figure).to_have_attribute("data-room", "HW01", timeout=40_000)
    expect(page.locator('[data-room-row="HW01"]')).to_be_visible()
    expect(figure).to_have_attribute("data-room", "SX01", timeout=80_000)
    desk.picture("live-map")
    page.locator('[data-room-row="SX01"]').get_by_title("为什么认为在这里").first.click()
    expect(page.get_by_text("± 1.2 m").or_(page.get_by_text("±1.2 m")).first).to_be_visible()
    desk.picture("why-there")
    page.goto(f"{desk.address}/places/map/replay")
    page.get_by_label("目的").select_option("supervision")
    page.get_by_label("说明").fill("核查行走路线")
    page.get_by_role("button", name="打开记录").click()
    slider = page.locator("[data-slider]")
    expect(slider).to_be_visible()
    page.wait_for_load_state()  # until the script listens to the slider
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    expect(page.locator("[data-map-panel]").get_by_text("回放")).to_be_visible()
    desk.picture("replay")


def test_a_plan_is_drawn_checked_and_kept(visitor):
    desk = visitor("办案区值班民警", sees_alarms=True)
    desk.page.add_init_script(FOLDS_ALARMS_AWAY)
    page = desk.open("/places/plans/edit")
    faults = page.locator("[data-faults] li")
    page.get_by_role("button", name="检查", exact=True).click()
    expect(faults).to_have_text(["检查通过，可以启用。"])
    page.get_by_role("button", name="通道", exact=True).click()
    room = page.locator('[data-space="HW02"]').bounding_box()
    page.mouse.move(room["x"] + 5, room["y"] + 5)
    page.mouse.down()
    page.mouse.move(room["x"] + room["width"] - 5, room["y"] + room["height"] - 5)
    page.mouse.up()
    page.get_by_role("button", name="检查", exact=True).click()
    expect(faults.filter(has_text="重叠")).to_have_count(1)
    expect(page.locator("[data-sheet] .fault").first).to_be_visible()
    desk.picture("plan-editor")
    page.get_by_role("button", name="撤销").click()
    page.get_by_label("变更说明").fill("原样存一版")
    page.get_by_role("button", name="检查", exact=True).click()
    expect(faults).to_have_text(["检查通过，可以启用。"])
