"""Patterns of daily turns, from `templates_data/turns.yaml`."""

from dataclasses import dataclass
from datetime import time
from functools import cache
from pathlib import Path

import yaml

from mingjing.kernel.text import Text
from mingjing.org.rules import Turn

PLACE = Path(__file__).with_name("templates_data") / "turns.yaml"


@dataclass(frozen=True, slots=True)
class TurnPattern:
    text: Text
    turns: tuple[Turn, ...]


@cache
def turn_patterns() -> dict[str, TurnPattern]:
    """Code → pattern, in the order written."""
    rows = yaml.safe_load(PLACE.read_text(encoding="utf-8"))
    return {
        code: TurnPattern(
            Text(row["zh"], row["en"]), tuple(Turn(time.fromisoformat(t["start"]), t["hours"]) for t in row["turns"])
        )
        for code, row in rows.items()
    }
