"""A real browser, a real server: a bell redraws its panel, typed text stays, a lost line is shouted, then healed."""

import time

import pytest
from playwright.sync_api import expect

from tests.browsers import chromium  # noqa: F401  pytest finds the fixture here

pytestmark = [pytest.mark.walk, pytest.mark.xdist_group("live")]


@pytest.fixture
def screen(place, chromium):  # noqa: F811  the fixture by its name
    with chromium.new_context(viewport={"width": 1366, "height": 768}) as context:
        cookies = {"sessionid": place.session, "mingjing_language": "en"}
        context.add_cookies([{"name": n, "value": v, "url": place.address} for n, v in cookies.items()])
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(f"{place.address}/gallery")
        yield page


def test_a_bell_redraws_the_panel_and_keeps_what_is_being_typed(screen, place):
    drawn = screen.locator("[data-drawn]")
    expect(drawn).to_be_visible()
    screen.wait_for_timeout(800)  # the line must be open before the bell, or the test would prove the catching up
    before = drawn.text_content()
    box = screen.get_by_label("Type here")
    box.press_sequentially("half a sen")
    began = time.monotonic()
    place.ring(place.officer)
    expect(drawn).not_to_have_text(before, timeout=5000)
    assert time.monotonic() - began < 3
    box.press_sequentially("tence")
    expect(box).to_have_value("half a sentence")
    assert screen.complaints == []


def test_a_lost_line_is_shouted_and_what_happened_meanwhile_is_fetched(screen, place):
    drawn = screen.locator("[data-drawn]")
    expect(drawn).to_be_visible()
    screen.wait_for_timeout(800)
    before = drawn.text_content()
    place.stop()
    expect(screen.get_by_text("The line to the server is lost")).to_be_visible(timeout=15000)
    place.ring(place.officer)
    place.start()
    expect(screen.get_by_text("The line to the server is lost")).to_be_hidden(timeout=15000)
    expect(drawn).not_to_have_text(before, timeout=5000)
