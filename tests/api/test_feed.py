"""The feed: without gaps, only what is seen, never what is said; and delivered, signed, until it is taken."""

import hashlib
import hmac
import http.server
import json
import threading
from datetime import timedelta

import pytest

from mingjing.api import pushing
from mingjing.api.models import Endpoint
from mingjing.custody.actions import care
from mingjing.kernel.time import frozen, now
from mingjing.ledger.models import Entry

pytestmark = pytest.mark.django_db
URL = "http://127.0.0.1:9/taken"


@pytest.fixture(autouse=True)
def _keys(settings, tmp_path):
    settings.KEY_STORE = tmp_path / "keys"
    settings.API_PUSH_TO = ["127.0.0.1:9", "127.0.0.1"]


def test_the_feed_goes_on_where_it_stood_and_tells_numbers_only(centre, program):
    stay = centre.received(centre.person(name="欧阳晓明"))
    one, seen, after = program(), [], -1
    while True:
        page = one.get(f"/entries?after={after}&limit=3").json()
        seen += page["items"]
        after = page["next"]
        if not page["more"]:
            break
    assert "欧阳晓明" not in json.dumps(seen, ensure_ascii=False)
    arrived = [e for e in seen if e["tag"] == "custody.stay.arrived"]
    assert [e["subject"] for e in arrived] == [str(stay.ref)]
    assert str(stay.person.ref) in arrived[0]["names"]
    assert len({e["number"] for e in seen}) == len(seen)
    care.offer(stay.pk, by=centre.by("custody_officer"), at=now(), kind="meal")
    [meal] = one.get(f"/entries?after={after}&kinds=custody.stay.").json()["items"]
    assert meal["subject"] == str(stay.ref)
    assert one.get(f"/entries?after={after}&kinds=cases.").json()["items"] == []


def test_the_feed_shows_nothing_of_what_is_not_seen(centre, program):
    stay = centre.received()
    blind = program(scopes=["org:site:view"])
    assert not [e for e in blind.get("/entries?limit=500").json()["items"] if e["subject"] == str(stay.ref)]
    stranger = program(officer=centre.officer("custody_officer", name="邻县", where=centre.beside), name="二")
    assert str(stay.ref) not in stranger.get(f"/entries?log={centre.site.code}&limit=500").content.decode()


def test_waiting_ends_at_once_when_something_is_there(centre, program):
    centre.received()
    assert program().get("/entries?wait=20").json()["items"]


def said(answer):
    return json.dumps(answer.json(), ensure_ascii=False)


def test_one_entry_says_what_it_says_without_health_for_those_who_need_it_not(centre, program):
    stay = centre.received()
    made = care.medical(
        stay.pk, by=centre.by("custody_officer"), at=now(), reason="头痛", medic="王医生", findings="血压高"
    )
    path = f"/entries/one?log={made.log}&number={made.seq}"
    about = f"/entries/about?thing=stay:{stay.pk}"
    assert "血压高" in said(program("medic", name="医").get(path))
    assert "血压高" not in said(program("reception", name="接").get(path))
    assert "血压高" not in said(program("reception", name="三").get(about))
    assert "血压高" in said(program("medic", name="五").get(about))
    missing = program(name="四").get(f"/entries/one?log={made.log}&number={2**62}")
    assert missing.status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/", "https://example.org/", "http://127.0.0.1@evil/", "https://127.0.0.1:8/",
        "ftp://127.0.0.1/", "https://[::1/", "http://169.254.169.254/latest", "//127.0.0.1/", "",
        "http://127.0.0.1:9/#x", "http://127.0.0.1:9/ x", "http://127.0.0.1:99999/",
    ],
)  # fmt: skip
def test_only_addresses_the_installation_names_are_called(program, settings, url):
    settings.API_PUSH_TO = ["127.0.0.1:9"]
    answer = program().send("post", "/endpoints", {"url": url})
    assert (answer.status_code, answer.json()["code"]) == (409, "api.endpoint.address")


def registered(one, **told):
    answer = one.send("post", "/endpoints", {"url": URL, "kinds": ["custody."], **told})
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_deliveries_are_signed_and_the_cursor_moves_only_when_taken(centre, program):
    one, sent = program(), []
    stay = centre.received()
    secret = registered(one)["secret"]
    assert secret not in str(Endpoint.objects.values().get())

    def refusing(*_):
        return 503

    def taking(url, body, headers):
        sent.append((url, body, headers))
        return 204

    assert pushing.tick(now(), refusing) == 1
    waiting = Endpoint.objects.get()
    assert (waiting.cursor, waiting.failures, waiting.last_status) == (-1, 1, "HTTP 503")
    assert pushing.tick(now(), taking) == 0, "it waits a little"
    with frozen(now() + timedelta(minutes=1)):
        assert pushing.tick(now(), taking) == 1
    [(url, body, headers)] = sent
    seconds, _, mark = headers["Mingjing-Signature"].partition(",")
    wanted = hmac.new(secret.encode(), seconds.removeprefix("t=").encode() + b"." + body, hashlib.sha256).hexdigest()
    assert (url, mark) == (URL, f"v1={wanted}")
    assert str(stay.ref) in {e["subject"] for e in json.loads(body)["items"]}
    assert Endpoint.objects.get().failures == 0
    told = one.get("/endpoints").json()["items"][0]
    assert told["delivered_at"]
    assert "secret" not in told


def test_waits_grow_up_to_an_hour(program, centre):
    centre.received()
    registered(program())
    at, waits = now(), []
    for _ in range(14):
        pushing.tick(at, lambda *_: 500)
        row = Endpoint.objects.get()
        waits.append(row.next_at - at)
        at = row.next_at
    assert waits[0] == timedelta(seconds=5)
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=1)


def test_what_was_revoked_or_is_no_longer_allowed_gets_nothing(centre, program, settings):
    from mingjing.api.actions import token

    one = program()
    centre.received()
    registered(one)
    settings.API_PUSH_TO = []
    assert pushing.tick(now(), lambda *_: 204) == 0
    settings.API_PUSH_TO = ["127.0.0.1"]
    token.revoke(one.integration.pk, by=centre.by("custody_officer"), at=now(), why="停用")
    assert pushing.tick(now(), lambda *_: 204) == 0


def test_an_endpoint_is_removed_by_its_own_integration_only(program):
    one = program()
    ident = registered(one)["id"]
    assert program(name="二").send("post", f"/endpoints/{ident}/remove").status_code == 404
    assert one.send("post", f"/endpoints/{ident}/remove").status_code == 200
    assert one.get("/endpoints").json()["items"] == []
    assert Entry.objects.filter(tag="api.endpoint.removed").exists()
    for _ in range(5):
        registered(one)
    assert one.send("post", "/endpoints", {"url": URL}).json()["code"] == "api.endpoint.many"


class Taking(http.server.BaseHTTPRequestHandler):
    bodies: list[bytes] = []

    def do_POST(self):
        self.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(302 if self.path == "/elsewhere" else 200)
        self.send_header("Location", "http://127.0.0.1:1/")
        self.end_headers()

    def log_message(self, *_):
        pass


def test_over_a_real_wire_and_no_redirect_is_followed(centre, program, settings):
    server = http.server.HTTPServer(("127.0.0.1", 0), Taking)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        base = f"http://127.0.0.1:{server.server_port}"
        one = program()
        centre.received()
        registered(one, url=f"{base}/here")
        registered(one, url=f"{base}/elsewhere")
        assert pushing.tick(now()) == 2
    finally:
        server.shutdown()
        server.server_close()
    here, elsewhere = (Endpoint.objects.get(url=f"{base}{path}") for path in ("/here", "/elsewhere"))
    assert (here.last_status, here.cursor >= 0) == ("", True)
    assert (elsewhere.last_status, elsewhere.cursor) == ("HTTP 302", -1)
    assert len(Taking.bodies) == 2
