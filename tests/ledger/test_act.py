"""The spine: one transaction, gap-free numbers, append-only tables."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from mingjing.kernel.actor import machine
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal, no
from mingjing.kernel.vocab import Vocab
from mingjing.ledger.act import act
from mingjing.ledger.content import digests_of, entry_digest
from mingjing.ledger.entries import entry, sentence
from mingjing.ledger.models import Entry, EntryContent, EntryRef, LogHead

pytestmark = pytest.mark.django_db


class Tag(Vocab):
    NOTED = "test.note.noted", "记录", "Noted"


@entry(Tag.NOTED, zh="记下：{what}（{how_many} 次）", en="Noted: {what} ({how_many} times)")
@dataclass(frozen=True)
class Noted:
    what: str
    how_many: int = 1


@pytest.fixture(autouse=True)
def _no_followers(monkeypatch):
    monkeypatch.setattr("mingjing.ledger.act._followers", lambda: ())


def note(what="门开了", at=None, refs=(), log="610921-centre"):
    with act(by=machine("test"), at=at or now()) as it:
        return it.enter(Tag.NOTED, log=log, subject=Ref("room", "r1"), body=Noted(what), refs=refs, facts={"a.b": True})


def test_numbers_run_from_zero_in_each_log():
    assert [note().seq, note().seq, note(log="610922-centre").seq, note().seq] == [0, 1, 0, 2]


def test_a_refused_action_leaves_no_row_and_no_gap():
    note()
    with pytest.raises(Refusal), act(by=machine("test"), at=now()) as it:
        it.enter(Tag.NOTED, log="610921-centre", subject=Ref("room", "r1"), body=Noted("x"))
        it.permit(no("test.no", "不行", "No"))
    assert Entry.objects.count() == 1
    assert note().seq == 1


def test_the_digest_commits_to_every_field():
    written = note(refs=[Ref("officer", "o1")])
    assert entry_digest(digests_of(written.content.fields)) == written.digest
    assert written.body == {"what": "门开了", "how_many": 1}
    assert written.facts == {"a.b": True}
    assert set(Entry.objects.about(Ref("officer", "o1"))) == {written}


def test_the_sentence_is_spoken_in_both_languages():
    said = sentence("test.note.noted", note().body)
    assert (said.zh, said.en) == ("记下：门开了（1 次）", "Noted: 门开了 (1 times)")


def test_nothing_happens_in_the_future():
    with pytest.raises(Refusal) as refused:
        note(at=now() + timedelta(minutes=1))
    assert refused.value.code == "entry.future"


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_entrycontent", "ledger_entryref", "ledger_loghead"])
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE"])
def test_the_database_refuses_to_change_what_was_entered(table, verb):
    note()
    column = {
        "ledger_entry": "tag",
        "ledger_entrycontent": "fields",
        "ledger_entryref": "kind",
        "ledger_loghead": "size",
    }[table]
    sql = f"DELETE FROM {table}" if verb == "DELETE" else f"UPDATE {table} SET {column} = {column}"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert (Entry.objects.count(), EntryContent.objects.count(), EntryRef.objects.count()) == (1, 1, 1)
    assert LogHead.objects.get().size == 1


@pytest.mark.parametrize("value", [1.5, {1: "x"}, {"deep": [0.1]}])
def test_what_json_cannot_say_exactly_is_refused(value):
    with pytest.raises(ValueError), act(by=machine("test"), at=now()) as it:
        it.enter(Tag.NOTED, log="x", subject=Ref("room", "r1"), body=Noted(value))
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_entrycontent", "ledger_entryref", "ledger_loghead"])
def test_the_database_refuses_to_be_emptied_at_a_stroke(table):
    note()
    connection.check_constraints()  # PostgreSQL empties no table with keys still to be checked
    sql = f"TRUNCATE {table} CASCADE" if connection.vendor == "postgresql" else f"DELETE FROM {table}"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Entry.objects.count() == 1


# what would replace a row that stands there already, without ever naming UPDATE or DELETE
OVER = {
    "an entry by its id": "INSERT OR REPLACE INTO ledger_entry SELECT id, log, seq + 5, 'test.x', occurred_at, "
    "recorded_at, subject_kind, subject_id, actor_kind, actor_id, actor_name, digest, amends_id FROM ledger_entry",
    "an entry by its number": "INSERT OR REPLACE INTO ledger_entry SELECT id + 5, log, seq, 'test.x', occurred_at, "
    "recorded_at, subject_kind, subject_id, actor_kind, actor_id, actor_name, digest, amends_id FROM ledger_entry",
    "content": "REPLACE INTO ledger_entrycontent (entry_id, fields) SELECT entry_id, '{}' FROM ledger_entrycontent",
    "content by conflict": "INSERT INTO ledger_entrycontent (entry_id, fields) SELECT entry_id, '{}' "
    "FROM ledger_entrycontent WHERE true ON CONFLICT (entry_id) DO UPDATE SET fields = '{}'",
    "a reference": "REPLACE INTO ledger_entryref (id, kind, ref_id, entry_id) SELECT id, 'x', 'y', entry_id "
    "FROM ledger_entryref",
    "a head": "REPLACE INTO ledger_loghead (log, size) SELECT log, 0 FROM ledger_loghead",
    "a head by its row": "REPLACE INTO ledger_loghead (rowid, log, size) SELECT rowid, 'x', 0 FROM ledger_loghead",
    "a head by conflict": "INSERT INTO ledger_loghead (log, size) SELECT log, 0 FROM ledger_loghead WHERE true "
    "ON CONFLICT (log) DO UPDATE SET size = 0",
    "a content moved": "UPDATE OR REPLACE ledger_entrycontent SET entry_id = entry_id + 1",
    "a head lowered": "UPDATE OR REPLACE ledger_loghead SET size = 0",
}


@pytest.mark.parametrize("case", OVER)
def test_nothing_is_written_over_what_stands_there(case):
    """`OR REPLACE` is SQLite's; PostgreSQL knows conflicts, and refuses the update they make."""
    note(), note()
    before = stored()
    statement = OVER[case]
    if connection.vendor == "postgresql":
        statement = statement.replace("OR REPLACE ", "").replace("REPLACE INTO", "INSERT INTO")
        statement = statement.replace("rowid, 'x'", "log").replace("rowid, ", "")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert stored() == before
    assert note().seq == 2


def stored():
    return [list(model.objects.order_by("pk").values()) for model in (Entry, EntryContent, EntryRef, LogHead)]
