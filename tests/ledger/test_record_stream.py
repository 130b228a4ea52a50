"""A record is written line by line: as long as it may be, no more than a handful of its entries is held."""

import gc

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mingjing.ledger import record
from mingjing.ledger.models import Entry
from mingjing.ledger.sealing import seal
from mingjing_verify.record import verify_record

LONG = 61


@pytest.fixture
def handfuls(monkeypatch, ledger):
    monkeypatch.setattr(record, "HANDFUL", 7)
    ledger.write(LONG)
    seal(ledger.log)
    return Entry.objects.with_content()


@pytest.fixture
def alive():
    """How many entries were made since and are held; what a long run of tests has left behind is not gone through."""
    gc.collect()
    gc.freeze()

    def count():
        gc.collect()
        return sum(type(one) is Entry for one in gc.get_objects())

    yield count
    gc.unfreeze()


def test_no_more_than_a_handful_of_entries_is_alive(ledger, handfuls, alive):
    named = record._named(handfuls)
    most, lines = 0, 0
    for _ in record.stream(handfuls, named, about={}, made_by=ledger.log):
        lines, most = lines + 1, max(most, alive())
    assert lines == 1 + LONG + 1
    assert 0 < most <= record.HANDFUL


def test_a_handful_is_one_query(ledger, handfuls, monkeypatch):
    named, asked = record._named(handfuls), {}
    for handful in (LONG, 7):
        monkeypatch.setattr(record, "HANDFUL", handful)
        with CaptureQueriesContext(connection) as seen:
            list(record.stream(handfuls, named, about={}, made_by=ledger.log))
        asked[handful] = len(seen)
    assert asked[7] - asked[LONG] == -(-LONG // 7) - 1


def test_however_it_is_cut_the_bytes_are_the_same(ledger, handfuls, monkeypatch, tmp_path):
    first = record.export(handfuls, about={"a": 1}, made_by=ledger.log)
    for handful in (1, 60, 61, 500):
        monkeypatch.setattr(record, "HANDFUL", handful)
        again = record.export(handfuls, about={"a": 1}, made_by=ledger.log, terms=record.Terms.of(first))
        assert again == first
    file = tmp_path / "long.mjr"
    file.write_bytes(first)
    assert verify_record(file).findings == []


def test_what_is_entered_meanwhile_is_not_in_it(ledger, handfuls):
    named = record._named(handfuls)
    ledger.write(5)
    file = b"".join(record.stream(Entry.objects.all(), named, about={}, made_by=ledger.log))
    assert len(record.listed(file)) == LONG
