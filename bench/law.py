"""How long the law engine thinks about one stay: every clock, duty and gate of the shipped books."""

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from mingjing.kernel.text import Text
from mingjing.kernel.time import parse
from mingjing.law import books
from mingjing.law.engine import Event, check, evaluate

NAME = "law"
SUMMARY = Text("法规引擎：一次停留全部时限、义务与关卡", "the law engine: all clocks, duties and gates of one stay")

EVENTS, ROUNDS = 100, 300
ARRIVED = parse("2026-11-23T10:20:00+08:00")
TAGS = ["meal", "drink", "checked", "rest", "moved", "placed", "toilet", "washing"]
KNOWN = {"case.kind": "public_order", "stay.ground": "summons", "person.sex": "male", "person.age": 17}


def run(data: Path | None, progress: Callable[[str, str], None]) -> dict[str, Any]:  # noqa: ARG001 - reads no data
    progress("载入法规", "loading the books")
    began = time.process_time()
    shipped = books.current()
    loaded = time.process_time() - began
    events = [Event("custody.stay.arrived", ARRIVED, KNOWN)]
    later = (ARRIVED + timedelta(minutes=4 * n) for n in range(1, EVENTS))
    events += [Event(f"custody.stay.{TAGS[n % len(TAGS)]}", at) for n, at in enumerate(later)]
    now = events[-1].at
    progress("计算", "thinking")
    return {
        "figures": {
            "evaluate_ms": _mean_ms(lambda: evaluate(shipped, events, now)),
            "check_question_ms": _mean_ms(lambda: check(shipped, "custody.question", KNOWN, now)),
            "load_s": round(loaded, 3),
        },
        "peer": None,
        "ratio": None,
        "limits": {"evaluate_ms": 5},
        "size": {"events": EVENTS, "rules": len(shipped.rules)},
    }


def _mean_ms(think: Callable[[], object]) -> float:
    think()
    began = time.process_time()
    for _ in range(ROUNDS):
        think()
    return round((time.process_time() - began) / ROUNDS * 1000, 3)
