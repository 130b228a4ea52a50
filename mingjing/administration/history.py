"""Entries as lines of a time line."""

from collections.abc import Iterable

from mingjing.kernel.actor import spoken
from mingjing.ledger.entries import label, sentence
from mingjing.ledger.models import Entry
from mingjing.webkit.parts import Event


def events(entries: Iterable[Entry]) -> list[Event]:
    """Each entry with its sentence, both times, who entered it and its number."""
    return [
        Event(
            sentence=sentence(entry.tag, entry.body),
            occurred_at=entry.occurred_at,
            recorded_at=entry.recorded_at,
            by=spoken(entry.actor_kind, entry.actor_name),
            number=f"{entry.log}#{entry.seq}",
            label=label(entry.tag),
        )
        for entry in entries
    ]
