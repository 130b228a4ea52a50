"""Entered → sealed → published, again after every kind of interruption."""

from contextlib import suppress

import pytest
from django.core.management import call_command

from mingjing.kernel import merkle
from mingjing.ledger import keys, sealing
from mingjing.ledger.findings import Tampering
from mingjing.ledger.logs import directory, leaf, witness_of
from mingjing.ledger.models import Checkpoint
from mingjing.ledger.notes import LOG, NoteError
from mingjing.ledger.proofs import NotSealed, sealed_tree
from mingjing.ledger.sealing import leaves, seal, standing
from mingjing.ledger.tiles import TileWriter


def test_a_sealed_log_has_the_leaves_of_its_entries_and_a_cosigned_checkpoint(ledger):
    written = ledger.write(5)
    head = seal(ledger.log)
    assert (head.origin, head.size) == ("ankang.example/610921-centre", 5)
    assert ledger.place.reader(5).leaves(0) == [leaf(ledger.log, e.seq, e.digest) for e in written]
    note = ledger.place.note()
    assert note.signed_by(witness_of(ledger.log).signer.vkey)
    kept = Checkpoint.objects.get()
    assert (kept.size, kept.root, kept.cosigners, kept.note) == (5, head.root.hex(), 1, str(note))
    assert (ledger.path / "vkey").read_text().strip() == str(ledger.place.signer.vkey)


def test_the_site_above_is_the_witness(ledger, monkeypatch):
    ledger.write(1)
    monkeypatch.setattr("mingjing.org.selectors.witness_of", {ledger.log: "610900-city"}.get)
    seal(ledger.log)
    assert (ledger.path / "witness.vkey").read_text().startswith("ankang.example/witness/610900-city+")
    assert witness_of("610900-city").signer.name == "ankang.example/witness/witness"
    assert witness_of(ledger.log).last(ledger.place.origin).size == 1


def test_sealing_goes_on_where_it_stopped_and_is_idle_when_nothing_is_new(ledger):
    ledger.write(3)
    first = seal(ledger.log)
    assert seal(ledger.log) == first
    ledger.write(300)
    second = seal(ledger.log)
    assert second.size == 303
    assert Checkpoint.objects.count() == 2
    proof = sealed_tree(ledger.log).consistency(3)
    assert merkle.consistent(3, first.root, 303, second.root, proof)


def test_an_empty_log_is_not_sealed(ledger):
    assert seal(ledger.log).size == 0
    assert Checkpoint.objects.count() == 0
    assert not (ledger.path / "checkpoint").exists()


def test_standing_tells_how_far_an_entry_has_come(ledger):
    ledger.write(1)
    assert standing(ledger.log, 0) == "entered"
    with_no_line(ledger)
    assert standing(ledger.log, 0) == "sealed"
    seal(ledger.log)
    assert standing(ledger.log, 0) == "published"


def with_no_line(ledger):
    def cut(_body):
        raise ConnectionError("no line")

    return seal(ledger.log, send=cut)


def test_a_witness_out_of_reach_leaves_the_log_sealed_and_is_asked_again(ledger):
    ledger.write(2)
    assert with_no_line(ledger).size == 2
    assert len(ledger.place.note().signatures) == 1
    ledger.write(2)
    with_no_line(ledger)
    seal(ledger.log)
    assert len(ledger.place.note().signatures) == 2
    assert list(Checkpoint.objects.values_list("size", "cosigners")) == [(2, 0), (4, 0), (4, 1)]


class Killed(BaseException):
    """kill -9: nothing after it runs."""


@pytest.mark.parametrize(
    "point",
    [
        "mingjing.ledger.tiles.TileWriter._put",
        "mingjing.ledger.tiles.TileWriter.flush",
        "mingjing.ledger.sealing._publish",
        "mingjing.ledger.sealing.ask",
        "mingjing.ledger.logs.LogDirectory.publish",
        "mingjing.ledger.logs.replace",
        "mingjing.ledger.sealing._remember",
    ],
)
@pytest.mark.parametrize("after", [0, 1])
def test_killed_at_any_point_the_next_run_completes_the_same_log(ledger, monkeypatch, point, after):
    ledger.write(300)
    seal(ledger.log)
    ledger.write(280)
    calls = []

    def die(*args, **kwargs):
        calls.append(args)
        if len(calls) > after:
            raise Killed
        return original(*args, **kwargs)

    with monkeypatch.context() as patch:
        module, _, name = point.rpartition(".")
        original = _named(module, name)
        patch.setattr(point, die)
        with suppress(Killed):
            seal(ledger.log)
    ledger.write(1)
    head = seal(ledger.log)
    assert head.size == 581
    assert head.root == merkle.root(581, _straight(ledger))
    assert Checkpoint.objects.order_by("-id").first().cosigners == 1


def _named(module: str, name: str):
    from importlib import import_module

    try:
        return getattr(import_module(module), name)
    except ModuleNotFoundError:
        outer, _, cls = module.rpartition(".")
        return getattr(getattr(import_module(outer), cls), name)


def _straight(ledger):
    from mingjing.ledger.models import Entry

    hashes = [
        merkle.leaf_hash(leaf(ledger.log, seq, digest))
        for seq, digest in Entry.objects.filter(log=ledger.log).order_by("seq").values_list("seq", "digest")
    ]

    def node(level, index):
        if level == 0:
            return hashes[index]
        return merkle.node_hash(node(level - 1, 2 * index), node(level - 1, 2 * index + 1))

    return node


def test_killed_between_witness_and_checkpoint_the_witness_knows_more_and_is_believed(ledger, monkeypatch):
    ledger.write(4)
    seal(ledger.log)
    ledger.write(4)
    with monkeypatch.context() as patch:
        patch.setattr("mingjing.ledger.logs.LogDirectory.publish", lambda *_: (_ for _ in ()).throw(Killed()))
        with pytest.raises(Killed):
            seal(ledger.log)
    assert witness_of(ledger.log).last(ledger.place.origin).size == 8
    assert ledger.place.head().size == 4
    ledger.write(4)
    assert seal(ledger.log).size == 12


def test_every_log_is_sealed_even_when_one_is_found_wrong(ledger):
    ledger.write(2)
    other = type(ledger)(log="610922-centre")
    other.write(2)
    assert sealing.seal_all() == []
    (ledger.path / "checkpoint").write_text("not a checkpoint")
    other.write(1)
    assert [f.code for f in sealing.seal_all()] == ["checkpoint.invalid"]
    assert other.place.head().size == 3


def seen_by(monkeypatch) -> list[str]:
    asked, plain = [], sealing.seal
    monkeypatch.setattr(sealing, "seal", lambda log: asked.append(log) or plain(log))
    return asked


def test_a_round_attends_what_grew_and_one_quiet_log_in_turn(ledger, monkeypatch):
    others = [type(ledger)(log=f"61092{n}-centre") for n in range(2, 6)]
    for one in (ledger, *others):
        one.write(2)
    sealer, asked = sealing.Sealer(), seen_by(monkeypatch)
    assert sealer.round() == []
    assert sorted(asked) == [ledger.log, *(o.log for o in others)]
    asked.clear()
    for _ in others:
        sealer.round()
    assert sorted(asked) == [o.log for o in others], "each once, the first had its turn"
    asked.clear()
    others[0].write(1)
    sealer.round()
    assert {others[0].log} <= set(asked)
    assert len(asked) <= 2
    assert others[0].place.head().size == 3


def test_a_quiet_log_that_was_changed_is_found_within_as_many_rounds_as_there_are_logs(ledger):
    others = [type(ledger)(log=f"61092{n}-centre") for n in range(2, 6)]
    for one in (ledger, *others):
        one.write(2)
    sealer = sealing.Sealer()
    sealer.round()
    (others[2].path / "checkpoint").write_text("not a checkpoint")
    found = [sealer.round() for _ in range(5)]
    assert ["checkpoint.invalid"] in [[f.code for f in each] for each in found]
    assert [f.code for f in sealer.round()] == ["checkpoint.invalid"], "again and again until it is in order"


def test_a_log_whose_witness_is_away_is_asked_for_again_in_every_round(ledger, monkeypatch):
    def away(*_):
        raise OSError("away")

    ledger.write(1)
    sealer, asked = sealing.Sealer(), seen_by(monkeypatch)
    with monkeypatch.context() as patch:
        patch.setattr(sealing, "ask", away)
        sealer.round()
        sealer.round()
    assert asked == [ledger.log, ledger.log]
    sealer.round()
    assert Checkpoint.objects.filter(log=ledger.log, size=1, cosigners=1).exists()


def test_the_command_seals_once_and_tells_by_its_exit_code(ledger, capsys):
    ledger.write(1)
    call_command("seal", "--once")
    (ledger.path / "checkpoint").unlink()
    with pytest.raises(SystemExit) as stopped:
        call_command("seal", "--once")
    assert stopped.value.code == 1
    assert "checkpoint.rolled_back" in capsys.readouterr().err


def test_the_leaf_writer_for_many_gives_the_bytes_of_the_leaf_for_one():
    rows = [(seq, f"{seq:064x}") for seq in (0, 9, 10, 12345678901)]
    assert list(leaves("a.b-c", rows)) == [leaf("a.b-c", seq, digest) for seq, digest in rows]
    for digest in ('","x":"', "A" * 64, "0" * 63, ""):
        with pytest.raises(Tampering):
            list(leaves("a", [(0, digest)]))


@pytest.mark.parametrize("name", ["", "..", "a/b", ".hidden", "a b", "日志"])
def test_a_log_name_unfit_for_a_path_is_refused(ledger, name):
    with pytest.raises(ValueError, match="log name"):
        directory(name)


def test_a_key_is_made_once_for_its_owner_alone(ledger, tmp_path):
    file = tmp_path / "keys" / "a.key"
    first = keys.signer("ankang.example/a", LOG, file)
    assert keys.signer("ankang.example/a", LOG, file).vkey == first.vkey
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(NoteError):
        keys.signer("ankang.example/b", LOG, file)


def test_a_strangers_checkpoint_makes_no_key(ledger, tmp_path):
    body = b"old 0\n\nankang.example/nobody\n1\n" + b"A" * 43 + b"=\n\n\xe2\x80\x94 x AAAAAAAA\n"
    assert witness_of(ledger.log).add_checkpoint(body).status == 404
    assert not (tmp_path / "keys/nobody.log.key").exists()


def test_inclusion_proofs_lead_to_the_signed_root(ledger):
    ledger.write(300)
    with pytest.raises(NotSealed):
        sealed_tree(ledger.log)
    seal(ledger.log)
    tree = sealed_tree(ledger.log)
    for seq in (0, 255, 256, 299):
        leaf_hash = merkle.leaf_hash(ledger.place.reader(300).leaves(seq // 256)[seq % 256])
        assert merkle.root_from_inclusion(leaf_hash, seq, 300, tree.inclusion(seq)) == tree.head.root
    with pytest.raises(NotSealed):
        tree.inclusion(300)
    with pytest.raises(NotSealed):
        tree.consistency(301)
    text = tree.tlog_proof(299)
    assert text.startswith("c2sp.org/tlog-proof@v1\nindex 299\n")
    assert text.endswith(f"\n\n{tree.note}")


def test_entries_written_while_tiles_lag_are_not_lost(ledger):
    ledger.write(256)
    seal(ledger.log)
    draft = TileWriter(ledger.path, 256)
    draft.append([b"a draft of somebody killed"])
    draft.flush()
    ledger.write(1)
    assert seal(ledger.log).root == merkle.root(257, _straight(ledger))


@pytest.mark.parametrize("seq", [0, 1, 2])
def test_a_missing_number_stops_the_sealer(ledger, seq):
    ledger.write(3)
    with ledger.unguarded() as cursor:
        for table, key in [("entryref", "entry_id"), ("entrycontent", "entry_id"), ("entry", "id")]:
            cursor.execute(f"DELETE FROM ledger_{table} WHERE {key} = (SELECT id FROM ledger_entry WHERE seq = {seq})")
    with pytest.raises(Tampering, match=r"row\.missing"):
        seal(ledger.log)


def test_a_row_whose_number_is_not_its_place_stops_the_sealer(ledger):
    ledger.write(4)
    with ledger.unguarded() as cursor:
        cursor.execute("UPDATE ledger_entry SET seq = 40 WHERE seq = 2")
        cursor.execute("UPDATE ledger_loghead SET size = 3")
    with pytest.raises(Tampering, match=r"row\.missing 610921-centre 2"):
        seal(ledger.log)
