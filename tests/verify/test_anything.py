"""Whatever the bytes, the verifier answers with a report or with `Unusable`, never with a traceback."""

import json
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mingjing_verify import show
from mingjing_verify.encoding import Malformed, canonical, parse
from mingjing_verify.findings import Unusable
from mingjing_verify.log import verify_log
from mingjing_verify.note import read_checkpoint, read_key, read_note
from mingjing_verify.record import FORMAT, verify_record
from tests.verify.conftest import LOG_KEY, Exhibit

ANYHOW = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
LINE = st.fixed_dictionaries(
    {},
    optional={
        "log": st.sampled_from(["610921-centre", ""]) | JSON,
        "seq": st.integers(-5, 2**70) | JSON,
        "digest": st.text() | JSON,
        "digests": st.dictionaries(st.text(), st.text() | JSON, max_size=2) | JSON,
        "open": st.dictionaries(st.text(), st.lists(JSON, min_size=2, max_size=2) | JSON, max_size=2) | JSON,
        "proof": st.lists(st.text() | JSON, max_size=2) | JSON,
        "seal": st.text() | JSON,
    },
)
HEADER = st.fixed_dictionaries(
    {
        "format": st.just(FORMAT),
        "made_at": st.text(),
        "made_by": st.sampled_from(["610921-centre", "x"]),
        "about": st.dictionaries(st.text(), JSON, max_size=2),
        "logs": st.dictionaries(
            st.sampled_from(["610921-centre", "x"]),
            st.fixed_dictionaries(
                {
                    "vkey": st.sampled_from([str(LOG_KEY.vkey), "", "a+b+c"]) | st.text(),
                    "witnesses": st.lists(st.text() | JSON, max_size=2),
                    "checkpoint": st.text(),
                }
            ),
            max_size=2,
        ),
        "entries": st.lists(JSON, max_size=3),
    }
)


def judged(judge, *arguments) -> None:
    """The judgement prints in both languages and as JSON."""
    try:
        report = judge(*arguments)
    except Unusable as why:
        show.refusal(why, "zh").encode()
        return
    show.text(report, "zh").encode()
    show.text(report, "en").encode()
    json.dumps(report.as_json(), ensure_ascii=False).encode("utf-8", "backslashreplace")


@given(st.binary(max_size=300))
@ANYHOW
def test_any_bytes_as_a_record(tmp_path, raw):
    (tmp_path / "x.mjr").write_bytes(raw)
    judged(verify_record, tmp_path / "x.mjr")


@given(header=HEADER, lines=st.lists(LINE | JSON, max_size=4))
@ANYHOW
def test_any_json_as_a_record(tmp_path, header, lines):
    text = "".join(json.dumps(line) + "\n" for line in [header, *lines])
    (tmp_path / "x.mjr").write_text(text)
    judged(verify_record, tmp_path / "x.mjr")


@given(depth=st.integers(1, 5000))
@settings(deadline=None, max_examples=10)
def test_deep_nesting_is_malformed_and_no_crash(depth):
    try:
        canonical(parse(b"[" * depth + b"]" * depth))
    except Malformed:
        assert depth >= 64


@given(
    name=st.sampled_from(
        ["checkpoint", "vkey", "witness.vkey", "tile/0/000", "tile/1/000.p/2", "tile/entries/000", "tile/0/002.p/88"]
    ),
    raw=st.binary(max_size=400),
)
@ANYHOW
def test_any_bytes_in_any_file_of_a_log(genuine, tmp_path_factory, name, raw):
    place = tmp_path_factory.mktemp("log") / "610921-centre"
    shutil.copytree(genuine, place)
    (place / name).write_bytes(raw)
    judged(verify_log, place)


@given(cut=st.integers(0, 10_000), flip=st.integers(0, 10_000), bit=st.integers(0, 7))
@ANYHOW
def test_no_single_flipped_bit_of_a_log_goes_unnoticed(genuine, tmp_path_factory, cut, flip, bit):
    place = tmp_path_factory.mktemp("log") / "610921-centre"
    shutil.copytree(genuine, place)
    needed = ["checkpoint", "tile/0/000", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2"]
    needed += ["tile/entries/000", "tile/entries/001", "tile/entries/002.p/88"]
    file = place / needed[cut % len(needed)]
    content = bytearray(file.read_bytes())
    content[flip % len(content)] ^= 1 << bit
    file.write_bytes(content)
    assert not Exhibit(place).verify().ok


@given(st.text() | st.binary().map(lambda b: b.decode("latin-1")))
def test_any_text_as_key_note_or_checkpoint(text):
    for read in (read_key, read_checkpoint, lambda t: read_note(t.encode("utf-8", "replace"))):
        try:
            read(text)
        except Malformed:
            continue


@pytest.mark.parametrize(
    "raw", [b'{"a":1,"a":2}', b'{"a":0.5}', b"NaN", b"1e5", b"99999999999999999999", b'"\xff"', b"", b"{"]
)
def test_json_that_could_be_read_in_two_ways_is_refused(raw):
    with pytest.raises(Malformed):
        parse(raw)
