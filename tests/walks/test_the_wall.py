"""The wall takes as many lines as its screen holds, every line whole; only then screen follows screen."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.walk
SHOWN = """() => [...document.querySelectorAll("[data-wall] > li")].map((li) => ({
  shown: !li.hidden, bottom: li.getBoundingClientRect().bottom }))"""

TURN = 12_000  # milliseconds, as in web/src/page/wall.ts


def opened(visitor, height):
    page = visitor("办案区值班民警").page
    page.clock.install()  # the time between two screens is wound on, not waited for
    page.set_viewport_size({"width": 1920, "height": height})
    page.goto(re.sub(r"(https?://[^/]+)/.*", r"\1/wall/", page.url))
    return page, page.locator("[data-wall-screen]")


def test_everybody_stands_on_a_screen_that_holds_everybody(visitor):
    page, told = opened(visitor, 3000)
    lines = page.evaluate(SHOWN)
    assert len(lines) > 1
    assert all(line["shown"] for line in lines)
    expect(told).to_be_hidden()


def test_a_small_screen_shows_whole_lines_and_the_rest_after_it(visitor):
    page, told = opened(visitor, 3000)
    everybody = len(page.evaluate(SHOWN))
    first_line = page.evaluate(SHOWN)[0]["bottom"]
    page.set_viewport_size({"width": 1920, "height": int(first_line) + 80})
    expect(told).to_be_visible()
    seen = set()
    for _ in range(2):
        first, last, whole = map(int, re.findall(r"\d+", told.inner_text()))
        lines = page.evaluate(SHOWN)
        assert [n for n, line in enumerate(lines, 1) if line["shown"]] == list(range(first, last + 1))
        assert whole == everybody
        assert all(line["bottom"] <= int(first_line) + 80 for line in lines if line["shown"])
        seen.add(first)
        before = told.inner_text()
        page.clock.fast_forward(TURN)
        expect(told).not_to_have_text(before)
    assert len(seen) == 2
