"""A running system with a small centre in the middle of a day, and a browser that shows what people see."""

import importlib.util
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Error, Page, expect

from mingjing.config.frontend import build
from mingjing.demo.cast import cast
from mingjing.demo.seats import signins
from tests.browsers import chromium  # noqa: F401  pytest finds the fixture here

expect.set_options(timeout=20_000)  # a busy machine must not make a walk look broken
PROJECT = Path(__file__).resolve().parents[2]
PICTURES = PROJECT / "out" / "walks"
SHOWN = PROJECT / "docs" / "pictures"
FRESH = os.environ.get("MINGJING_TEST_PICTURES") == "yes"  # then the pictures of the documentation are taken anew
SEED = """
import django; django.setup()
from datetime import timedelta
from mingjing.demo import seed
from mingjing.kernel.time import now
end = now()
seed.play(seed.prefecture(end - timedelta(days=60)), end - timedelta(minutes=80), end)
"""


def _served():
    """The server of tests/live, which knows how to start and stop the real one."""
    spec = importlib.util.spec_from_file_location("served", PROJECT / "tests" / "live" / "served.py")
    served = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(served)
    return served


@pytest.fixture(scope="session")
def place(tmp_path_factory):
    """The real server on a database where the demonstration has played for eighty minutes."""
    build()  # before the server starts: it remembers how long its files are
    found = _served().Place(tmp_path_factory.mktemp("walk"))
    subprocess.run([sys.executable, "-c", SEED], env=found.environment, cwd=PROJECT, check=True)
    found.start()
    yield found
    found.stop()


@pytest.fixture(scope="session")
def later(place, tmp_path_factory):
    """A copy of that system, served with a clock that walks put forward: days pass there and nobody else notices."""
    served = _served()
    folder = tmp_path_factory.mktemp("later")
    found = served.Place(folder)
    _copy(Path(place.environment["MINGJING_DATA"]), folder)
    found.folder, found.ahead = folder, 0
    found.start("tests.walks.moved:application")
    yield found
    found.stop()


def _copy(home: Path, to: Path) -> None:
    """Its keys and files, and its database as it stands between two acts; a listener's socket is no file."""
    ignored = shutil.ignore_patterns("live.sqlite3*", "*.sock")
    shutil.copytree(home, to, dirs_exist_ok=True, ignore=ignored, copy_function=_copy_if_there)
    for mine in to.glob("live.sqlite3*"):
        mine.unlink()
    with closing(sqlite3.connect(home / "live.sqlite3")) as one, closing(sqlite3.connect(to / "live.sqlite3")) as two:
        one.backup(two)


def _copy_if_there(file: str, to: str) -> None:
    """The server still runs: a file it has just renamed is copied under its new name, or not at all."""
    with suppress(FileNotFoundError):
        shutil.copy2(file, to)


class Visitor:
    """One officer at one screen. Faults of the page are collected in `complaints`."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address, self.complaints = page, address, []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._heard)

    def _heard(self, message) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.complaints.append(message.text)

    def open(self, path: str) -> Page:
        """Go there. A page whose session has ended goes to the sign-in by itself, and may do so in this very moment."""
        try:
            self.page.goto(f"{self.address}{path}")
        except Error as why:
            if "ERR_ABORTED" not in str(why):
                raise
            self.page.goto(f"{self.address}{path}")
        return self.page

    def sign_in(self, post: str) -> None:
        """By the form, as the first officer of that post (named as `mj demo` prints them)."""
        number = next(row[0] for row in signins() if row[2] == post)
        self.open("/accounts/login/")
        self.page.locator("input[name=login]").fill(number)
        self.page.locator("input[name=password]").fill(cast()["password"])
        self.page.get_by_role("button", name="登录", exact=True).click()
        self.page.wait_for_url(f"{self.address}/")

    def picture(self, name: str) -> None:
        """Kept as output of the test; those that the documentation shows are renewed when asked."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        taken = self.page.screenshot(path=PICTURES / f"{name}.png", scale="css")
        if FRESH and (SHOWN / f"{name}.png").exists():
            Image.open(BytesIO(taken)).quantize(128).save(SHOWN / f"{name}.png", optimize=True)


# The walks share one system; red alarms of one would cover the pages of the next. These readers fold them away at once.
FOLDS_ALARMS_AWAY = """
setInterval(() => {
  const box = document.querySelector("[data-calling]");
  if (box && !box.hidden) box.querySelector("[data-fold-away]")?.click();
}, 50);
"""


@pytest.fixture
def visitor(chromium, place):  # noqa: F811  the fixture by its name
    """Gives a new screen for each officer."""
    yield from _screens(chromium, place)


@pytest.fixture
def later_visitor(request, later):
    """The same where the clock is put forward."""
    yield from _screens(request.getfixturevalue("chromium"), later)


def _screens(browser, place):
    opened = []

    def visit(post: str, *, sees_alarms: bool = False) -> Visitor:
        context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
        if not sees_alarms:
            context.add_init_script(FOLDS_ALARMS_AWAY)
        one = Visitor(context.new_page(), place.address)
        opened.append((one, context))
        one.sign_in(post)
        return one

    yield visit
    for one, context in opened:
        context.close()
        assert one.complaints == []
