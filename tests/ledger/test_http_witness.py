"""The transport of the witness: what a stranger may send to it, and what the log does when nobody answers well."""

import io
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mingjing.ledger.http_witness import MOST, HttpWitness, application
from mingjing.ledger.notes import WITNESS, Signer
from mingjing.ledger.witness import Answer, Witness

CITY = Signer("city.example/witness", WITNESS, Ed25519PrivateKey.generate())


@pytest.fixture
def post(tmp_path):
    asked = application(Witness(CITY, tmp_path, lambda _: None, lambda: 0))

    def post(body=b"", **more):
        environ = {"PATH_INFO": "/add-checkpoint", "REQUEST_METHOD": "POST", "CONTENT_LENGTH": str(len(body))}
        told = []
        (answer,) = asked(environ | more | {"wsgi.input": io.BytesIO(body)}, lambda *head: told.append(head))
        ((status, headers),) = told
        assert dict(headers)["Content-Length"] == str(len(answer))
        return int(status.split()[0])

    return post


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"PATH_INFO": "/"}, 404),
        ({"PATH_INFO": "/add-checkpoint/"}, 404),
        ({"REQUEST_METHOD": "GET"}, 405),
        ({"CONTENT_LENGTH": ""}, 411),
        ({"CONTENT_LENGTH": "-1"}, 411),
        ({"CONTENT_LENGTH": "１"}, 411),
        ({"CONTENT_LENGTH": str(MOST + 1)}, 413),
        ({"CONTENT_LENGTH": "9" * 5000}, 413),
        ({}, 400),
    ],
)
def test_whatever_is_sent_is_answered_and_nothing_is_read_beyond_a_limit(post, more, status):
    assert post(**more) == status


class Odd(BaseHTTPRequestHandler):
    """A server that answers as it was told."""

    told = b""
    asked: list[int] = []

    def do_POST(self):
        self.asked.append(len(self.rfile.read(int(self.headers["Content-Length"]))))
        self.wfile.write(self.told)

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    with HTTPServer(("127.0.0.1", 0), Odd) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        Odd.asked = []
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


ANSWERS = {
    "a status of its own": (
        b"HTTP/1.0 409 Conflict\r\nContent-Type: text/x.tlog.size\r\n\r\n7\n", Answer(409, "7\n", "text/x.tlog.size"),
    ),
    "parameters of the type are left out": (
        b"HTTP/1.0 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nx", Answer(200, "x", "text/plain"),
    ),
    "sent elsewhere": (
        b"HTTP/1.0 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Type: text/plain\r\n\r\n",
        Answer(302, "", "text/plain"),
    ),
    "no text": (b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n\xff", Answer(200, "\ufffd", "text/plain")),
}  # fmt: skip


@pytest.mark.parametrize("case", ANSWERS)
def test_an_answer_is_taken_as_it_is(server, monkeypatch, case):
    raw, answer = ANSWERS[case]
    monkeypatch.setattr(Odd, "told", raw)
    assert HttpWitness(server)(b"x" * 10) == answer
    assert Odd.asked == [10]


def test_an_endless_answer_is_cut_off(server, monkeypatch):
    monkeypatch.setattr(Odd, "told", b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n" + b"x" * MOST * 2)
    assert len(HttpWitness(server)(b"").body) == MOST


def test_what_is_no_answer_counts_as_out_of_reach(server, monkeypatch):
    monkeypatch.setattr(Odd, "told", b"nonsense\r\n\r\n")
    with pytest.raises(OSError, match="HTTP"):
        HttpWitness(server)(b"")


def test_a_silent_witness_is_not_asked_by_every_log_in_turn(server, monkeypatch):
    monkeypatch.setattr(Odd, "told", b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nx")
    away = HttpWitness("http://127.0.0.1:1", rest=60)
    with pytest.raises(OSError, match=r"refused|111"):
        away(b"")
    away._address = f"{server}/add-checkpoint"
    with pytest.raises(ConnectionError, match="a moment ago"):
        away(b"")
    assert Odd.asked == []
    away._silent_until = 0
    assert away(b"").status == 200


@pytest.mark.parametrize("url", ["", "ftp://x", "file:///etc/passwd", "127.0.0.1:8100"])
def test_what_is_no_address_is_refused(url):
    with pytest.raises(ValueError, match="address"):
        HttpWitness(url)
