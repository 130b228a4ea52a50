"""A genuine record and a genuine log, changed in any way: never a traceback, never exit code 0."""

import base64
import copy
import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mingjing.kernel import merkle
from mingjing.kernel.canonical import dump
from mingjing.ledger.content import digests_of, seal_fields
from mingjing.ledger.logs import leaf
from mingjing.ledger.notes import Note
from mingjing.ledger.tiles import TileReader
from mingjing_verify.__main__ import main
from tests.verify.conftest import CITY, LOG_KEY, write_log

LOG = "610921-centre"
FORMAT = "mingjing-record/1"
MANY = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


@dataclass
class Paper:
    """A record as it came, and what a careful reader says about a changed one."""

    raw: bytes
    scratch: Path

    @property
    def lines(self) -> list[bytes]:
        return self.raw.splitlines(keepends=True)

    def judged(self, raw: bytes) -> int:
        (self.scratch / "x.mjr").write_bytes(raw)
        trusted = ["--key", str(LOG_KEY.vkey), "--witness", str(CITY.vkey)]
        return main(["record", str(self.scratch / "x.mjr"), *trusted])

    def refused(self, raw: bytes) -> bool:
        if raw == self.raw:
            return True
        return self.judged(raw) in {1, 2}


@pytest.fixture(scope="module")
def paper(tmp_path_factory) -> Paper:
    """Built here from the format alone, without the writer."""
    place = tmp_path_factory.mktemp("paper") / LOG
    kept = [seal_fields({"tag": "a.b", "actor": {"name": "魏民"}, "body.what": [n, "事", None]}) for n in range(7)]
    note = write_log(place, [leaf(LOG, seq, digest) for seq, (_, digest) in enumerate(kept)])
    header = {
        "format": FORMAT,
        "made_at": "2026-11-23T02:20:00.000Z",
        "made_by": LOG,
        "about": {"stay": "s1"},
        "logs": {LOG: {"vkey": str(LOG_KEY.vkey), "witnesses": [str(CITY.vkey)], "checkpoint": str(note)}},
        "entries": [[LOG, 1], [LOG, 4]],
    }
    lines = [header] + [_line(place, seq, *kept[seq]) for seq in (1, 4)]
    body = b"".join(dump(line) + b"\n" for line in lines)
    text = f"{FORMAT}\n{sha256(body).hexdigest()}\n"
    found = Paper(body + dump({"seal": str(Note(text, (LOG_KEY.sign(text),)))}) + b"\n", tmp_path_factory.mktemp("x"))
    assert found.judged(found.raw) == 0
    return found


def _line(place, seq, content, digest):
    shown = {name: held for name, held in content.items() if name != "actor"}
    proof = merkle.inclusion_proof(seq, 7, TileReader(place, 7).node)
    said = {"log": LOG, "seq": seq, "digest": digest, "digests": digests_of(content), "open": shown}
    return said | {"proof": [base64.b64encode(h).decode() for h in proof]}


@given(at=st.integers(0, 10**6), bit=st.integers(0, 7))
@MANY
def test_no_flipped_bit_of_a_record_passes(paper, at, bit):
    raw = bytearray(paper.raw)
    raw[at % len(raw)] ^= 1 << bit
    assert paper.refused(bytes(raw))


@given(at=st.integers(0, 10**6), length=st.integers(0, 400), put=st.binary(max_size=20))
@MANY
def test_no_cut_and_no_insertion_passes(paper, at, length, put):
    at %= len(paper.raw) + 1
    assert paper.refused(paper.raw[:at] + put + paper.raw[at + length :])


@pytest.mark.parametrize("put", [b"\n", b" ", b"{}\n", b"\0", b"\r\n", b"null\n", b"\xef\xbb\xbf"])
def test_nothing_can_stand_before_or_after_a_record(paper, put):
    assert paper.refused(paper.raw + put)
    assert paper.refused(put + paper.raw)


def test_the_line_of_the_seal_holds_the_seal_and_nothing_else(paper):
    *before, seal = paper.lines
    said = json.loads(seal)
    for other in (
        seal.rstrip(b"\n"),
        seal.replace(b":", b": ", 1),
        dump(said | {"more": 1}) + b"\n",
        dump({"seal": said["seal"] + "\u2014 stranger AAAAAAAA\n"}) + b"\n",
    ):
        assert paper.refused(b"".join([*before, other]))


@given(order=st.lists(st.integers(0, 3), min_size=0, max_size=6))
@MANY
def test_lines_can_only_stand_as_they_stood(paper, order):
    assert paper.refused(b"".join(paper.lines[n] for n in order))


def _places(value, path=()):
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield from _places(each, (*path, key))


@given(data=st.data(), number=st.integers(0, 3), change=st.sampled_from(["replace", "delete", "add", "rename"]))
@MANY
def test_no_change_of_the_json_passes(paper, data, number, change):
    said = [json.loads(line) for line in paper.lines]
    where = data.draw(st.sampled_from(sorted(filter(None, _places(said[number])), key=str)))
    within = copy.deepcopy(said[number])
    holder = within
    for step in where[:-1]:
        holder = holder[step]
    if change == "replace":
        holder[where[-1]] = data.draw(JSON)
    elif change == "delete":
        del holder[where[-1]]
    elif isinstance(holder, list):
        holder.append(data.draw(JSON))
    elif change == "add":
        holder[data.draw(st.text(max_size=6))] = data.draw(JSON)
    else:
        holder[data.draw(st.text(max_size=6))] = holder.pop(where[-1])
    text = json.dumps(within, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    lines = paper.lines
    lines[number] = text.encode("utf-8", "surrogatepass") + b"\n"
    assert paper.refused(b"".join(lines))


@given(raw=st.binary(max_size=600) | st.text(max_size=300).map(lambda t: t.encode("utf-8", "surrogatepass")))
@MANY
def test_no_bytes_at_all_pass_as_a_record_or_a_log(paper, raw):
    assert paper.judged(raw) in {1, 2}
    place = paper.scratch / "log"
    (place / "tile").mkdir(parents=True, exist_ok=True)
    (place / "checkpoint").write_bytes(raw)
    assert main(["log", str(place), "--key", str(LOG_KEY.vkey)]) in {1, 2}
    since = ["--json", "--since", str(place / "checkpoint")]
    assert main(["log", str(place), "--key", str(LOG_KEY.vkey), *since]) in {1, 2}


@pytest.mark.parametrize("key", ["", "+", "a+b+c", "\0", "x" * 5000, "/nowhere/at/all", "."])
def test_no_key_at_all_makes_a_traceback(paper, key):
    (paper.scratch / "x.mjr").write_bytes(paper.raw)
    assert main(["record", str(paper.scratch / "x.mjr"), "--key", key]) == 2
