"""The tamper matrix of a log: each thing one can do to a directory is caught, and called by its name."""

import os
import shutil

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mingjing.ledger.notes import LOG, WITNESS, Note, Signer
from mingjing.ledger.tiles import pack, tile_path, unpack
from mingjing_verify.findings import Unusable
from mingjing_verify.note import read_key
from tests.verify.conftest import CITY, LOG_KEY, SIZE, checkpoint, entry, write_log

OTHER = Signer(LOG_KEY.name, LOG, Ed25519PrivateKey.from_private_bytes(b"\3" * 32))
LAST = f"tile/entries/002.p/{SIZE - 512}"


def test_a_genuine_log_is_verified(exhibit):
    report = exhibit.verify()
    assert report.findings == []
    assert report.notices == []
    (head,) = report.heads
    assert (head.origin, head.size) == (LOG_KEY.name, SIZE)
    assert [(c.witness, c.at) for c in head.cosigned] == [(CITY.name, 1_800_000_000)]


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 511, 512, 513])
def test_genuine_logs_of_awkward_sizes_are_verified(tmp_path, exhibit, size):
    exhibit.path = tmp_path / "small" / "610921-centre"
    write_log(exhibit.path, [entry(seq) for seq in range(size)])
    assert exhibit.codes() == set()


def test_a_log_with_three_levels_is_verified_and_its_upper_tiles_too(tmp_path, exhibit):
    exhibit.path = tmp_path / "large" / "610921-centre"
    write_log(exhibit.path, [entry(seq) for seq in range(66_000)])
    assert exhibit.codes() == set()
    assert (exhibit.path / "tile/2/000.p/1").exists()
    for name in ("tile/1/000", "tile/1/001.p/1", "tile/2/000.p/1"):
        genuine = (exhibit.path / name).read_bytes()
        (exhibit.path / name).write_bytes(b"\0" + genuine[1:])
        assert exhibit.codes() == {"tile.corrupted"}
        (exhibit.path / name).write_bytes(genuine)


def test_full_tiles_that_replaced_partial_ones_serve_the_older_checkpoint(exhibit):
    old = str(checkpoint(exhibit.path, SIZE))
    write_log(exhibit.path, [entry(seq) for seq in range(800)])
    for partial in exhibit.path.rglob("*.p"):
        if partial.name.startswith("002"):
            shutil.rmtree(partial)
    exhibit.file("checkpoint").write_text(old)
    assert exhibit.codes() == set()


# what is done to the entries: the file, what becomes of its leaves, the code
CHANGES = {
    "change": ("tile/entries/001", lambda e: [*e[:9], entry(265, "!"), *e[10:]], "entry.changed"),
    "change in the tail": (LAST, lambda e: [entry(512, "!"), *e[1:]], "entry.changed"),
    "change the only form": ("tile/entries/000", lambda e: [*e[:9], b"{}", *e[10:]], "entry.changed"),
    "drop": ("tile/entries/001", lambda e: e[:9] + e[10:], "entry.missing"),
    "drop the first": ("tile/entries/000", lambda e: e[1:], "entry.missing"),
    "drop and move up the next": ("tile/entries/000", lambda e: [*e[:9], *e[10:], entry(256)], "entry.missing"),
    "drop from the tail": (LAST, lambda e: e[:-1], "entry.missing"),
    "insert": ("tile/entries/001", lambda e: [*e[:9], entry(265, "!"), *e[9:]], "entry.extra"),
    "insert and push out the last": ("tile/entries/001", lambda e: [*e[:9], entry(265, "!"), *e[9:-1]], "entry.extra"),
    "insert at the end": (LAST, lambda e: [*e, entry(600)], "entry.extra"),
    "swap": ("tile/entries/001", lambda e: [e[1], e[0], *e[2:]], "entry.reordered"),
    "reverse": ("tile/entries/000", lambda e: e[::-1], "entry.reordered"),
}


@pytest.mark.parametrize("case", CHANGES)
def test_every_change_of_an_entry_file_is_named(exhibit, case):
    name, change, code = CHANGES[case]
    file = exhibit.file(name)
    file.write_bytes(pack(change(unpack(file.read_bytes()))))
    assert exhibit.codes() == {code}


def test_the_changed_entry_is_named_by_its_number(exhibit):
    file = exhibit.file("tile/entries/001")
    leaves = unpack(file.read_bytes())
    file.write_bytes(pack([*leaves[:9], entry(265, "!"), *leaves[10:]]))
    assert [tuple(f) for f in exhibit.verify().findings] == [("entry.changed", "265")]


# what is done so that files agree with each other: a false log, signed or not by the genuine key
REBUILT = {
    "change": lambda e: [*e[:300], entry(300, "!"), *e[301:]],
    "drop": lambda e: e[:300] + e[301:],
    "insert": lambda e: [*e[:300], entry(300, "!"), *e[300:]],
    "swap": lambda e: [*e[:300], e[301], e[300], *e[302:]],
    "truncate": lambda e: e[:300],
}


@pytest.mark.parametrize("case", REBUILT)
def test_a_log_rebuilt_under_the_old_checkpoint_does_not_lead_to_the_signed_root(exhibit, case):
    genuine = exhibit.file("checkpoint").read_text()
    rebuild(exhibit, REBUILT[case])
    exhibit.file("checkpoint").write_text(genuine)
    found = exhibit.codes()
    assert "root.mismatch" in found
    if case == "truncate":
        assert "log.truncated" in found
    if case in ("drop", "swap", "insert"):
        assert "entry.out_of_place" in found


@pytest.mark.parametrize("case", REBUILT)
def test_a_log_rebuilt_and_signed_again_by_its_own_key_contradicts_what_was_seen_before(exhibit, case):
    kept = exhibit.file("checkpoint").read_bytes()
    rebuild(exhibit, REBUILT[case])
    found = exhibit.codes(since=kept)
    shorter = case in ("truncate", "drop")
    assert ("checkpoint.replayed" if shorter else "log.forked") in found


def test_a_longer_fork_signed_by_the_own_key_is_found_by_the_kept_checkpoint_alone(exhibit):
    kept = exhibit.file("checkpoint").read_bytes()
    rebuild(exhibit, lambda e: [*e[:300], entry(300, "!"), *e[301:], *(entry(seq) for seq in range(600, 900))])
    assert exhibit.codes() == set()
    assert exhibit.codes(since=kept) == {"log.forked"}


@pytest.mark.parametrize("size", [1, 255, 256, 300, 512, 600])
def test_a_kept_checkpoint_of_any_size_is_a_past_of_the_genuine_log(exhibit, size):
    kept = str(checkpoint(exhibit.path, size, of=SIZE)).encode()
    assert exhibit.codes(since=kept) == set()


def rebuild(exhibit, change, **signing):
    leaves = change([entry(seq) for seq in range(SIZE)])
    shutil.rmtree(exhibit.path / "tile")
    write_log(exhibit.path, leaves, **signing)


def test_a_replayed_checkpoint_is_named(exhibit):
    older = str(checkpoint(exhibit.path, 512))
    kept = exhibit.file("checkpoint").read_bytes()
    exhibit.file("checkpoint").write_text(older)
    assert exhibit.codes() == set()
    assert exhibit.codes(since=kept) == {"checkpoint.replayed"}


@pytest.mark.parametrize("name", ["tile/entries/000", "tile/entries/001"])
def test_a_missing_entry_file_is_named(exhibit, name):
    exhibit.file(name).unlink()
    assert exhibit.codes() == {"entry.missing"}


def test_a_log_cut_off_at_its_end_is_named_with_the_numbers_gone(exhibit):
    exhibit.file("tile/entries/001").unlink()
    exhibit.file(LAST).unlink()
    assert [tuple(f) for f in exhibit.verify().findings] == [("log.truncated", "256–599")]


@pytest.mark.parametrize("name", ["tile/0/000", "tile/0/002.p/88", "tile/1/000.p/2"])
@pytest.mark.parametrize("harm", ["flip", "short", "long", "missing", "directory"])
def test_a_harmed_hash_file_is_named_and_the_entries_are_not_blamed(exhibit, name, harm):
    file = exhibit.file(name)
    content = file.read_bytes()
    file.unlink()
    if harm == "directory":
        file.mkdir()
    elif harm != "missing":
        spoilt = {"flip": bytes([content[0] ^ 1]) + content[1:], "short": content[:-5], "long": content + b"\0" * 32}
        file.write_bytes(spoilt[harm])
    gone = harm in ("missing", "directory")
    assert exhibit.codes() == {"tile.missing" if gone else "tile.corrupted"}
    assert name in {f.where for f in exhibit.verify().findings}


@pytest.mark.parametrize("harm", [b"\xff\xff", b"\0", b""])
def test_an_entry_file_that_is_none_is_named(exhibit, harm):
    exhibit.file("tile/entries/000").write_bytes(harm)
    assert exhibit.codes() & {"bundle.damaged", "entry.missing"}


def test_both_entry_and_hash_changed_consistently_is_a_wrong_root(exhibit):
    leaves = [entry(seq) for seq in range(256)]
    leaves[3] = entry(3, "!")
    other = exhibit.path.parent / "other"
    write_log(other, leaves)
    for name in ("tile/entries/000", "tile/0/000"):
        shutil.copy(other / name, exhibit.file(name))
    assert "root.mismatch" in exhibit.codes()


def test_a_checkpoint_by_another_key_of_the_same_name_is_named(exhibit):
    rebuild(exhibit, lambda e: e, signer=OTHER)
    assert exhibit.codes() == {"checkpoint.wrong_key"}


def test_a_log_that_brings_its_own_new_key_does_not_pass_for_the_known_one(exhibit):
    rebuild(exhibit, lambda e: e, signer=OTHER)
    exhibit.file("vkey").write_text(f"{OTHER.vkey}\n")
    assert exhibit.codes() == {"checkpoint.wrong_key"}
    assert exhibit.codes(keys=[]) == set()
    assert "key.from_the_log" in {n.code for n in exhibit.verify(keys=[]).notices}


def test_the_checkpoint_of_another_log_is_named(exhibit):
    note = Note(f"ankang.example/other\n1\n{'A' * 43}=\n", ())
    text = note.text
    exhibit.file("checkpoint").write_text(str(Note(text, (LOG_KEY.sign(text), CITY.sign(text, 1)))))
    assert "checkpoint.wrong_log" in exhibit.codes()


def test_a_changed_checkpoint_no_longer_carries_a_valid_signature(exhibit):
    text = exhibit.file("checkpoint").read_text().replace(f"\n{SIZE}\n", f"\n{SIZE - 1}\n", 1)
    exhibit.file("checkpoint").write_text(text)
    assert {"checkpoint.signature_invalid", "cosignature.invalid"} <= exhibit.codes()


def test_a_checkpoint_that_is_none_or_gone_is_named(exhibit):
    exhibit.file("checkpoint").write_text("600 entries, all fine\n")
    assert exhibit.codes() == {"checkpoint.malformed"}
    exhibit.file("checkpoint").unlink()
    assert exhibit.codes() == {"checkpoint.missing"}


def test_a_missing_and_a_forged_cosignature_are_named(exhibit):
    impostor = Signer(CITY.name, WITNESS, Ed25519PrivateKey.generate())
    genuine = checkpoint(exhibit.path, SIZE)
    without = Note(genuine.text, genuine.signatures[:1])
    by_impostor = without.with_signatures([impostor.sign(genuine.text, 1)])
    line = genuine.signatures[1]
    moved = type(line)(line.name, line.key_id, (5).to_bytes(8) + line.blob[8:])
    for note, code in [
        (without, "cosignature.missing"),
        (by_impostor, "cosignature.missing"),
        (without.with_signatures([moved]), "cosignature.invalid"),
    ]:
        exhibit.file("checkpoint").write_text(str(note))
        assert exhibit.codes() == {code}


def test_without_pinned_witnesses_an_uncosigned_checkpoint_is_only_noticed(exhibit):
    genuine = checkpoint(exhibit.path, SIZE, witness=None)
    exhibit.file("checkpoint").write_text(str(genuine))
    report = exhibit.verify(witnesses=[])
    assert report.ok
    assert {n.code for n in report.notices} == {"witness.from_the_log", "witness.none"}


def test_entries_of_another_log_or_form_are_named_even_when_everything_is_signed(exhibit):
    def spoil(leaves):
        leaves[5] = leaves[5].replace(b"610921", b"610922")
        leaves[6] = leaves[6].replace(b'"v":1', b'"v":2')
        return leaves

    rebuild(exhibit, spoil)
    assert [tuple(f) for f in exhibit.verify().findings] == [("entry.malformed", "5"), ("entry.malformed", "6")]


def test_a_totally_ruined_log_is_reported_briefly(exhibit):
    for number, width in [(0, 256), (1, 256), (2, 88)]:
        spoilt = [entry(number * 256 + i, "!") for i in range(width)]
        exhibit.file(tile_path("entries", number, width)).write_bytes(pack(spoilt))
    report = exhibit.verify()
    assert len(report.findings) == 100
    assert len(report.findings) + report.unlisted == SIZE


@pytest.mark.parametrize("kind", ["missing", "empty", "file"])
def test_what_is_no_log_cannot_be_judged(exhibit, kind, tmp_path):
    exhibit.path = tmp_path / "nothing"
    if kind == "empty":
        exhibit.path.mkdir()
    if kind == "file":
        exhibit.path.write_bytes(os.urandom(100))
    with pytest.raises(Unusable):
        exhibit.verify()


@pytest.mark.parametrize("since", [b"", b"\xff", b"nonsense\n\n\xe2\x80\x94 a AAAA\n", str(CITY.vkey).encode()])
def test_a_kept_checkpoint_that_is_none_cannot_be_judged(exhibit, since):
    with pytest.raises(Unusable):
        exhibit.verify(since=since)


def test_a_kept_checkpoint_signed_by_somebody_else_cannot_be_judged(exhibit):
    kept = str(checkpoint(exhibit.path, SIZE, signer=OTHER)).encode()
    with pytest.raises(Unusable):
        exhibit.verify(since=kept)


def test_of_several_pinned_keys_the_one_of_this_log_is_used(exhibit):
    stranger = Signer("ankang.example/x", LOG, Ed25519PrivateKey.generate())
    keys = [read_key(str(stranger.vkey)), read_key(exhibit.key)]
    assert exhibit.codes(keys=keys) == set()
