"""The law pages: every rule can be read, found and traced; a version is answered for by a legal officer."""

import re
from datetime import date

import pytest
import yaml

from mingjing.clocks.models import BookSignOff
from mingjing.desks import rulebook
from mingjing.desks.views.law import RULES_ON_A_PAGE
from mingjing.law import books
from mingjing.law.shelf import SHIPPED
from mingjing.law.show import explained
from mingjing.ledger.models import Entry
from mingjing.webkit import search


def test_every_rule_has_a_page_in_both_languages(desk):
    for language in ("zh-hans", "en"):
        client = desk.sign_in("custody_guard", language)
        wrong = [r for r in books.current().rules if client.get(f"/law/rules/{r}/").status_code != 200]
        assert not wrong


def test_an_unknown_rule_does_not_exist(desk):
    assert desk.sign_in("custody_guard").get("/law/rules/cn.nothing/").status_code == 404


@pytest.mark.parametrize("kind", rulebook.KINDS)
def test_rules_are_narrowed_by_kind(kind):
    found = rulebook.rows(kind=kind)
    assert 0 < len(found) < len(rulebook.rows())
    assert {rulebook.kind_of(r.rule) for r in found} == {kind}


def test_rules_are_narrowed_by_certainty_and_by_words_of_either_language():
    assert {r.rule.certainty for r in rulebook.rows(certainty="article_read")} == {"article_read"}
    everywhere = [rulebook.rows(q=words) for words in ("保证饮食", "Food is ensured", "cn.care.food")]
    assert all("cn.care.food" in {r.rule.id for r in found} for found in everywhere)
    assert rulebook.rows(q="no rule says this") == []


def test_the_list_is_turned_by_the_page_and_keeps_what_narrows_it(desk):
    client = desk.sign_in("custody_guard")
    shown, after = [], "/law/?certainty=article_read"
    while after:
        page = client.get(after).content.decode()
        shown += re.findall(r'href="/law/rules/([^"/]+)/"', page)
        after = next(iter(re.findall(r'href="(\?[^"]+)" rel="next"', page)), "").replace("&amp;", "&")
        after = after and f"/law/{after}"
    wanted = [r.rule.id for r in rulebook.rows(certainty="article_read")]
    assert shown == wanted
    assert len(wanted) > RULES_ON_A_PAGE
    assert client.get("/law/?page=x").status_code == 200


def test_a_rule_the_prefecture_tightened_says_so_and_what_the_country_asks(desk, tmp_path, monkeypatch):
    summons = "cn.questioning.public_order"
    change = {"rule": summons, "values": {date(2026, 1, 1): {"value": "7h", "basis": "site"}}}
    (tmp_path / "here.yaml").write_text(yaml.safe_dump({"domain": "local", "tighten": [change]}))
    tight = books.load(SHIPPED, tmp_path)
    monkeypatch.setattr(books, "current", lambda: tight)
    [marked] = [r for r in rulebook.rows() if r.here]
    assert (marked.rule.id, marked.here, marked.value.en) == (summons, rulebook.TIGHTER, "7 hours")
    for language, mark, both in (
        ("zh-hans", "本地从严", ("7 小时", "8 小时")),
        ("en", "Tighter here", ("7 hours", "8 hours")),
    ):
        client = desk.sign_in("custody_guard", language)
        assert mark in client.get("/law/?q=public_order").content.decode()
        page = client.get(f"/law/rules/{summons}/").content.decode()
        assert all(said in page for said in (mark, *both))
    assert any("8 " in line for line in explained(tight, tight[summons]))
    rulebook._all.cache_clear()


def test_one_version_is_in_force_and_earlier_ones_are_shown():
    states = [d.state for d in rulebook.page("cn.care.food").dates]
    assert states.count(rulebook.IN_FORCE) == 1
    assert rulebook.ENDED in states


def test_a_legal_officer_signs_the_version_in_use_once(desk):
    client, digest = desk.sign_in("legal_officer"), books.current().digest
    answer = client.post("/law/sign-off", {"digest": digest, "note": "逐条核对"})
    assert (answer.status_code, answer["Location"]) == (302, "/law/")
    row = BookSignOff.objects.get()
    assert (row.digest, row.version, row.note) == (digest, books.current().version, "逐条核对")
    entry = Entry.objects.about(row.ref).get()
    assert (entry.tag, entry.actor_name) == ("clocks.book.signed_off", row.officer.name)
    assert row.officer.name in client.get("/law/").content.decode()
    assert client.post("/law/sign-off", {"digest": digest}).status_code == 409
    assert BookSignOff.objects.count() == 1


def test_books_that_changed_meanwhile_are_not_signed(desk):
    answer = desk.sign_in("legal_officer").post("/law/sign-off", {"digest": "0" * 64, "note": "旧版"})
    assert answer.status_code == 409
    assert "旧版" in answer.content.decode()
    assert not BookSignOff.objects.exists()


@pytest.mark.parametrize("post", ["custody_officer", "administrator", "county_chief"])
def test_nobody_else_signs(desk, post):
    answer = desk.sign_in(post).post("/law/sign-off", {"digest": books.current().digest})
    assert answer.status_code == 403
    assert not BookSignOff.objects.exists()


def test_the_quick_search_finds_rules(desk):
    guard = desk.centre.officer("custody_guard")
    for words in ("保证饮食", "Food is ensured"):
        [hits] = [hits for label, _, hits in search.search(guard, words) if label.en == "Law"]
        assert hits[0].url == "/law/rules/cn.care.food/"
