"""One whole stay over HTTP: every step through the page and the form that an officer of that post uses."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from mingjing.demo.browser import Browser, Page
from mingjing.demo.cast import cast, people
from mingjing.demo.seats import first_of_each

CASE_NUMBER = re.compile(r"A[0-9]{18,}")
BAND = re.compile(r"/devices/[0-9a-f-]{36}/")
SIGN_IN = "/accounts/login/"
WELL = {"understands": "yes", "language": "yes", "reading": "yes"}
CONFLICT = 409  # the rules do not allow it
Said = dict[str, str | list[str]]
TAKEN: Said = {"approved": "yes", "photo": "done", "fingerprints": "done"}
FOLLOWING = {"q_deaf", "q_blind"}


@dataclass
class Walk:
    """What was done, by whom and how it was answered. `steps`: name → HTTP status, or why it could not be tried."""

    base: str
    steps: dict[str, int | str] = field(default_factory=dict)
    missed: list[str] = field(default_factory=list)
    stay: str = ""
    case: str = ""
    band: str = ""
    _sessions: dict[str, Browser] = field(default_factory=dict)

    def officer(self, post: str) -> Browser:
        """The session of the officer of that post, signed in when first asked for."""
        if post not in self._sessions:
            self._sessions[post] = signed_in(self.base, post)
        return self._sessions[post]

    @property
    def posts(self) -> list[str]:
        return sorted(self._sessions)

    def expect(self, name: str, page: Page, status: int = 200, *holding: str) -> Page:
        """Note the step; it failed when the status or the words are not those expected."""
        self.steps[name] = page.status
        lost = [words for words in holding if words not in page.text]
        if page.status != status or lost:
            self.missed.append(f"{name}: {page.status}, wanted {status} {lost or ''} {reasons(page)}".strip())
        return page

    def fill(self, post: str, path: str, holding: str, said: Callable[[Any], Said] | Said) -> Page:
        """Open the page as that officer and send its form. `said` may be a function of the form as it was seen."""
        browser = self.officer(post)
        page = browser.get(path)
        form = page.form(holding)
        return browser.send(page, form, said(form) if callable(said) else said)

    def do(
        self, post: str, task: str, said: Any = None, *, name: str = "", status: int = 200, holding: str = "at"
    ) -> Page:
        page = self.fill(post, f"{self.stay}do/{task}", holding, said or {})
        return self.expect(name or task, page, status)


def signed_in(base: str, post: str) -> Browser:
    """A session of the officer who shows that post. Raises LookupError when the sign-in is refused."""
    browser, row = Browser(base), first_of_each()[post]
    page = browser.get(SIGN_IN)
    answer = browser.send(page, page.form("login"), {"login": row.number, "password": cast()["password"]})
    if SIGN_IN in answer.url:
        raise LookupError(f"{post} {row.number} cannot sign in: {answer.status} {answer.url}")
    return browser


def reasons(page: Page) -> str:
    """What the page gives as reasons, shortly."""
    marks = [at for at in (page.text.find(m) for m in ('class="refusal', 'class="verdict', 'class="problem')) if at > 0]
    return " ".join(page.text[min(marks) : min(marks) + 400].split()) if marks else ""


def signature(name: str) -> str:
    """Strokes as the signature pad sends them."""
    dice = Random(name)
    points = [[20.0 + n * 12, dice.uniform(10, 90), n * 16.0, 0.5] for n in range(12)]
    return json.dumps({"strokes": [points]})


def whole_stay(base: str) -> Walk:
    """From the case to the door. Stops at the first step that leaves nothing to go on with."""
    walk = Walk(base)
    try:
        booked_in(walk)
        looked_after(walk)
        left(walk)
    except LookupError as why:
        walk.missed.append(str(why))
    return walk


def booked_in(walk: Walk) -> None:
    one = next(people(99)).make("male", 1990)
    case = walk.fill(
        "case_officer",
        "/cases/new",
        "cause",
        {"kind": "public_order", "cause": "示例案件（自检）"},
    )
    walk.expect("case", case, 200, "示例案件（自检）")
    walk.case = "".join(CASE_NUMBER.findall(case.text)[:1])
    arrival: Said = {
        "document_kind": "resident_id", "document_number": one.number, "name": one.name, "sex": "male",
        "birth_date": one.born.isoformat(), "role": "suspect", "ground": "oral_summons", "mode": "brought",
        "condition": "神志清楚，行走正常", "directly": "yes",
    }  # fmt: skip
    lead = first_of_each()["case_officer"].number
    page = walk.fill(
        "reception", "/stays/receive/", "ground",
        lambda form: arrival | {"brought_by": form.pick("brought_by", lead), "case_number": walk.case},
    )  # fmt: skip
    walk.expect("receive", page, 200, one.name)
    walk.stay = Browser(walk.base).path_of(page)
    walk.do("reception", "identify", {"document_kind": "resident_id", "method": "读取身份证并与本人核对"})
    _banded(walk)
    _searched(walk)
    sign = signature(one.name)
    things: Said = {"item_1": "手机", "bag_1": f"ZJ{walk.case[-4:]}", "item_2": "钥匙", "signature": sign}
    walk.do("search_officer", "belongings", lambda form: things | {"locker_id": form.pick("locker_id", "")})
    walk.do("custody_officer", "assess", _answers)
    walk.do("custody_officer", "rights", {"language": "汉语", "understood": "yes", "signature": sign})
    walk.do("search_officer", "collect", lambda form: _pair(form) | TAKEN)
    walk.do("reception", "vest", {"number": f"ZJ{walk.case[-4:]}"})
    walk.do("custody_guard", "place", _first_room)


def _banded(walk: Walk) -> None:
    """The fullest band of the shelf, put on and seen to sit."""
    issue = f"/devices/issue/{walk.stay.strip('/').rpartition('/')[2]}"
    page = walk.fill("reception", issue, "device_id", lambda form: {"device_id": _first(form, "device_id")})
    walk.expect("band_issued", page, 200)
    found = BAND.search(page.text)
    if found is None:
        raise LookupError("the page of the stay names no band")
    walk.band = found.group()
    fitting = walk.officer("reception").get(f"{walk.band}do/fit")
    walk.expect("band_fitted", walk.officer("reception").send(fitting, fitting.last_form(), {}), 200)


def _searched(walk: Walk) -> None:
    """First by somebody who may not, then without the officers, then rightly."""
    typed: Said = {"findings": "未发现违禁品（自检）"}
    walk.do("reception", "search", lambda form: typed | _pair(form), name="search_by_wrong_post", status=403)
    bad = walk.do("search_officer", "search", typed, name="search_without_officers", status=422)
    walk.expect("typed_text_kept", bad, 422, "未发现违禁品（自检）")
    walk.do("search_officer", "search", lambda form: typed | _pair(form))


def _pair(form: Any) -> Said:
    """The two men who search by day, and the first room when one is asked for."""
    said: Said = {"officer_ids": [value for value in form.choices["officer_ids"] if value][:2], "on_camera": "yes"}
    rooms = [value for value in form.choices.get("room_id", {}) if value]
    return said | ({"room_id": rooms[0]} if rooms else {})


def _answers(form: Any) -> Said:
    """Somebody who is well: what only follows a yes is not answered (all questions in words are of that kind)."""
    asked = [name for name in form.choices if name.startswith("q_") and name not in FOLLOWING]
    return {name: WELL.get(name[2:], "no") for name in asked}


def _first_room(form: Any) -> Said:
    room = form.pick("room_id", "")
    guard = first_of_each()["custody_guard"].number
    return {"room_id": room, "escort_ids": [form.pick("escort_ids", guard)]}


def looked_after(walk: Walk) -> None:
    walk.do("custody_guard", "check", {"finding": "well"})
    walk.do("custody_guard", "care", {"kind": "meal", "accepted": "yes", "what": "米饭、两菜一汤"}, name="meal")
    told: Said = {"kind": "family_notified", "name": "某某", "relation": "父亲", "means": "电话"}
    walk.do("case_officer", "contact", told, name="family_notice")
    _questioned(walk)
    walk.do("case_officer", "end-questioning", lambda form: {"row": _first(form, "row")}, holding="row")
    walk.do("custody_guard", "place", _first_room, name="placed_again")
    medical: Said = {"reason": "自述头晕", "medic": "值班医务人员", "findings": "血压正常", "fit": "yes"}
    walk.do("medic", "medical", medical)


def _questioned(walk: Walk) -> None:
    """By the lead and a colleague, in the first room for interviews that is free."""
    page = walk.officer("case_officer").get(f"{walk.stay}do/question")
    form = page.form("room_id")
    officers = [value for value in form.choices["officer_ids"] if value]
    said: Said = {"kind": "questioning", "officer_ids": officers[:2], "record": "yes"}
    answer = page
    for room in [value for value, label in form.choices["room_id"].items() if value and "询问" in label]:
        answer = walk.officer("case_officer").send(page, form, said | {"room_id": room})
        if answer.status != CONFLICT:
            break
    walk.expect("question", answer)


def _first(form: Any, name: str) -> str:
    return form.pick(name, "")


def left(walk: Walk) -> None:
    sign = signature("离区")
    walk.do(
        "case_officer", "prepare-exit", {"kind": "released", "outcome": "warning_fine", "instrument": "示例〔自检〕1号"}
    )
    refused = walk.do("custody_officer", "depart", {"signature": sign}, name="depart_too_early", status=409)
    walk.expect("depart_too_early_says_why", refused, 409, "会签", "尚未收回")
    walk.do("medic", "recheck", {"unchanged": "yes"})
    walk.do("reception", "return-belongings", {"state": "returned", "signature": sign})
    back = walk.fill("reception", f"{walk.band}do/take_back", "condition", {"condition": "good"})
    walk.expect("band_taken_back", back, 200)
    walk.do("case_officer", "sign-case")
    walk.do("custody_officer", "sign-centre")
    walk.do("custody_officer", "depart", {"signature": sign})
