"""The tamper matrix inside: what somebody with the database's and the disk's own rights can do, and how it is named."""

import json
import re
import shutil

import pytest
from django.core.management import call_command
from django.db import connection

from mingjing.kernel.ref import Ref
from mingjing.kernel.time import now
from mingjing.ledger.actions.erasure import erase as order_erasure
from mingjing.ledger.audit import audit
from mingjing.ledger.content import digests_of, seal_fields
from mingjing.ledger.findings import Code, Finding, Tampering
from mingjing.ledger.logs import witness_of
from mingjing.ledger.models import Entry, EntryContent
from mingjing.ledger.sealing import logs, seal, seal_all
from mingjing.ledger.tiles import pack, unpack
from mingjing_verify.log import verify_log
from mingjing_verify.note import read_key
from tests.ledger.conftest import WEI

ROW = "UPDATE ledger_entry SET {} WHERE seq = 7"
SEVEN = "SELECT id FROM ledger_entry WHERE seq = 7"
SEVEN_MORE = "SELECT id, 'person', 'p9' FROM ledger_entry WHERE seq = 7"
CONTENT = "UPDATE ledger_entrycontent SET fields = %s WHERE entry_id = (SELECT id FROM ledger_entry WHERE seq = 7)"


def fields_of(seq: int) -> dict:
    return EntryContent.objects.get(entry__seq=seq).fields


def erase(cursor, seq: int) -> None:
    for table, key in [("entryref", "entry_id"), ("entrycontent", "entry_id"), ("entry", "id")]:
        cursor.execute(f"DELETE FROM ledger_{table} WHERE {key} = (SELECT id FROM ledger_entry WHERE seq = {seq})")


def change_value(cursor):
    spoilt = fields_of(7) | {"body.what": [fields_of(7)["body.what"][0], "没有这件事"]}
    cursor.execute(CONTENT, [json.dumps(spoilt)])


def change_salt(cursor):
    spoilt = fields_of(7) | {"body.what": ["00" * 16, fields_of(7)["body.what"][1]]}
    cursor.execute(CONTENT, [json.dumps(spoilt)])


def drop_field(cursor):
    cursor.execute(CONTENT, [json.dumps({k: v for k, v in fields_of(7).items() if k != "body.what"})])


def add_field(cursor):
    cursor.execute(CONTENT, [json.dumps(fields_of(7) | {"body.more": ["00" * 16, "x"]})])


def garble(cursor):
    cursor.execute(CONTENT, ['["garbled"]'])


def rewrite(cursor):
    """Content and digest changed together: the row agrees with itself again, but not with the sealed log."""
    fields = {name: held[1] for name, held in fields_of(7).items()} | {"body.what": "没有这件事"}
    content, digest = seal_fields(fields)
    cursor.execute(CONTENT, [json.dumps(content)])
    cursor.execute(ROW.format(f"digest = '{digest}'"))


def swap_rows(cursor):
    cursor.execute("UPDATE ledger_entry SET seq = -1 WHERE seq = 7")
    cursor.execute("UPDATE ledger_entry SET seq = 7 WHERE seq = 8")
    cursor.execute("UPDATE ledger_entry SET seq = 8 WHERE seq = -1")


def swap_contents(cursor):
    seven, eight = fields_of(7), fields_of(8)
    cursor.execute(CONTENT, [json.dumps(eight)])
    cursor.execute(CONTENT.replace("seq = 7", "seq = 8"), [json.dumps(seven)])


def swap_contents_and_digests(cursor):
    """Each row agrees with itself; only the sealed log knows better."""
    swap_contents(cursor)
    seven, eight = Entry.objects.get(seq=7), Entry.objects.get(seq=8)
    for row, place in ((eight, ROW), (seven, ROW.replace("seq = 7", "seq = 8"))):
        said = "digest = %s, occurred_at = %s, recorded_at = %s"
        times = [connection.ops.adapt_datetimefield_value(at) for at in (row.occurred_at, row.recorded_at)]
        cursor.execute(place.format(said), [row.digest, *times])


def erase_field(cursor, name="body.what"):
    """What the erasing action does to the content, without its order."""
    cursor.execute(CONTENT, [json.dumps(fields_of(7) | {name: [None, digests_of(fields_of(7))[name]]})])


def erase_more_than_ordered(cursor):
    order_erasure(Entry.objects.get(seq=7).id, ["body.place"], by=WEI, at=now(), basis="x")
    cursor.execute("UPDATE ledger_erasure SET fields = %s", [json.dumps(["body.place", "body.what"])])
    erase_field(cursor)


def lose_the_order(cursor):
    order_erasure(Entry.objects.get(seq=7).id, ["body.what"], by=WEI, at=now(), basis="x")
    cursor.execute("DELETE FROM ledger_erasure")


def order_another(cursor):
    order_erasure(Entry.objects.get(seq=8).id, ["body.what"], by=WEI, at=now(), basis="x")
    cursor.execute(f"UPDATE ledger_erasure SET entry_id = ({SEVEN})")
    erase_field(cursor)


def insert_row(cursor):
    row = Entry.objects.get(seq=7)
    row.pk, row.seq = None, 20
    row.save()
    EntryContent.objects.create(entry=row, fields={})


def truncate(cursor):
    for seq in range(15, 20):
        erase(cursor, seq)
    cursor.execute("UPDATE ledger_loghead SET size = 15")


# name → what is done to the database, the findings of the audit, whether the sealer stops at once
DATABASE = {
    "edited value": (change_value, {"content.changed 7"}, False),
    "edited salt": (change_salt, {"content.changed 7"}, False),
    "dropped field": (drop_field, {"content.changed 7"}, False),
    "added field": (add_field, {"content.changed 7"}, False),
    "garbled content": (garble, {"content.changed 7"}, False),
    "rewritten entry": (rewrite, {"row.changed 7"}, True),
    "edited digest": (
        lambda c: c.execute(ROW.format(f"digest = '{'0' * 64}'")), {"row.changed 7", "content.changed 7"}, True,
    ),
    "edited tag": (lambda c: c.execute(ROW.format("tag = 'custody.x.y'")), {"row.column_changed 7 tag"}, False),
    "edited time": (
        lambda c: c.execute(ROW.format("occurred_at = '2020-01-01 00:00:00'")),
        {"row.column_changed 7 occurred_at"}, False,
    ),
    "edited actor": (lambda c: c.execute(ROW.format("actor_name = 'x'")), {"row.column_changed 7 actor"}, False),
    "edited subject": (
        lambda c: c.execute(ROW.format("subject_id = 's2'")), {"row.column_changed 7 subject"}, False,
    ),
    "edited time of entering": (
        lambda c: c.execute(ROW.format("recorded_at = '2020-01-01 00:00:00'")),
        {"row.column_changed 7 recorded_at", "entry.time_back 7"}, False,
    ),
    "edited actor's number": (
        lambda c: c.execute(ROW.format("actor_id = 'o2'")), {"row.column_changed 7 actor"}, False,
    ),
    "made an amendment": (
        lambda c: c.execute(ROW.format("amends_id = (SELECT id FROM (SELECT id FROM ledger_entry WHERE seq = 3) x)")),
        {"row.column_changed 7 amends"}, False,
    ),
    "contents swapped": (swap_contents, {"content.changed 7", "content.changed 8"}, False),
    "contents and digests swapped": (swap_contents_and_digests, {"row.changed 7", "row.changed 8"}, True),
    "erased without order": (erase_field, {"field.erased_unordered 7 body.what"}, False),
    "erased more than ordered": (
        erase_more_than_ordered, {"field.erased_unordered 7 body.what"}, False,
    ),
    "order lost": (lose_the_order, {"field.erased_unordered 7 body.what"}, False),
    "order for another entry": (
        order_another, {"field.erased_unordered 7 body.what", "field.erased_unordered 8 body.what"}, False,
    ),
    "who did it erased": (
        lambda c: erase_field(c, "actor"), {"field.erased_unordered 7 actor"}, False,
    ),
    "head raised": (
        lambda c: c.execute("UPDATE ledger_loghead SET size = 4611686018427387904"),
        {"row.missing 20–4611686018427387903"}, True,
    ),
    "checkpoint's root edited": (
        lambda c: c.execute(f"UPDATE ledger_checkpoint SET root = '{'0' * 64}'"),
        {"checkpoint.row_changed 20"}, True,
    ),
    "checkpoint's size edited": (
        lambda c: c.execute("UPDATE ledger_checkpoint SET size = 21"), {"checkpoint.row_changed 21"}, True,
    ),
    "checkpoint's note edited": (
        lambda c: c.execute("UPDATE ledger_checkpoint SET note = 'x'"), {"checkpoint.row_changed 20"}, False,
    ),
    "checkpoint's witnesses edited": (
        lambda c: c.execute("UPDATE ledger_checkpoint SET cosigners = 5"), {"checkpoint.row_changed 20"}, False,
    ),
    "checkpoint forgotten": (
        lambda c: c.execute("DELETE FROM ledger_checkpoint"), {"checkpoint.forgotten 20"}, False,
    ),
    "filed elsewhere": (
        lambda c: c.execute(f"UPDATE ledger_entryref SET ref_id = 's2' WHERE entry_id = ({SEVEN})"),
        {"refs.changed 7"}, False,
    ),
    "filed under one more": (
        lambda c: c.execute(f"INSERT INTO ledger_entryref (entry_id, kind, ref_id) {SEVEN_MORE}"),
        {"refs.changed 7"}, False,
    ),
    "unfiled": (
        lambda c: c.execute("DELETE FROM ledger_entryref WHERE entry_id = (SELECT id FROM ledger_entry WHERE seq = 7)"),
        {"refs.changed 7"}, False,
    ),
    "content removed": (
        lambda c: c.execute(
            "DELETE FROM ledger_entrycontent WHERE entry_id = (SELECT id FROM ledger_entry WHERE seq = 7)"
        ),
        {"content.missing 7"}, False,
    ),
    "row removed": (lambda c: erase(c, 7), {"row.missing 7"}, True),
    "rows swapped": (swap_rows, {"row.changed 7", "row.changed 8"}, True),
    "row inserted": (insert_row, {"row.extra 20"}, False),
    "truncated": (
        truncate, {"log.shrunk 15 < 20", *(f"row.missing {seq}" for seq in range(15, 20))}, True,
    ),
}  # fmt: skip


def told(findings) -> set[str]:
    return {f"{f.code.value} {f.where}" for f in findings}


def test_an_honest_log_has_no_findings(ledger):
    ledger.write(300)
    assert list(audit(ledger.log)) == []
    seal(ledger.log)
    ledger.write(3)
    assert list(audit(ledger.log)) == []


@pytest.mark.parametrize("case", DATABASE)
def test_every_edit_of_the_database_is_named(ledger, case):
    edit, expected, stops = DATABASE[case]
    ledger.write(20)
    seal(ledger.log)
    with ledger.unguarded() as cursor:
        edit(cursor)
    assert {re.sub(r" \(\d+\)$", "", each) for each in told(audit(ledger.log))} == expected
    if stops:
        with pytest.raises(Tampering):
            seal(ledger.log)
    else:
        assert seal(ledger.log).size >= 20


def test_a_log_of_which_the_database_knows_nothing_any_more_is_missed(ledger):
    ledger.write(300)
    seal(ledger.log)
    with ledger.unguarded() as cursor:
        for table in ("entryref", "entrycontent", "entry", "loghead", "checkpoint"):
            cursor.execute(f"DELETE FROM ledger_{table}")
    assert logs() == [ledger.log]
    assert told(seal_all()) == {"log.shrunk 0 < 300"}
    assert told(audit(ledger.log)) == {"log.shrunk 0 < 300", "row.missing 0–255", "row.missing 256–299"}


def test_an_edit_deep_in_the_log_is_found_by_the_audit(ledger):
    ledger.write(600)
    seal(ledger.log)
    with ledger.unguarded() as cursor:
        rewrite(cursor)
    assert told(audit(ledger.log)) == {"row.changed 7"}


def test_an_entry_made_to_vanish_from_a_persons_history_is_found(ledger):
    ledger.write(8, refs=(Ref("person", "p1"), Ref("room", "r1")))
    assert list(audit(ledger.log)) == []
    assert Entry.objects.get(seq=7).fields["refs"] == ["person:p1", "room:r1"]
    with ledger.unguarded() as cursor:
        cursor.execute(f"DELETE FROM ledger_entryref WHERE kind = 'person' AND entry_id = ({SEVEN})")
    assert told(audit(ledger.log)) == {"refs.changed 7"}


def flip(path):
    content = path.read_bytes()
    path.write_bytes(bytes([content[0] ^ 1]) + content[1:])


def edit_bundle(path):
    leaves = unpack(path.read_bytes())
    path.write_bytes(pack([leaves[0].replace(b'"v":1', b'"v":2'), *leaves[1:]]))


# name → what is done to the log directory, one of the codes it must give, whether the sealer stops at once
DISK = {
    "edited entry file": (lambda p: edit_bundle(p / "tile/entries/000.p/20"), "tile.damaged", True),
    "edited hash file": (lambda p: flip(p / "tile/0/000.p/20"), "tile.root_mismatch", True),
    "removed hash file": (lambda p: (p / "tile/0/000.p/20").unlink(), "tile.damaged", True),
    "edited checkpoint": (lambda p: flip(p / "checkpoint"), "checkpoint.invalid", True),
    "forged size": (
        lambda p: (p / "checkpoint").write_text((p / "checkpoint").read_text().replace("\n20\n", "\n19\n")),
        "checkpoint.invalid", True,
    ),
    "removed checkpoint": (lambda p: (p / "checkpoint").unlink(), "checkpoint.rolled_back", True),
    "checkpoint of yesterday": (
        lambda p: shutil.copy(p.parent / "yesterday", p / "checkpoint"), "checkpoint.rolled_back", True,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", DISK)
def test_every_edit_of_the_log_directory_is_named_and_nothing_more_is_signed(ledger, case):
    edit, code, _ = DISK[case]
    ledger.write(10)
    seal(ledger.log)
    shutil.copy(ledger.path / "checkpoint", ledger.path.parent / "yesterday")
    ledger.write(10)
    seal(ledger.log)
    edit(ledger.path)
    assert code in {f.code.value for f in audit(ledger.log)}
    ledger.write(1)
    with pytest.raises(Tampering):
        seal(ledger.log)


def test_a_site_put_back_to_an_older_state_as_a_whole_is_stopped_by_the_level_above(ledger):
    """Database, directory and keys restored from last night's backup; only the witness remembers today."""
    ledger.write(10)
    seal(ledger.log)
    kept = ledger.path.parent / "kept"
    shutil.copytree(ledger.path, kept)
    ledger.write(10)
    seal(ledger.log)
    with ledger.unguarded() as cursor:
        for seq in range(10, 20):
            erase(cursor, seq)
        cursor.execute("UPDATE ledger_loghead SET size = 10")
        cursor.execute("DELETE FROM ledger_checkpoint WHERE size > 10")
    shutil.rmtree(ledger.path)
    shutil.copytree(kept, ledger.path)
    ledger.write(5)
    with pytest.raises(Tampering) as stopped:
        seal(ledger.log)
    assert told(stopped.value.findings) == {"log.shrunk 15 < 20"}
    ledger.write(10)
    with pytest.raises(Tampering) as stopped:
        seal(ledger.log)
    assert told(stopped.value.findings) == {"log.forked 20 → 25"}
    assert witness_of(ledger.log).last(ledger.place.origin).size == 20


def test_everything_rewritten_with_the_sites_own_keys_contradicts_whoever_saw_it_before(ledger, settings, tmp_path):
    """Database, folder, key and triggers are his; inside all agrees again, and nobody outside is deceived."""
    ledger.write(20)
    seal(ledger.log)
    kept = (ledger.path / "checkpoint").read_bytes()
    with ledger.unguarded() as cursor:
        rewrite(cursor)
        cursor.execute("DELETE FROM ledger_checkpoint")
    shutil.rmtree(ledger.path)
    theirs, settings.WITNESS_STORE = settings.WITNESS_STORE, tmp_path / "a witness of his own"
    ledger.write(1)
    assert seal(ledger.log).size == 21
    assert list(audit(ledger.log)) == []
    report = verify_log(ledger.path, keys=[read_key(str(ledger.place.signer.vkey))], since=kept)
    assert {f.code for f in report.findings} == {"log.forked"}
    settings.WITNESS_STORE = theirs
    ledger.write(1)
    with pytest.raises(Tampering, match=r"log\.forked"):
        seal(ledger.log)


def test_the_command_prints_each_finding_and_tells_by_its_exit_code(ledger, capsys):
    ledger.write(20)
    call_command("audit")
    assert "0" in capsys.readouterr().out
    with ledger.unguarded() as cursor:
        change_value(cursor)
    with pytest.raises(SystemExit) as stopped:
        call_command("audit", "--json")
    assert stopped.value.code == 1
    (finding,) = json.loads(capsys.readouterr().out)
    assert (finding["code"], finding["log"], finding["where"]) == ("content.changed", ledger.log, "7")


def test_a_field_erased_by_order_is_no_finding(ledger):
    ledger.write(8)
    seal(ledger.log)
    order_erasure(Entry.objects.get(seq=7).id, ["body.what"], by=WEI, at=now(), basis="x")
    assert list(audit(ledger.log)) == []
    seal(ledger.log)
    assert list(audit(ledger.log)) == []


@pytest.mark.parametrize("code", list(Code))
def test_every_code_has_a_sentence_in_both_languages(code):
    text = Finding(code, "log", "7").text
    assert "7" in text.zh
    assert "7" in text.en
    assert "{" not in text.zh + text.en
