"""The hand's part in a real browser: nothing typed, drawn or photographed is lost; the keyboard finds everything."""

from datetime import date

import pytest
from playwright.sync_api import expect

from mingjing.persons.rules.identity_number import read
from tests.browsers import chromium  # noqa: F401  pytest finds the fixture here

pytestmark = [pytest.mark.walk, pytest.mark.xdist_group("webkit")]


@pytest.fixture
def screen(live_server, web, chromium):  # noqa: F811  the fixture by its name
    with chromium.new_context(viewport={"width": 1366, "height": 768}, permissions=["camera"]) as context:
        cookies = {"sessionid": web.cookies["sessionid"].value, "mingjing_language": "en"}
        context.add_cookies([{"name": n, "value": v, "url": live_server.url} for n, v in cookies.items()])
        page = context.new_page()
        page.complaints, page.questions = [], []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda m: page.complaints.append(m.text) if "Content Security Policy" in m.text else None)
        page.on("dialog", lambda dialog: (page.questions.append(dialog.type), dialog.accept()))
        page.base = live_server.url
        yield page
        assert page.complaints == []


def filled(page):
    page.goto(f"{page.base}/gallery/form")
    page.get_by_label("Name").fill("Wang")
    page.get_by_label("Searched by").select_option("zhang")
    page.get_by_label("Summons", exact=True).check()


def sign(page):
    canvas = page.locator("canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + 60, box["y"] + 60)
    page.mouse.down()
    for step in range(20):
        page.mouse.move(box["x"] + 60 + step * 12, box["y"] + 60 + (step % 5) * 12)
    page.mouse.up()


def test_a_refused_form_keeps_photograph_signature_and_marks(screen):
    filled(screen)
    screen.locator('path[data-region="chest_front"]').click()
    screen.get_by_role("textbox", name="Chest").fill("graze, 3 cm")
    screen.get_by_role("button", name="Open camera").click()
    screen.get_by_role("button", name="Take photograph").click()
    expect(screen.get_by_role("button", name="Again")).to_be_visible()
    sign(screen)
    screen.get_by_role("button", name="Send").click()
    expect(screen.get_by_text("A woman is searched by female staff.")).to_be_visible()
    assert screen.evaluate("document.querySelector('input[type=file]').files.length") == 1
    assert "strokes" in screen.locator("input[name=signature]").input_value()
    assert "graze, 3 cm" in screen.locator("input[name=body]").input_value()
    expect(screen.get_by_label("Searched by")).to_be_focused()


def test_leaving_asks_and_the_draft_comes_back(screen):
    filled(screen)
    screen.wait_for_timeout(600)
    screen.goto(f"{screen.base}/gallery")
    assert screen.questions == ["beforeunload"]
    screen.goto(f"{screen.base}/gallery/form")
    expect(screen.get_by_label("Name")).to_have_value("Wang")
    expect(screen.get_by_text("What you had typed and not sent is back.")).to_be_visible()


def test_what_was_drawn_comes_back_like_what_was_typed(screen):
    filled(screen)
    screen.locator('path[data-region="chest_front"]').click()
    screen.get_by_role("textbox", name="Chest").fill("graze, 3 cm")
    sign(screen)
    drawn = screen.locator("input[name=signature]").input_value()
    screen.wait_for_timeout(600)
    screen.goto(f"{screen.base}/gallery")
    screen.goto(f"{screen.base}/gallery/form")
    expect(screen.locator("[data-signature] [data-state]")).to_have_text("signed")
    assert screen.locator("input[name=signature]").input_value() == drawn
    expect(screen.get_by_role("textbox", name="Chest")).to_have_value("graze, 3 cm")


def test_going_back_to_a_form_that_was_done_shows_an_empty_one_that_says_so(screen):
    """Filled in as the browser keeps it, a second tap would do the act twice."""

    def done(route):
        route.fulfill(headers={"HX-Redirect": "/gallery"}) if route.request.method == "POST" else route.continue_()

    screen.route("**/gallery/form", done)
    filled(screen)
    screen.get_by_role("button", name="Send").click()
    screen.wait_for_url(f"{screen.base}/gallery")
    screen.go_back()
    expect(screen.locator("[role=status].draft-note")).to_contain_text("new, empty one")
    expect(screen.get_by_label("Name")).to_have_value("")
    screen.goto(f"{screen.base}/gallery/form")  # a way of its own to the form says nothing
    expect(screen.get_by_label("Name")).to_be_visible()
    expect(screen.locator(".draft-note")).to_have_count(0)


def test_signing_out_wipes_the_drafts(screen):
    filled(screen)
    screen.wait_for_timeout(600)
    assert screen.evaluate("Object.keys(sessionStorage).length") == 1
    screen.locator(".me summary").click()
    screen.get_by_role("button", name="Sign out").click()
    screen.wait_for_url("**/accounts/login/**")
    assert screen.evaluate("Object.keys(sessionStorage).length") == 0


def test_the_keyboard_finds_a_screen(screen):
    screen.goto(f"{screen.base}/gallery/form")
    screen.keyboard.press("Control+k")
    screen.keyboard.type("galle")
    expect(screen.locator(".hits a")).to_have_count(1)
    screen.keyboard.press("Enter")
    screen.wait_for_url("**/gallery")


def test_the_question_mark_lists_the_keys_but_not_while_somebody_types(screen):
    filled(screen)
    screen.get_by_label("Name").press("?")
    expect(screen.locator(".keys")).to_be_hidden()
    screen.locator("#content").focus()
    screen.keyboard.press("?")
    expect(screen.locator(".keys")).to_be_visible()
    screen.keyboard.press("Escape")
    expect(screen.locator(".keys")).to_be_hidden()


def test_rows_of_a_table_are_cards_on_a_phone(screen):
    screen.set_viewport_size({"width": 390, "height": 844})
    screen.goto(f"{screen.base}/gallery/table")
    wrap, row = screen.locator(".table-wrap").first, screen.locator("tbody tr").first
    assert wrap.evaluate("e => e.scrollWidth - e.clientWidth") <= 0
    assert row.locator("td").first.evaluate("e => getComputedStyle(e, '::before').content") not in {"none", '""'}
    screen.set_viewport_size({"width": 1366, "height": 768})
    assert screen.locator("table").first.evaluate("e => getComputedStyle(e).display") == "table"


def test_what_cannot_be_undone_asks_first(screen):
    screen.goto(f"{screen.base}/gallery")
    screen.get_by_role("button", name="Destroy").click()
    expect(screen.get_by_text("This cannot be undone.")).to_be_visible()
    screen.get_by_role("button", name="Cancel", exact=True).click()
    expect(screen.get_by_text("This cannot be undone.")).to_be_hidden()


def test_a_scanner_does_not_send_the_form(screen):
    filled(screen)
    screen.get_by_label("Exhibit number").focus()
    screen.keyboard.type("E-2026-00318", delay=2)
    screen.keyboard.press("Enter")
    expect(screen.get_by_label("Account")).to_be_focused()
    assert screen.url.endswith("/gallery/form")


NAMELESS = """() => {
  const shown = e => e.checkVisibility();
  const named = e => (e.getAttribute('aria-label') || e.title || e.textContent || '').trim()
    || [...(e.labels ?? [])].some(l => l.textContent.trim()) || e.querySelector?.('img[alt]');
  const silent = [...document.querySelectorAll('a[href], button, summary, input:not([type=hidden]), select, textarea')]
    .filter(e => shown(e) && !named(e)).map(e => e.outerHTML.slice(0, 120));
  const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
  const twice = ids.filter((id, i) => ids.indexOf(id) !== i);
  const pictures = [...document.querySelectorAll('img:not([alt])')].map(e => e.src);
  const heads = document.title.trim() && document.querySelector('h1') ? [] : ['no title or no h1'];
  return {silent, twice, pictures, heads};
}"""


@pytest.mark.parametrize(
    "path", ["/gallery", "/gallery/form", "/gallery/table", "/gallery/print", "/nowhere", "/accounts/2fa/"]
)
def test_everything_has_a_name_and_ids_are_unique(screen, path):
    screen.goto(screen.base + path)
    assert screen.evaluate(NAMELESS) == {"silent": [], "twice": [], "pictures": [], "heads": []}


@pytest.mark.parametrize("width", [390, 1366, 1920])
def test_no_page_scrolls_sideways(screen, width):
    screen.set_viewport_size({"width": width, "height": 800})
    for path in ("/gallery", "/gallery/form", "/gallery/table"):
        screen.goto(screen.base + path)
        assert screen.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path


def test_the_keyboard_alone_reaches_the_content_and_opens_the_menu(screen):
    screen.goto(f"{screen.base}/gallery")
    screen.keyboard.press("Tab")
    expect(screen.get_by_text("Skip to content")).to_be_focused()
    screen.keyboard.press("Enter")
    expect(screen.locator("#content")).to_be_focused()
    screen.locator(".me summary").focus()
    screen.keyboard.press("Enter")
    expect(screen.get_by_role("button", name="Sign out")).to_be_visible()
    screen.keyboard.press("Escape")
    expect(screen.get_by_role("button", name="Sign out")).to_be_hidden()
    expect(screen.locator(".me summary")).to_be_focused()


RED = """(key) => {
  const box = document.querySelector('[data-calling]') ?? document.createElement('div');
  Object.assign(box, {className: 'calling', hidden: true});
  box.dataset.calling = '';
  const alarm = document.createElement('div');
  alarm.dataset.callingAlarm = key;
  alarm.append(document.querySelector('.alarm').cloneNode(true));
  box.append(alarm);
  document.querySelector('.topbar').append(box);
  document.dispatchEvent(new Event('htmx:after:swap'));
}"""


def test_a_red_alarm_covers_the_screen_until_seen_and_a_new_one_again(screen):
    """The fragment as the alerts app draws it; a reader who is typing keeps his cursor."""
    screen.goto(f"{screen.base}/gallery")
    overlay = screen.locator("[data-calling]")
    name = screen.get_by_label("Name")
    name.focus()
    screen.evaluate(RED, "/alarms/1")
    expect(overlay).to_be_visible()
    expect(name).to_be_focused()
    assert overlay.bounding_box()["width"] == 1366
    screen.keyboard.press("Escape")
    expect(overlay).to_be_hidden()
    screen.evaluate("document.dispatchEvent(new Event('htmx:after:swap'))")
    expect(overlay).to_be_hidden()
    screen.evaluate("document.activeElement.blur()")
    screen.evaluate(RED, "/alarms/2")
    expect(overlay).to_be_visible()
    expect(screen.get_by_role("button", name="Seen")).to_be_focused()


NO_CAMERA = "() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('none')); }"


def test_a_camera_that_failed_is_not_told_of_any_more_once_there_is_a_picture(screen):
    screen.goto(f"{screen.base}/gallery/form")
    screen.evaluate(NO_CAMERA)
    screen.get_by_role("button", name="Open camera").click()
    trouble = screen.get_by_text("The camera did not open.")
    expect(trouble).to_be_visible()
    picture = {"name": "a.png", "mimeType": "image/png", "buffer": b"\x89PNG"}
    screen.locator("[data-camera] input[type=file]").first.set_input_files(picture)
    expect(trouble).to_be_hidden()


PAPER = """() => {
  const form = document.createElement("form");
  form.innerHTML = `<select name=document_kind><option><option>resident_id<option>passport</select>
    <input name=document_number><input type=date name=birth_date>
    <select name=sex><option><option>male<option>female</select>`;
  document.querySelector("main").append(form);
  document.dispatchEvent(new Event("htmx:after:swap"));
}"""
NUMBERS = [
    "11010519491231002X", "１１０１０５ 19491231 002x", "110105491231002", "11010519491231002",
    "110105194912310021", "11010519491331002X", "11010520491231002X", "", "abc",
]  # fmt: skip


def test_an_identity_number_fills_in_what_the_server_reads_in_it(screen):
    screen.goto(f"{screen.base}/gallery/form")
    screen.evaluate(PAPER)
    box, born, sex = (screen.locator(f"form > [name={name}]").last for name in ("document_number", "birth_date", "sex"))
    for typed in NUMBERS:
        box.fill(typed)
        told = read(typed, today=date(2026, 12, 1))
        wanted = (str(told.birth_date), told.sex) if told.ok else ("", "")
        assert (born.input_value(), sex.input_value()) == wanted, typed
    born.fill("1990-01-01")
    box.fill(NUMBERS[0])
    assert (born.input_value(), sex.input_value()) == ("1990-01-01", "female"), "what was typed stays"
