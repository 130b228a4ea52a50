"""What the screens give on A4: as many pages as there is something to read, and nothing to press."""

import re

import pytest

pytestmark = pytest.mark.walk
PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")


def pages(page) -> int:
    return len(PAGE.findall(page.pdf(prefer_css_page_size=True)))


def on_paper(page, selector) -> bool:
    page.emulate_media(media="print")
    shown = page.locator(selector).first.is_visible()
    page.emulate_media(media="screen")
    return shown


def test_a_list_that_fits_gives_one_page(visitor):
    page = visitor("办案区值班民警").open("/stays/")
    assert page.locator("article.person").count() < 20
    assert pages(page) == 1


def test_the_page_of_a_stay_prints_what_is_read_and_not_what_is_pressed(visitor):
    page = visitor("办案区值班民警").open("/stays/")
    page.locator("article.person a").first.click()
    assert page.locator("a[href*='/do/']").count()
    assert on_paper(page, ".timeline")
    assert not on_paper(page, "#acts, a[href*='/do/check']")
    fold = page.locator("details[data-folded-on-paper]")
    lines = fold.first.locator("div > div")
    assert lines.count()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert fold.first.get_attribute("open") is None
    page.emulate_media(media="print")
    assert fold.first.locator("summary").is_visible()
    assert not lines.first.is_visible()


def test_tables_beneath_a_heading_lie_across_the_page_too(visitor):
    page = visitor("办案区值班民警").open("/alarms/")
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", page.pdf(prefer_css_page_size=True))
    assert boxes
    assert all(float(wide) > float(high) for wide, high in boxes)
    assert not on_paper(page, ".page-head .button")
