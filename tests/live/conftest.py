"""Entries to ring, and people who listen."""

import importlib.util
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from mingjing.kernel.actor import machine
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import now
from mingjing.kernel.vocab import Vocab
from mingjing.ledger.act import act
from mingjing.ledger.entries import entry
from mingjing.org.models import Officer, Posting, Site, Unit


class Tag(Vocab):
    RANG = "test.bell.rang", "响铃", "Rang"


@entry(Tag.RANG, zh="第 {turn} 次", en="Turn {turn}")
@dataclass(frozen=True)
class Rang:
    turn: int


@pytest.fixture
def ring(settings):
    """Enter one act about the given refs in a log; returns the entry."""
    settings.LEDGER_FOLLOWERS = ()

    def enter(log: str, subject: str, *refs: str):
        with act(by=machine("test"), at=now()) as it:
            return it.enter(Tag.RANG, log=log, subject=Ref.parse(subject), body=Rang(1), refs=map(Ref.parse, refs))

    return enter


@pytest.fixture
def officer_at(db):
    """An officer of the unit with that path, holding a post there."""

    def make(path: str, post: str = "reception"):
        unit, _ = Unit.objects.get_or_create(
            path=path, defaults={"code": path[-13:-1], "name": path, "kind": "county_bureau"}
        )
        officer = Officer.objects.create(number=f"N{Officer.objects.count()}", name="甲", sex="male", unit=unit)
        Posting.objects.create(officer=officer, unit=unit, post=post, since=now() - timedelta(days=1))
        return officer

    return make


@pytest.fixture
def site_at(db):
    def make(path: str):
        unit, _ = Unit.objects.get_or_create(
            path=path, defaults={"code": path[-13:-1], "name": path, "kind": "county_bureau"}
        )
        return Site.objects.create(code=f"S{Site.objects.count()}", unit=unit, kind="county_centre", name="中心")

    return make


@pytest.fixture(scope="session")
def place(tmp_path_factory):
    """The real server with a database of its own (served.py); one for all tests of this folder."""
    spec = importlib.util.spec_from_file_location("served", Path(__file__).with_name("served.py"))
    served = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(served)
    with served.Place(tmp_path_factory.mktemp("live")).open() as opened:
        yield opened
