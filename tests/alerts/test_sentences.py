"""What the record prints of alarms."""

from mingjing.alerts.vocab import Tag
from mingjing.ledger.entries import sentence


def test_shelved_until_when_is_said_by_the_clock_on_the_wall():
    body = {"rule": "gateway.silent", "subject": "X", "until": "2026-12-01T10:00:00.000Z", "why": "搬迁"}
    said = sentence(Tag.SHELVED.value, body)
    assert "至 2026-12-01 18:00：搬迁" in said.zh
    assert "until 2026-12-01 18:00: 搬迁" in said.en
