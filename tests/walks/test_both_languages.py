"""Every kind of page that links lead to, read in both languages: no page keeps a word of the other one.

What people typed, and how they, their units and rooms are called, stands in the database and is the same in both;
everything else is ours and has to be said in the reader's language.
"""

import json
import re
import sqlite3
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest

pytestmark = pytest.mark.walk
POSTS = ("办案区值班民警", "办案民警", "法制民警", "派出所所长", "系统管理员", "督察")
HAN = re.compile(r"[\u3400-\u9fff]+")
LATIN = re.compile(r"[A-Za-z]*[a-z]{2,}")  # capitals alone are codes of the law, of countries, of files
IDENT = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+|(?<=/law/rules/)[^/]+")
NOT_PAGES = ("/media/", "/accounts/logout", "/live", ".mjr")
CODE = re.compile(r"[a-z]+([:._-][a-z_]+)+")  # names of permissions and rules, which are told as they are
DIGEST = re.compile(r"\b(?=[a-f]*\d)[0-9a-f]{12}\b")  # by which a version is told, whatever the language
QUIET = {"script", "style", "template", "code", "kbd"}
SAID = ("title", "aria-label", "placeholder", "alt")
# The other language by its own name, and words that Chinese officers use as they are.
IN_ENGLISH = {"中", "切换到中文"}
IN_CHINESE = {"Switch", "English", "mingjing", "verify"}
STORED = (
    "org_officer", "org_unit", "org_site", "org_zone", "org_room", "persons_", "cases_", "custody_", "approvals_",
    "ledger_entrycontent", "presence_", "intake_", "review_", "interviews_",
)  # fmt: skip


class Words(HTMLParser):
    """What a reader sees or hears of a page, piece by piece, and where its links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.pieces, self.links, self._open = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        told = {name: value or "" for name, value in attrs}
        if tag == "a" and told.get("href"):
            self.links.append(told["href"])
        if not self._silent():
            self.pieces += [told[name] for name in SAID if told.get(name)]
        if tag not in {"meta", "link", "input", "img", "br", "hr", "use", "path"}:
            # a part that says in which language it is stands there for readers of that one
            other = tag != "html" and "lang" in told
            self._open.append((tag, tag in QUIET or other or "code" in told.get("class", "").split()))

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if data.strip() and not self._silent():
            self.pieces.append(data.strip())

    def _silent(self) -> bool:
        return any(quiet for _, quiet in self._open)


def stored(database: str) -> str:
    """Everything people typed, as one text."""
    with sqlite3.connect(database) as rows:
        names = [
            n for (n,) in rows.execute("select name from sqlite_master where type = 'table'") if n.startswith(STORED)
        ]
        cells = [cell for n in names for row in rows.execute(f"select * from {n}") for cell in row]
    return "\n".join(_plain(cell) for cell in cells)


def _plain(cell: object) -> str:
    text = cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell)
    try:
        return json.dumps(json.loads(text), ensure_ascii=False) if text.startswith(("{", "[")) else text
    except ValueError:
        return text


def walked(visitor, language: str, kinds: set[str]) -> dict[str, list[str]]:
    """Address → its pieces; one page of every kind that is not in `kinds` yet."""
    page = visitor.open("/")
    if page.locator("html").get_attribute("lang") != language:
        page.locator("form.language button").click()
        page.wait_for_load_state()
    seen, tried, waiting = {}, set(), ["/"]
    while waiting:
        path = waiting.pop(0)
        kind = IDENT.sub("*", path)
        if kind in tried or (kind in kinds and path != "/") or kind.startswith(NOT_PAGES) or kind.endswith(NOT_PAGES):
            continue
        tried.add(kind)
        answer = page.context.request.get(f"{visitor.address}{path}")
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        if answer.ok:
            kinds.add(kind)
        words = Words(answer.text())
        seen[path] = words.pieces
        here = urljoin(visitor.address, path)
        found = [urlsplit(urljoin(here, link)) for link in words.links]
        waiting += [one.path for one in found if one.netloc == urlsplit(visitor.address).netloc]
    return seen


def left(pages: dict[str, list[str]], foreign: re.Pattern, ours: set[str], typed: str) -> Iterator[str]:
    """Pieces with a word of the other language that nobody typed. Names shown masked end in 某."""
    for path, pieces in pages.items():
        for piece in pieces:
            if CODE.fullmatch(piece):
                continue
            told = foreign.findall(DIGEST.sub("", piece))
            words = [one for one in told if one not in ours and not one.endswith("某")]
            if unsaid := [one for one in words if one not in typed]:
                yield f"{path}: {unsaid} in {piece[:80]}"


def test_no_page_keeps_a_word_of_the_other_language(visitor, place):
    typed = stored(place.environment["MINGJING_DATABASE"].removeprefix("sqlite:///"))
    read, faults = {"en": set(), "zh-Hans": set()}, []
    for post in POSTS:
        officer = visitor(post)
        faults += left(walked(officer, "en", read["en"]), HAN, IN_ENGLISH, typed)
        faults += left(walked(officer, "zh-Hans", read["zh-Hans"]), LATIN, IN_CHINESE, typed)
    assert min(len(kinds) for kinds in read.values()) >= 60, sorted(read["en"])
    assert not faults, "\n".join(sorted(faults))
