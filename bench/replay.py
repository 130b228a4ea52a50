"""Any alarm of the last thirty days explained, from the journal of a busy centre: how long until every step is there.

Sixty people and officers move about a centre; their bands speak every second. Some hours are judged by the real engine
and lie scattered over thirty days of files of ten minutes; the files between them stand for their names and their size.
Then alarms are drawn from those hours at random and explained: those of one band, those about several people, and "why
did it not fire" by other limits. Each must be found again at its own time, or, by other limits, not. The peer reads
every file. MINGJING_BENCH_HOURS: how many hours are judged (6).
"""

import os
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from mingjing.kernel.text import Text
from mingjing.presence import journal
from mingjing.presence.engine import SEGMENT_MS, Station
from mingjing.presence.fold import Finding
from mingjing.presence.hands import Worn
from mingjing.presence.intake import Gateway, Intake, Known, sign
from mingjing.presence.joint import Setting, Told
from mingjing.presence.plan import write
from mingjing.presence.reading import Reading
from mingjing.presence.replay import explain
from mingjing.presence.replay_people import explain as explain_people
from mingjing.presence.rules.limits import limits
from mingjing.presence.rules.situation import Happening, Space, Who
from mingjing.presence.standard_plans import standard_plan
from mingjing.presence.tracks import Trail

NAME = "replay"
SUMMARY = Text("近三十天任一告警的逐步推演用时", "how soon any alarm of thirty days is explained")
HOURS = float(os.environ.get("MINGJING_BENCH_HOURS", "6"))
DAYS, PEOPLE, OFFICERS, ASKED, BEFORE = 30, 48, 12, 200, 300_000
START = 1_790_000_000_000 // SEGMENT_MS * SEGMENT_MS
BLOCK = 6  # segments judged in a row: one hour
SITE, SECRET = "bench", b"s" * 32
PLAN = standard_plan("county_centre")
ROOMS = [s.code for s in PLAN.spaces]


def run(data: Path | None, progress: Callable[[str, str], None]) -> dict[str, Any]:  # noqa: ARG001 - makes its own data
    with tempfile.TemporaryDirectory(prefix="mingjing-bench-") as name:
        folder = Path(name)
        dice = random.Random(1)
        blocks = sorted(dice.sample(range(DAYS * 24), max(1, round(HOURS))))
        found, readings = [], 0
        for number, block in enumerate(blocks):
            progress(f"判断第 {number + 1}/{len(blocks)} 小时 …", f"judging hour {number + 1} of {len(blocks)} …")
            more, count = _judged(folder, START + block * BLOCK * SEGMENT_MS, dice)
            found += more
            readings += count
        size = _filled(folder / "readings")
        asked = dice.sample(found, min(ASKED, len(found)))
        progress(f"推演 {len(asked)} 条告警 …", f"explaining {len(asked)} alarms …")
        waits, wrong = _explained(folder, asked)
        began = time.perf_counter()
        for _, path in journal.segments(folder / "readings")[:20]:
            sum(1 for _ in journal.read(path))
        peer = (time.perf_counter() - began) / 20 * DAYS * 144
    shares = {f"{kind}_p{share}_ms": _part(w, share) for kind, w in waits.items() for share in (50, 99)}
    most = max(max(w) for w in waits.values() if w)
    return {
        "figures": {**shares, "max_ms": round(most, 1), "explained": len(asked), "not_found_again": wrong},
        "peer": f"reading every file of the thirty days: {peer:.0f} s",
        "ratio": round(most / 1000 / peer, 5),
        "limits": {"max_ms": 2000, "not_found_again": 0},
        "size": {"days": DAYS, "files": DAYS * 144, "gib": round(size / 2**30, 2), "readings": readings,
                 "devices": PEOPLE + OFFICERS, "alarms": len(found)},
    }  # fmt: skip


def _judged(folder: Path, start: int, dice: random.Random) -> tuple[list[Finding], int]:
    """An hour through the engine, its segments compressed and its tracks closed as in life; what was found."""
    names = [f"stay:{n}" for n in range(PEOPLE)] + [f"officer:{n}" for n in range(OFFICERS)]
    worn = {f"W{n:03d}": name for n, name in enumerate(names)}
    known = Known({"G0": Gateway("G0", SITE, secrets=(SECRET,))}, dict.fromkeys(worn, (SITE, "band")))
    one = Station(SITE, folder / "part", Intake(known, limits()), limits())
    one.resume(start)
    trail = Trail(folder / "tracks", SITE, limits().lateness)
    trail.begin(1, start)
    one.learn(_told(worn, start), start)
    count, found = 0, {}
    for at, readings in _stream(worn, start, dice):
        raw = sign(SECRET, "G0", at, msgspec.json.encode({"sent": at, "readings": readings}))
        taken = one.intake.take("G0", raw, at)
        one.write(raw, taken, at)
        one.judge(taken.readings, at)
        one.advance(at)
        count += len(readings)
        while one.places:
            step = one.places.popleft()
            trail.moved(step.change)
            if step.reading is not None:
                trail.heard(step.reading, step.room, step.since, step.p)
        trail.flush()
        trail.roll(at, 1)
        one.roll(at)
        for what, finding in one.owed:
            if what == "raised":
                found[finding.key] = finding
            elif what == "withdrawn":
                found.pop(finding.key, None)
        one.owed.clear()
    one.journal.close()
    (folder / "readings").mkdir(exist_ok=True)
    for _, path in journal.segments(folder / "part"):
        shutil.move(journal.compress(path).path, folder / "readings")
    end = start + BLOCK * SEGMENT_MS
    # what is asked about reaches back five minutes, and those lie in the judged hour, not in a file that fills the gap
    return [f for f in found.values() if f.began and start + 2 * BEFORE < f.at < end], count


def _told(worn: dict[str, str], at: int) -> Told:
    spaces = {
        s.code: Space(s.code, s.passage, holding=s.code.startswith("HW"), capacity=4, beside=PLAN.beside[s.code])
        for s in PLAN.spaces
    }
    people: list[Happening] = []
    for n, name in enumerate(worn.values()):
        stay = name.startswith("stay:")
        kept = (f"stay:{n ^ 1}",) if stay and n < 16 else ()
        sex = "female" if n % 5 == 0 else "male"
        kind = "stay" if stay else "officer"
        people.append(Who(at, name, kind, sex=sex, minor=n % 12 == 0, kept_from=kept, room="HW01" if n % 3 else ""))  # type: ignore[arg-type]
    return Told(people, [Worn(device, name, at) for device, name in worn.items()], Setting(write(PLAN), spaces, 1))


def _stream(worn: dict[str, str], start: int, dice: random.Random) -> Iterator[tuple[int, list[Reading]]]:
    """A message a second: everybody stays some minutes in a room, then goes to another; pulses rise now and then."""
    spots = {}
    for space in PLAN.spaces:
        x, y = (sum(axis) / len(axis) for axis in zip(*space.outline, strict=True))
        spots[space.code] = x, y
    where = {device: dice.choice(ROOMS) for device in worn}
    until = {device: start + dice.randrange(600) * 1000 for device in worn}
    racing = dict.fromkeys(worn, 0)
    for at in range(start + 1000, start + BLOCK * SEGMENT_MS, 1000):
        readings = []
        for device in worn:
            if at >= until[device]:
                where[device], until[device] = dice.choice(ROOMS), at + dice.randrange(120, 900) * 1000
                racing[device] = at + 10_000 if dice.random() < 0.2 else 0
            x, y = spots[where[device]]
            hr = 150.0 if at < racing[device] else 72.0
            readings.append(
                Reading(device, at, hr=hr, spo2=97.0, temp=36.5, battery=80.0, worn=True,
                        x=round(x + dice.gauss(0, 0.4), 2), y=round(y + dice.gauss(0, 0.4), 2), accuracy=0.5)
            )  # fmt: skip
        yield at, readings


def _filled(folder: Path) -> int:
    """Put a file wherever none is, as large as those that are; the size of all."""
    known = dict(journal.segments(folder))
    like = max(known.values(), key=lambda path: path.stat().st_size)
    have = {start // SEGMENT_MS for start in known}
    for n in range(DAYS * 144):
        if START // SEGMENT_MS + n not in have:
            os.link(like, folder / f"{START + n * SEGMENT_MS:015d}{journal.CLOSED}")
    return sum(path.stat().st_size for _, path in journal.segments(folder))


def _explained(folder: Path, asked: list[Finding]) -> tuple[dict[str, list[float]], int]:
    """Milliseconds of each explanation by kind, and how many did not find what was found."""
    waits: dict[str, list[float]] = {"band": [], "people": [], "otherwise": []}
    wrong = 0
    patient = {name: 86_400_000 for name in limits().__struct_fields__ if name.endswith("_after") or "together" in name}
    other = msgspec.structs.replace(limits(), **patient)
    for one in asked:
        people = one.subject.startswith("stay:")
        for kind, by in (("people" if people else "band", limits()), *([("otherwise", other)] if people else [])):
            began = time.perf_counter()
            keys = _again(folder, one, by)
            waits[kind].append((time.perf_counter() - began) * 1000)
            wrong += (one.key in keys) == (kind == "otherwise")
    return waits, wrong


def _again(folder: Path, one: Finding, by: Any) -> set[Any]:
    if one.subject.startswith("stay:"):
        who = one.subject.partition(" ")[0]
        steps: list[Any] = explain_people(folder / "readings", folder / "tracks", who, one.at - BEFORE, one.at, by)
    else:
        steps = explain(folder / "readings", one.subject, one.at - BEFORE, one.at, by)
    return {f.key for step in steps for f in step.found}


def _part(values: list[float], percent: int) -> float:
    ordered = sorted(values) or [float("nan")]
    return round(ordered[min(len(ordered) - 1, len(ordered) * percent // 100)], 1)
