"""What the lives of cases share: officers with a screen each, forms filled by the names of their fields, instruments
kept as pictures, and days that pass between the steps."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from mingjing.demo.cast import people
from mingjing.demo.seats import signins
from mingjing.kernel.time import local

PICTURES = Path(__file__).resolve().parents[2] / "out" / "walks"
LEAD, HEAD, CHIEF, LEGAL, WINDOW = "办案民警", "派出所所长", "县级以上公安机关负责人", "法制民警", "接待登记"


class Life:
    """One case on the screens of its officers."""

    def __init__(self, visitor, place, name: str, seed: int) -> None:
        self.visitor, self.place, self.name = visitor, place, name
        self.somebody = people(seed)
        self.screens, self.case, self.pictures, self.kept = {}, "", 0, []

    # --- officers and days

    def on(self, post: str, path: str) -> Page:
        """The page as that officer sees it; who was signed out over night signs in again."""
        if post not in self.screens:
            self.screens[post] = self.visitor(post)
        one = self.screens[post]
        one.open(path)
        if "/accounts/login" in one.page.url:
            one.sign_in(post)
            one.open(path)
        return one.page

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.place.ahead)

    def typed(self, **later: int) -> str:
        """An instant as a field for it wants it."""
        return f"{local(self.now() + timedelta(**later)):%Y-%m-%dT%H:%M}"

    def days_pass(self, days: float) -> None:
        """Nobody leaves a page open meanwhile: it would find its session ended, and go to the sign-in by itself."""
        for one in self.screens.values():
            one.page.goto("about:blank")
        self.place.ahead += int(days * 86400)
        (self.place.folder / "seconds-ahead").write_text(str(self.place.ahead))

    # --- forms

    def send(self, page: Page, **told: str) -> None:
        """Fill in by names (`·` stands for a dot), send, and expect to be led on."""
        fill(page, told)
        was = page.url
        with page.expect_response(_sent_to(was)) as answer:
            page.locator("main form .actions button.primary").last.click()
        said = page.locator("main").inner_text() if answer.value.status >= 400 else ""
        assert answer.value.status < 400, f"{page.url}: {said}"
        page.wait_for_url(lambda url: url != was)

    def refused(self, page: Page, saying: str, **told: str) -> None:
        """Fill in, send, read why not; what was typed still stands there."""
        fill(page, told)
        with page.expect_response(_sent_to(page.url)) as answer:
            page.locator("main form .actions button.primary").last.click()
        assert answer.value.status in (409, 422)
        expect(page.locator("main")).to_contain_text(saying)
        for name, value in told.items():
            box = page.locator(f'main form [name="{named(name)}"]').first
            if box.get_attribute("type") not in ("radio", "checkbox"):
                expect(box).to_have_value(value)

    def send_after(self, link, **told: str) -> None:
        """Where the link of a refusal leads, what was missing is filled in."""
        page = link.page
        link.first.click()
        page.wait_for_url(re.compile("/complete$"))
        self.send(page, **told)

    def act(self, post: str, path: str, **told: str) -> Page:
        page = self.on(post, path)
        self.send(page, **told)
        return page

    # --- report and case

    def report(self, **told: str) -> str:
        """At the window, and on to the officer of the station."""
        page = self.act(WINDOW, "/intake/new?channel=walk_in", liability_explained="on", reporter_role="victim", **told)
        path = _path(page)
        number = next(row[0] for row in signins() if row[2] == LEAD)
        self.act(WINDOW, f"{path}dispatch", to="值班组", handler=number)
        return path

    def accept(self, report: str, cause: str) -> None:
        page = self.act(LEAD, f"{report}accept", cause=cause, reason="属于本单位管辖，予以受案。")
        self.case = page.locator('main a.code[href^="/cases/"]').first.get_attribute("href")

    def register(self, sex: str, born: int, role: str) -> str:
        """A person, put on the case in a role. Gives the id."""
        one = next(self.somebody).make(sex, born)
        page = self.act(
            LEAD, "/persons/new", document_kind="resident_id", document_number=one.number, name=one.name, sex=sex,
            birth_date=one.born.isoformat(), residence="虚构镇北街 12 号",
        )  # fmt: skip
        ident = _path(page).split("/")[2]
        self.act(LEAD, f"{self.case}people/add?other={ident}", role=role)
        return ident

    def open_protected(self, person: str, post: str = LEAD) -> None:
        """A minor's record is opened for a purpose, which is entered."""
        page = self.on(post, f"/persons/{person}/")
        if page.locator("main form [name=purpose]").count() == 0:
            return
        self.state_purpose(page)

    # --- steps and approvals

    def propose(self, move: str, reason: str = "事实清楚，证据充分，呈请批准。", **told: str) -> None:
        self.act(LEAD, f"{self.case}moves/{move}/propose", reason=reason, **told)

    def move(self, move: str, post: str = LEAD, **told: str) -> None:
        self.act(post, f"{self.case}moves/{move}", **told)

    def measure(self, person: str, kind: str, reason: str) -> str:
        page = self.act(LEAD, f"/measures/propose/{self.case.split('/')[2]}", person=person, kind=kind, reason=reason)
        return _path(page)

    def step(self, measure: str, move: str, **told: str) -> None:
        self.act(LEAD, f"{measure}move/{move}", **told)

    def pass_review(self, kind: str, person: str = "") -> None:
        """Submitted by the lead, taken from the desk by a legal officer, found in order item by item, passed."""
        told = {"kind": kind, **({"person": person} if person else {})}
        review = _path(self.act(LEAD, f"/review/submit/{self.case.split('/')[2]}", **told))
        self.on(LEGAL, self.case)
        if self.screens[LEGAL].page.locator("main form [name=purpose]").count():
            self.state_purpose(self.screens[LEGAL].page)
        page = self.on(LEGAL, review)
        page.locator('form[action$="/take"] button').first.click()
        items = page.locator('form[action$="/quick"][data-key="1"]')
        expect(items.first).to_be_visible()
        token = page.locator("main [name=csrfmiddlewaretoken]").first.get_attribute("value")
        for address in [one.get_attribute("action") for one in items.all()]:
            sent = {"answer": "ok", "csrfmiddlewaretoken": token}
            page.context.request.post(
                f"{self.place.address}{address}", form=sent, headers={"Referer": f"{self.place.address}{review}"}
            )
        self.act(LEGAL, f"{review}pass")
        expect(self.on(LEGAL, review).locator("main")).to_contain_text("通过")

    def state_purpose(self, page: Page) -> None:
        """A protected record is opened for a purpose, which is entered."""
        mine = page.locator(f'[name=case] option[value*="{self.case.split("/")[2]}"]')
        chosen = {"case": mine.first.get_attribute("value")} if mine.count() else {}
        fill(page, {"purpose": "review" if not chosen else "case", "note": "办理本案", **chosen})
        page.get_by_role("button", name="打开记录").click()
        expect(page.locator("main form [name=purpose]")).to_have_count(0)

    def grant(self, post: str, title: str, reason: str = "同意。") -> None:
        """The head or chief reads it in the inbox and grants it."""
        page = self.on(post, "/approvals/")
        page.locator("article.panel", has_text=title).get_by_role("link", name="审批").first.click()
        page.locator("[name=reason]").fill(reason)
        page.get_by_role("button", name="批准", exact=True).click()
        expect(page.locator("#notices .notice")).to_be_visible()

    # --- instruments

    def write(self, template: str, title: str, person: str = "", **told: str) -> str:
        """An instrument nobody's step makes: begun from the case about a person, completed, made final, and kept."""
        chosen = {"person": f"person:{person}"} if person else {}
        page = self.act(LEAD, f"/documents/new/{template}?subject=case:{self.case.split('/')[2]}", **chosen)
        address = _path(page)
        self.act(LEAD, f"{address}complete", **told)
        self.act(LEAD, f"{address}finalise")
        page = self.on(LEAD, address)
        expect(page.get_by_text("还缺的内容")).to_have_count(0)
        self.keep(page, address, title)
        return address

    def keep_finals(self) -> None:
        """Every instrument kept as a draft that is final by now, once more as it was issued."""
        for number, address, title in self.kept:
            page = self.on(LEAD, address)
            if page.get_by_role("heading", level=1).locator(".tag", has_text="定稿").count():
                self._pictures(page, address, f"{number:02d}-{title}-定稿")

    def begin(self, measure: str, move: str) -> None:
        """The instruments of a step that asks nobody."""
        page = self.on(LEAD, f"{measure}move/{move}")
        page.get_by_role("button", name="起草这一步的文书").click()
        expect(page.locator('main a[href^="/documents/"]').first).to_be_visible()

    def paper(self, path: str, title: str, **told: str) -> str:
        """The newest instrument of that title on the page: completed, nothing missing, kept as a picture."""
        page = self.on(LEAD, path)
        mine = page.locator('main a[href^="/documents/"]', has=page.get_by_text(title, exact=True))
        mine.or_(page.locator('main a[href^="/documents/"]', has_text=re.compile(rf"^\s*{title}\s*$"))).first.click()
        page.wait_for_url(re.compile(r"/documents/[^/]+/$"))
        address = _path(page)
        if told:
            self.act(LEAD, f"{address}complete", **told)
        page = self.on(LEAD, address)
        expect(page.get_by_text("还缺的内容")).to_have_count(0)
        self.keep(page, address, title)
        return address

    def keep(self, page: Page, address: str, title: str) -> None:
        """Each page as the picture an officer sees; the browser has them already."""
        self.pictures += 1
        self.kept.append((self.pictures, address, title))
        self._pictures(page, address, f"{self.pictures:02d}-{title}")

    def _pictures(self, page: Page, address: str, name: str) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        sheets = page.locator("img.sheet").count()
        assert sheets > 0
        for number in range(1, sheets + 1):
            seen = page.context.request.get(f"{self.place.address}{address}page-{number}.png")
            assert seen.status == 200
            (PICTURES / f"{self.name}-{name}-{number}.png").write_bytes(seen.body())


def named(name: str) -> str:
    return name.replace("·", ".")


def fill(page: Page, told) -> None:
    for name, value in told.items():
        box = page.locator(f'main form [name="{named(name)}"]').first
        kind = box.get_attribute("type")
        if kind == "radio":
            page.locator(f'main form [name="{named(name)}"][value="{value}"]').check()
        elif kind == "checkbox":
            box.check()
        elif box.evaluate("box => box.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)


def _sent_to(url: str):
    return lambda answer: answer.request.method == "POST" and answer.url.split("?")[0] == url.split("?", maxsplit=1)[0]


def _path(page: Page) -> str:
    return re.sub(r"^https?://[^/]+", "", page.url).split("?")[0]
