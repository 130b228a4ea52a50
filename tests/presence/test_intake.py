"""The door lets in what is right and says why not."""

import json

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingjing.presence import mapping
from mingjing.presence.intake import Gateway, Intake, Known, Seen, Shut, Taken, sign
from mingjing.presence.reading import Reading
from mingjing.presence.rules.limits import limits
from mingjing.presence.vocab import Why

SECRET, OLD = b"s" * 32, b"o" * 32
LIMITS = limits()
NOW = 1_770_000_000_000


def door():
    gateways = {
        "G1": Gateway("G1", "A", secrets=(SECRET, OLD)),
        "T1": Gateway("T1", "A", "uwb-tags"),
        "V1": Gateway("V1", "A", "vitals-flat"),
        "P1": Gateway("P1", "A", "aoa-push"),
    }
    return Intake(Known(gateways, {"W1": ("A", "band"), "W2": ("B", "band")}), LIMITS)


def message(*readings, number=1, secret=SECRET, gateway="G1"):
    return sign(secret, gateway, number, json.dumps({"sent": NOW, "readings": list(readings)}).encode())


GOOD = {"device": "W1", "at": NOW, "hr": 72}


def test_a_signed_message_is_let_in():
    taken = door().take("G1", message(GOOD), NOW)
    assert taken.readings == [Reading("W1", NOW, hr=72)]
    assert not taken.skip
    assert taken.sent == NOW


def test_the_secret_before_still_opens_while_it_is_exchanged():
    assert isinstance(door().take("G1", message(GOOD, secret=OLD), NOW), Taken)


@pytest.mark.parametrize(
    ("why", "sender", "raw"),
    [
        (Why.UNKNOWN_GATEWAY, "G9", message(GOOD)),
        (Why.BAD_SIGNATURE, "G1", message(GOOD, secret=b"x" * 32)),
        (Why.BAD_SIGNATURE, "G1", message(GOOD, gateway="G2")),
        (Why.BAD_SIGNATURE, "G1", message(GOOD)[:-2] + b" }"),
        (Why.MALFORMED, "G1", b""),
        (Why.MALFORMED, "G1", b"{}"),
        (Why.MALFORMED, "G1", sign(SECRET, "G1", 1, b"{")),
        (Why.MALFORMED, "G1", sign(SECRET, "G1", 1, b'{"readings": 7}')),
        (Why.MALFORMED, "T1", b"\xff"),
        (Why.TOO_LARGE, "G1", b"x" * (LIMITS.message_bytes + 1)),
    ],
)
def test_a_message_is_refused_with_the_reason(why, sender, raw):
    shut = door().take(sender, raw, NOW)
    assert isinstance(shut, Shut)
    assert shut.why == why


@pytest.mark.parametrize(
    ("why", "wrong"),
    [
        (Why.UNKNOWN_DEVICE, {**GOOD, "device": "W9"}),
        (Why.UNKNOWN_DEVICE, {**GOOD, "device": "W2"}),  # of another site
        (Why.FUTURE, {**GOOD, "at": NOW + LIMITS.future + 1}),
        (Why.MALFORMED, {**GOOD, "hr": -1}),
        (Why.MALFORMED, {**GOOD, "hr": "72"}),
        (Why.MALFORMED, {**GOOD, "at": -1}),
        (Why.MALFORMED, {"device": "W1"}),
        (Why.MALFORMED, {**GOOD, "device": "W1\u0000"}),
    ],
)
def test_one_wrong_reading_does_not_stop_the_others(why, wrong):
    intake = door()
    taken = intake.take("G1", message(GOOD, wrong, GOOD), NOW)
    assert len(taken.readings) == 2
    assert taken.skip == {1: why}
    again = door().replay("G1", "mingjing-1", message(GOOD, wrong, GOOD), taken.skip, NOW)
    assert again == taken.readings


@pytest.mark.parametrize("seq", [2**63, 10**30])
def test_a_counter_no_state_can_hold_is_refused(seq):
    """What comes in must be able to be written down: the engine's state knows 64 bits."""
    taken = door().take("G1", message({**GOOD, "seq": seq}, {**GOOD, "seq": 2**63 - 1}), NOW)
    assert taken.skip == {0: Why.MALFORMED}
    assert msgspec.msgpack.encode(taken.readings)


@pytest.mark.parametrize("ts", [10**400, -(10**400), [], {}, True, "1e999", "x"])
@pytest.mark.parametrize("field", ["ts", "hr", "id", "seq", "wear"])
def test_no_value_of_a_makers_message_breaks_the_door(field, ts):
    raw = json.dumps({"id": "W1", "ts": NOW / 1000, "hr": 71, "seq": 1, "wear": 1} | {field: ts}).encode()
    answer = door().take("V1", raw, NOW)
    assert isinstance(answer, Taken)
    assert msgspec.msgpack.encode(answer.readings)


def test_who_spent_the_numbers_of_a_stolen_secret_keeps_nobody_out():
    """A new secret counts anew: the gateway that got it is heard whatever the thief sent under the one before."""
    intake = door()
    assert isinstance(intake.take("G1", message(GOOD, number=10**18 - 1, secret=OLD), NOW), Taken)
    assert intake.take("G1", message(GOOD, number=7, secret=OLD), NOW) == Shut(Why.REPLAYED, "G1")
    fresh = message(GOOD, number=7)
    assert isinstance(intake.take("G1", fresh, NOW), Taken)
    assert intake.take("G1", fresh, NOW) == Shut(Why.REPLAYED, "G1")


def test_numbers_read_again_from_the_journal_are_counted_where_they_were():
    intake, raw = door(), message(GOOD, number=7)
    counted = intake.take("G1", raw, NOW).counted
    again = door()
    again.replay("G1", "mingjing-1", raw, {}, NOW, counted)
    assert again.take("G1", raw, NOW) == Shut(Why.REPLAYED, "G1")


def test_a_message_sent_again_is_refused_unless_the_broker_says_so():
    intake, raw = door(), message(GOOD)
    assert isinstance(intake.take("G1", raw, NOW), Taken)
    assert intake.take("G1", raw, NOW) == Shut(Why.REPLAYED, "G1")
    again = intake.take("G1", raw, NOW, redelivered=True)
    assert again.again
    assert not again.readings


def test_too_many_readings_in_a_second_are_refused():
    intake = door()
    many = [{**GOOD, "at": NOW - n} for n in range(2000)]
    answers = [intake.take("G1", message(*many, number=n), NOW) for n in range(LIMITS.gateway_rate // 2000 + 1)]
    assert answers[-1] == Shut(Why.RATE, "G1")
    assert all(isinstance(a, Taken) for a in answers[:-1])
    later = sign(SECRET, "G1", 999, json.dumps({"sent": NOW + 1000, "readings": [GOOD]}).encode())
    assert isinstance(intake.take("G1", later, NOW), Taken)


def test_what_was_refused_as_too_fast_may_be_sent_again():
    intake = door()
    many = [{**GOOD, "at": NOW - n} for n in range(2000)]
    last = LIMITS.gateway_rate // 2000
    answers = [intake.take("G1", message(*many, number=n), NOW) for n in range(last + 1)]
    assert answers[-1] == Shut(Why.RATE, "G1")
    later = sign(SECRET, "G1", 999, json.dumps({"sent": NOW + 1000, "readings": [GOOD]}).encode())
    assert isinstance(intake.take("G1", later, NOW + 1000), Taken)
    assert isinstance(intake.take("G1", message(*many, number=last), NOW + 2000), Taken)
    assert intake.take("G1", message(*many, number=last), NOW + 3000) == Shut(Why.REPLAYED, "G1")


def test_a_backlog_that_comes_at_once_is_not_too_fast():
    intake = door()
    for number in range(2 * LIMITS.gateway_rate // 2000):
        sent = NOW - number * 1000
        body = json.dumps({"sent": sent, "readings": [{**GOOD, "at": sent - n} for n in range(2000)]}).encode()
        assert isinstance(intake.take("G1", sign(SECRET, "G1", number, body), NOW), Taken)


@given(st.lists(st.integers(0, 3000), max_size=200))
def test_a_number_counts_once_in_any_order(numbers):
    seen, had = Seen(), set()
    for n in numbers:
        assert seen.mark(n) == (n not in had and n > max(had, default=-1) - 1024)
        had.add(n)


TAG = {
    "version": "2.0", "tagId": "W1", "timestamp": NOW / 1000, "success": True,
    "data": {"coordinates": {"x": 1200, "y": 3400, "z": 0}, "anchorData": [{"anchorId": "A1", "rss": -61.5}]},
}  # fmt: skip


def test_positions_of_a_tag_server_are_mapped():
    taken = door().take("T1", json.dumps([TAG, {**TAG, "success": False}]).encode(), NOW)
    [one] = taken.readings
    assert (one.device, one.at, one.x, one.y, one.anchors) == ("W1", NOW, 1.2, 3.4, (("A1", -61.5),))


def test_flat_vital_signs_are_mapped():
    raw = json.dumps({"id": "W1", "ts": NOW / 1000, "hr": 71, "spo2": 97, "wear": 1, "sos": False}).encode()
    [one] = door().take("V1", raw, NOW).readings
    assert (one.hr, one.spo2, one.worn, one.sos, one.cut) == (71, 97, True, False, None)


def test_a_push_without_a_time_of_its_own_gets_that_of_its_arrival():
    raw = json.dumps({"Gateway": "P1", "mac": "W1", "x": 1, "y": 2, "Type": "AOA_data"}).encode()
    assert door().take("P1", raw, NOW).readings == [Reading("W1", NOW, x=1, y=2)]


@pytest.mark.parametrize("name", sorted(mapping.profiles()))
def test_every_table_names_fields_of_a_reading(name):
    table = mapping.profiles()[name]
    assert set(table.fields) <= set(Reading.__struct_fields__)
    assert {"device", "at"} <= set(table.fields)
    assert table.zh
    assert table.en


WORDS = [*Reading.__struct_fields__, "readings", "tagId", "timestamp", "success", "data", "coordinates", "anchorData"]
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from([*WORDS, "id", "ts", "mac", "Type", "wear"]), inner, max_size=6)
    ),
    max_leaves=20,
)


@settings(deadline=None, max_examples=200)
@given(
    st.binary(max_size=200) | JSON.map(lambda j: json.dumps(j).encode()), st.sampled_from(["G1", "T1", "V1", "P1", "?"])
)
def test_nothing_that_is_sent_gets_past_the_door_as_an_error(raw, sender):
    intake = door()
    for sent in (raw, sign(SECRET, sender, 5, raw), sign(SECRET, sender, 6, b'{"readings": [' + raw + b"]}")):
        answer = intake.take(sender, sent, NOW)
        assert isinstance(answer, (Taken, Shut))
        if isinstance(answer, Taken):
            profile = intake.known.gateways[sender].profile
            assert door().replay(sender, profile, sent, answer.skip, NOW) == answer.readings
            assert all(msgspec.convert(msgspec.to_builtins(r), Reading) == r for r in answer.readings)
