"""The frame: menu, site, language, search; and what it costs."""

import pytest

from mingjing.kernel.text import Text
from mingjing.org.models import Officer, Posting, Site, Unit
from mingjing.webkit import menu, search
from tests.looking import asked


def test_every_menu_entry_of_the_project_is_sound():
    assert all(i.desk in menu.DESKS for i in menu.items())


def test_the_menu_follows_the_posts(monkeypatch):
    open_to_all = menu.Item("law", "webkit:gallery", Text("甲", "A"), "law", "", 1)
    guarded = menu.Item("law", "webkit:gallery_form", Text("乙", "B"), "law", "org:officer:enrol", 2)
    monkeypatch.setattr(menu, "items", lambda: (open_to_all, guarded))

    def seen(*posts):
        return [i.text.en for _, mine in menu.for_posts(posts, "/") for i, _ in mine]

    assert seen("reception") == ["A"]
    assert seen("administrator") == ["A", "B"]
    assert seen() == ["A"]


def test_the_longest_address_that_fits_is_where_the_reader_is():
    current = [i.url for _, mine in menu.for_posts([], "/gallery/form") for i, here in mine if here]
    assert current == ["webkit:gallery"]


def test_language_is_kept_on_the_machine_and_with_the_officer(web, officer):
    answer = web.post("/language", {"language": "en", "next": "/gallery"})
    assert answer["Location"] == "/gallery"
    assert web.cookies["mingjing_language"].value == "en"
    officer.refresh_from_db()
    assert officer.language == "en"


def test_an_officer_finds_his_language_on_another_machine(web, officer):
    Officer.objects.filter(pk=officer.pk).update(language="en")
    assert 'lang="en"' in web.get("/gallery").content.decode()
    web.cookies["mingjing_language"] = "zh-hans"
    assert 'lang="zh-Hans"' in web.get("/gallery").content.decode()


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_led_away(web, to):
    assert web.post("/language", {"language": "en", "next": to})["Location"] == "/"


def test_an_unknown_language_is_refused(web):
    assert web.post("/language", {"language": "fr"}).status_code == 400


def test_the_site_is_chosen_among_ones_own(web, officer):
    own = Site.objects.get()
    second = Site.objects.create(code="HY02", unit=officer.unit, kind="station_area", name="二号")
    elsewhere = Unit.objects.create(code="9", name="外县", kind="county_bureau", path="9/")
    foreign = Site.objects.create(code="XX01", unit=elsewhere, kind="county_centre", name="外县中心")
    page = web.get("/gallery").content.decode()
    assert "二号" in page
    assert "外县中心" not in page
    assert chosen(web) == own
    web.post("/site", {"site": str(second.pk)})
    assert chosen(web) == second
    web.post("/site", {"site": str(foreign.pk)})
    assert chosen(web) == second


def chosen(web):
    return web.get("/gallery").context["shell"].site


def test_quick_search_asks_every_provider_and_finds_screens(web, monkeypatch):
    monkeypatch.setattr(search, "_providers", {})
    search.provider(
        Text("在区人员", "People"), "person", lambda _, typed: [search.Hit(f"{typed}-{n}", "/x") for n in range(99)]
    )
    search.provider(Text("无", "None"), "person", lambda *_: [])
    page = asked(web, "/search?q=王").content.decode()
    assert page.count("/x") == search.MOST_HITS
    assert "无" not in page
    assert "组件陈列" in asked(web, "/search?q=陈列").content.decode()


def test_nothing_found_says_so(web, monkeypatch):
    monkeypatch.setattr(search, "_providers", {})
    assert "没有找到“zzz”。" in asked(web, "/search?q=zzz").content.decode()


def test_the_frame_costs_four_queries(web, officer, django_assert_max_num_queries):
    """Session, officer, postings, sites; the gallery itself reads nothing. The first visit also notes the session."""
    web.get("/gallery")
    with django_assert_max_num_queries(4):
        web.get("/gallery")


def test_an_officer_without_a_post_gets_a_page(web, officer):
    Posting.objects.all().delete()
    assert web.get("/gallery").status_code == 200


def test_every_answer_forbids_inline_code(web):
    policy = web.get("/gallery")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert web.get("/gallery")["Cache-Control"] == "no-store"


def test_what_is_found_stands_in_the_order_the_apps_ask_for(officer, monkeypatch):
    monkeypatch.setattr(search, "_providers", {})
    for name, order in (("后", 50), ("先", 10), ("也后", 50)):
        search.provider(Text(name, name), "person", lambda *_, name=name: [search.Hit(name, "/")], order=order)
    assert [str(label) for label, _, _ in search.search(officer, "x")] == ["先", "后", "也后"]
