"""A log that can be written, sealed and — the guards taken down — tampered with."""

from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.db import connection

from mingjing.kernel.actor import Actor
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import now
from mingjing.kernel.vocab import Vocab
from mingjing.ledger.act import act
from mingjing.ledger.entries import entry
from mingjing.ledger.logs import directory
from mingjing.ledger.models import Entry

LOG = "610921-centre"
WEI = Actor("officer", "o1", "魏民", "custody", "610921")


class Tag(Vocab):
    WRITTEN = "test.ledger.written", "写下", "Written"


@entry(Tag.WRITTEN, zh="写下：{what}", en="Written: {what}")
@dataclass(frozen=True)
class Written:
    what: str
    place: str = "A-101"


@dataclass
class Ledger:
    """What the tests do to one log."""

    log: str = LOG

    @property
    def place(self):
        return directory(self.log)

    @property
    def path(self):
        return self.place.path

    def write(self, count: int = 1, subject: str = "s1", refs: tuple[Ref, ...] = ()) -> list[Entry]:
        written = []
        for number in range(count):
            with act(by=WEI, at=now()) as it:
                body = Written(f"第{number}件")
                written.append(
                    it.enter(
                        Tag.WRITTEN,
                        log=self.log,
                        subject=Ref("stay", subject),
                        body=body,
                        refs=refs,
                        facts={"a.b": True},
                    )
                )
        return written

    @contextmanager
    def unguarded(self):
        """What somebody with the database's own password can do."""
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL session_replication_role = replica")
                yield cursor
                cursor.execute("SET LOCAL session_replication_role = origin")
                return
            cursor.execute("PRAGMA defer_foreign_keys = ON")
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            yield cursor
            for _, sql in triggers:
                cursor.execute(sql)


@pytest.fixture
def ledger(db, settings, tmp_path, monkeypatch) -> Ledger:
    monkeypatch.setattr("mingjing.ledger.act._followers", lambda: ())
    settings.LOG_STORE = tmp_path / "logs"
    settings.KEY_STORE = tmp_path / "keys"
    settings.WITNESS_STORE = tmp_path / "witness"
    settings.LOG_ORIGIN = "ankang.example"
    return Ledger()
