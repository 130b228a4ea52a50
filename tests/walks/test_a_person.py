"""In a real browser on the real server: the duty desk, a look at somebody, his page, the wall."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.walk, pytest.mark.xdist_group("walks")]  # one system played for all of them


def test_the_custody_officer_sees_who_is_here_and_looks_after_one(visitor):
    desk = visitor("办案区值班民警")
    page = desk.page
    lines = page.locator(".desk-line")
    expect(lines.first).to_be_visible()
    desk.picture("a-person-desk")
    line = page.locator(".desk-line", has=page.get_by_role("button", name="已巡查")).first
    one = line.get_attribute("id")
    name = line.locator(".person-who b").text_content()
    line.get_by_role("button", name="已巡查").click()
    expect(page.locator(f"#{one} .deadline.late", has_text="巡查")).to_have_count(0, timeout=8000)
    page.locator(f"#{one} .person-who a").click()
    expect(page).to_have_url(re.compile(one.removeprefix("stay-")))
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(page.get_by_text(re.compile("巡查")).first).to_be_visible()
    desk.picture("a-person-stay")


def test_a_look_on_one_screen_is_seen_on_another(visitor):
    first, second = visitor("专职看管"), visitor("办案区值班民警")
    owed = first.page.locator(".desk-line", has=first.page.locator(".deadline", has_text="巡查"))
    line = owed.filter(has=first.page.get_by_role("button", name="饮水")).first
    one = line.get_attribute("id")
    second.page.wait_for_timeout(800)  # the line must be open before the bell
    due = second.page.locator(f"#{one} .deadline", has_text="巡查").locator(".deadline-due time")
    before = due.get_attribute("datetime")
    line.get_by_role("button", name="已巡查").click()
    line.get_by_role("button", name="饮水").click()
    expect(due).not_to_have_attribute("datetime", before, timeout=8000)


def test_the_wall_shows_everybody_and_names_nobody_in_full(visitor):
    wall = visitor("办案区值班民警")
    names = wall.page.locator(".desk-line .person-who b").all_text_contents()
    page = wall.open("/wall/")
    expect(page.locator(".wall-people li").first).to_be_visible()
    shown = page.locator("main").inner_text()
    assert not [n for n in names if "某" not in n and n in shown]
    assert page.locator("main button:visible, main a:visible, main input:visible").count() == 0
    wall.picture("wall")


def test_what_was_unfolded_stays_so_when_the_panel_is_drawn_anew(visitor):
    screen = visitor("办案区值班民警")
    page = screen.open(screen.page.locator(".desk-line .person-who a").first.get_attribute("href"))
    group = page.locator("details:has(a.button)").first
    group.locator("summary").click()
    page.wait_for_timeout(800)  # the line must be open before the bell
    with page.expect_response(lambda answer: "/part/acts" in answer.url):
        page.locator("[data-panel] [hx-get*=acts]").dispatch_event("bell")
    page.wait_for_timeout(300)
    expect(group.locator("a.button").first).to_be_visible()
