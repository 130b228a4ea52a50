"""Where people are, measured on simulated bands over a real floor plan, beside the strongest signal in the same run.

Ten people and their escorts live through an hour of a county centre: rooms, corridors, questioning, washroom, rounds.
Two kinds of devices: coordinates (ultra-wideband) and anchor strengths (Bluetooth). The peer takes each reading alone:
the room that contains the point, or that of the strongest anchor.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from mingjing.kernel.text import Text

NAME = "position"
SUMMARY = Text(
    "定位：房间正确率与误跳，与最强信号法同场比较", "position: right room, false changes, beside strongest signal"
)
MINUTES = float(os.environ.get("MINGJING_BENCH_SECONDS", "3600")) / 60
PEOPLE = 10
TRUE_WITHIN = 15_000  # a reported change within so many milliseconds of a true one into that room is true
ROOMS = ["HW01", "HW02", "HW03", "HW04", "HW05", "HW06", "SX01", "SX02", "SX03", "XW01", "CJ01", "YW01", "WS01", "BR01"]


def run(data: Path | None, progress: Callable[[str, str], None]) -> dict[str, Any]:  # noqa: ARG001 - all is simulated
    figures: dict[str, Any] = {}
    for hears in ("coordinates", "anchors"):
        progress(f"模拟{MINUTES:.0f}分钟（{hears}）…", f"simulating {MINUTES:.0f} minutes ({hears}) …")
        figures |= {f"{hears}_{name}": value for name, value in _measure(hears).items()}
    ours = [figures[f"{h}_false_changes_per_person_hour"] for h in ("coordinates", "anchors")]
    theirs = [figures[f"{h}_peer_false_changes_per_person_hour"] for h in ("coordinates", "anchors")]
    return {
        "figures": figures,
        "peer": "strongest signal (containing room of each reading)",
        "ratio": round(sum(ours) / max(sum(theirs), 0.1), 4),
        "limits": {},
        "size": {"people": 2 * PEOPLE, "minutes": MINUTES, "seed": 7},
    }


def _scenario(hears: str) -> Any:
    from mingjing.simulator.scenario import Actor, Leg, Scenario

    dice, people = Random(11), []
    for n in range(PEOPLE):
        begins = dice.choice(ROOMS[:6])
        legs = [Leg(dice.choice(ROOMS), stay=dice.uniform(240, 1200)) for _ in range(8)]
        people.append(Actor(f"B-{n:04}", start=begins, legs=legs))
        people.append(Actor(f"C-{n:04}", kind="card", follows=f"B-{n:04}"))
    return Scenario("定位测量", "position bench", MINUTES, people, hears=hears)


def _measure(hears: str) -> dict[str, Any]:
    from mingjing.presence.evidence import Sight
    from mingjing.presence.position import Tracker
    from mingjing.presence.standard_plans import standard_plan
    from mingjing.presence.tuning import tuning
    from mingjing.simulator.stream import truths

    plan = standard_plan("county_centre")
    assert plan
    told = list(truths(_scenario(hears), plan, 7, 0))
    sight = Sight(plan, tuning())
    ours, peer = Tally(), Tally()
    tracks: dict[str, tuple[Any, Any]] = {}
    where = {a.code: plan.at(a.at) for a in plan.anchors}
    began = time.process_time()
    for truth in told:
        device = truth.reading.device
        tracker, state = tracks.get(device) or (Tracker(plan, device, sight=sight), Tracker.start)
        state, _ = tracker.step(state, truth.reading)
        tracks[device] = tracker, state
        ours.take(device, truth.reading.at, truth.room, state.room)
    spent = time.process_time() - began
    for truth in told:
        reading = truth.reading
        room = where[reading.anchors[0][0]] if reading.anchors else None
        if reading.x is not None and reading.y is not None:
            room = plan.at((reading.x, reading.y))
        peer.take(reading.device, reading.at, truth.room, room or "")
    result = ours.result() | {f"peer_{name}": value for name, value in peer.result().items()}
    return result | {"readings": len(told), "us_per_reading": round(spent / len(told) * 1e6, 1)}


class Tally:
    """Seconds and minutes in the right room, and changes that were none."""

    def __init__(self) -> None:
        self.right = self.all = 0
        self.minutes: dict[tuple[str, int], list[int]] = {}
        self.true: dict[str, list[tuple[int, str]]] = {}
        self.reported: dict[str, list[tuple[int, str]]] = {}

    def take(self, device: str, at: int, true: str, reported: str) -> None:
        good = true == reported
        self.right += good
        self.all += 1
        minute = self.minutes.setdefault((device, at // 60_000), [0, 0])
        minute[0] += good
        minute[1] += 1
        for history, room in ((self.true, true), (self.reported, reported)):
            rows = history.setdefault(device, [])
            if not rows or rows[-1][1] != room:
                rows.append((at, room))

    def result(self) -> dict[str, Any]:
        false = changes = 0
        for device, rows in self.reported.items():
            really = self.true[device]
            for at, room in rows[1:]:
                changes += 1
                false += not any(r == room and abs(at - t) <= TRUE_WITHIN for t, r in really)
        hours = self.all / 3600
        right = sum(good * 2 > of for good, of in self.minutes.values())
        return {
            "minutes_right": round(right / len(self.minutes), 4),
            "seconds_right": round(self.right / self.all, 4),
            "false_changes_per_person_hour": round(false / hours, 2),
            "changes_per_person_hour": round(changes / hours, 2),
            "true_changes_per_person_hour": round(sum(len(r) - 1 for r in self.true.values()) / hours, 2),
        }
