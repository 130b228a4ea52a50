"""Bells for what changes too often to be entered: a file beside the data whose time says when a topic last rang.

    pulses.strike(Ref("place_map", site_id))         # whoever wrote something new

The topic's kind must be registered in `live.topics` like any other; a screen that listens to it hears a bell. A pulse
carries nothing and is not kept: a screen that was away when it rang is drawn anew by the next one.
"""

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from mingjing.kernel.ref import Ref

KINDS: set[str] = set()
"""Kinds of topics that ring by pulses; each named once, at start-up."""


def strike(topic: Ref) -> None:
    """Ring a topic."""
    place = _place(str(topic))
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(b"")


def beats(topics: Iterable[str]) -> dict[str, int]:
    """Topic → when it last rang, of those that ring by pulses and ever did."""
    found = {}
    for topic in topics:
        if topic.partition(":")[0] in KINDS:
            try:
                found[topic] = _place(topic).stat().st_mtime_ns
            except OSError:
                continue
    return found


def _place(topic: str) -> Path:
    return Path(settings.PULSE_STORE) / topic.replace(":", "-").replace("/", "-")
