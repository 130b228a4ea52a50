"""Every alarm about several people is the same in any order of readings, doubled or not, and through restarts."""

import random

import msgspec
import pytest

from mingjing.presence.engine import Station
from mingjing.presence.hands import Worn
from mingjing.presence.intake import Gateway, Intake, Known, sign
from mingjing.presence.joint import Setting, Told
from mingjing.presence.plan import write
from mingjing.presence.reading import Reading
from mingjing.presence.rules.limits import limits
from mingjing.presence.rules.people import POST_EMPTY, RULES
from mingjing.presence.rules.situation import Space, Talk, Who
from mingjing.presence.standard_plans import standard_plan
from tests.presence.test_engine import settled
from tests.presence.test_joint import middle

PLAN = standard_plan("county_centre")
START, SECONDS, EVERY = 1_790_000_000_000, 300, 2
SECRET = b"s" * 32
LIMITS = msgspec.structs.replace(
    limits(), lateness=60_000, unattended_after=20_000, unattended_close_after=10_000, wrong_room_after=15_000,
    crowded_after=10_000, officers_missing_after=15_000, lost_after=20_000, post_empty_after=15_000,
)  # fmt: skip
A, B, C, D, OFFICER = "stay:a", "stay:b", "stay:c", "stay:d", "officer:o"
WORN = {"B1": A, "B2": B, "B3": C, "B4": D, "K1": OFFICER}
PASSAGE = next(s.code for s in PLAN.spaces if s.passage and not PLAN.beside[s.code] & {"OUT", "HW01"})
SHUT = next(s.code for s in PLAN.spaces if not s.passage and not s.code.startswith("HW"))
EVERYWHERE = frozenset(PLAN.by_code)
PLACES = ["HW01", "HW01", "HW03", PASSAGE, SHUT, "out"]


def setting():
    spaces = {
        s.code: Space(
            s.code, s.passage, holding=s.code.startswith("HW"), shut=s.code == SHUT, capacity=2,
            beside=PLAN.beside[s.code], against=EVERYWHERE if s.code == SHUT else frozenset(),
        )
        for s in PLAN.spaces
    }  # fmt: skip
    return Setting(write(PLAN), spaces, 1)


def who(me, at=START, **said):
    kept = {A: (B,), B: (A,)}.get(me, ())
    sex = "female" if me == C else "male"
    return Who(at, me, "stay", sex=sex, minor=me == D, kept_from=kept, close=me == D, room="HW01", **said)


def record():
    """(second, what the record says then)."""
    people = [who(A), who(B), who(C), who(D), Who(START, OFFICER, "officer")]
    later = START + 90_000
    return [
        (0, Told(people, [Worn(band, one, START) for band, one in WORN.items()], setting())),
        (90, Told([Talk(later, A, "HW01", 2), who(C, later, out=True)])),
        (200, Told([Talk(START + 200_000, A, ""), who(B, START + 200_000, here=False)])),
    ]


def walked(dice):
    """Readings of everybody, who goes at random and is at times not heard."""
    for band in WORN:
        second = 0
        while second < SECONDS:
            place, stays = dice.choice(PLACES[1:] if band != "K1" else ["HW01", "out", "out"]), dice.randrange(15, 60)
            silent = dice.random() < 0.15
            x, y = (-30.0, -30.0) if place == "out" else middle(place)
            for n in range(second, min(second + stays, SECONDS), EVERY):
                if not silent:
                    yield Reading(band, START + n * 1000, x=x + dice.random(), y=y + dice.random(), accuracy=0.5)
            second += stays
    for n in range(5, SECONDS, 40):
        door = PLAN.doors[n % len(PLAN.doors)].code
        yield Reading("D1", START + n * 1000, zone=door, open=n % 80 < 40)


def station(folder):
    devices = dict.fromkeys(WORN, ("A", "band")) | {"D1": ("A", "door")}
    one = Station("A", folder, Intake(Known({"G1": Gateway("G1", "A", secrets=(SECRET,))}, devices), LIMITS), LIMITS)
    one.resume(START)
    return one


def take(one, number, at, reading):
    raw = sign(SECRET, "G1", number, msgspec.json.encode({"sent": at, "readings": [reading]}))
    taken = one.intake.take("G1", raw, at)
    one.write(raw, taken, at)
    one.journal.commit()
    one.judge(taken.readings, at)
    if one.advance(at):
        one.journal.commit()


def run(folder, coming, dice=None):
    """What stands in the end of readings as they come, (arrival, reading); with dice, killed now and then."""
    one, told, news = station(folder), [], record()
    for number, (at, reading) in enumerate(coming):
        while news and at >= START + news[0][0] * 1000:
            one.learn(news[0][1], START + news[0][0] * 1000)
            one.journal.commit()
            news.pop(0)
        take(one, number, at, reading)
        if dice and dice.random() < 0.01:
            told += one.owed[: dice.randrange(len(one.owed) + 1)]
            one = station(folder)
            told += [*one.owed, *taken_back([*told, *one.owed], one.standing())]
        if dice and dice.random() < 0.01:
            one.roll(at + 600_000)
    one.advance(START + (SECONDS + 300) * 1000)
    return settled(told + one.owed)


def taken_back(told, standing):
    """As `finding.settle` after a start: what rows hold provisional and the engine does not stand by."""
    final = {found.key for what, found in told if what == "final"}
    live = {found.key: found for what, found in told if what == "raised"}
    return [("withdrawn", live[key]) for key in settled(told) - final - standing if key in live]


def disordered(readings, dice):
    coming = [(r.at + dice.randrange(30_000), r) for r in readings]
    coming += [(at + dice.randrange(10_000), r) for at, r in dice.sample(coming, len(coming) // 10)]
    return sorted(coming, key=lambda one: (one[0], one[1].at, one[1].device))


@pytest.mark.parametrize("seed", range(4))
def test_disorder_doubles_and_restarts_change_no_alarm_about_people(tmp_path, seed):
    dice = random.Random(seed)
    readings = sorted(walked(dice), key=lambda r: (r.at, r.device))
    perfect = run(tmp_path / "perfect", [(r.at, r) for r in readings])
    assert len({rule for rule, *_ in perfect}) >= 7, "too little happens"
    assert run(tmp_path / "shaky", disordered(readings, dice), dice) == perfect


def test_the_whole_catalogue_happens(tmp_path):
    """What the test above compares is every rule about people, began and ended."""
    seen = set()
    for seed in range(4):
        readings = sorted(walked(random.Random(seed)), key=lambda r: (r.at, r.device))
        seen |= {(rule, began) for rule, _, _, began in run(tmp_path / str(seed), [(r.at, r) for r in readings])}
    codes = {*[rule.code for rule in RULES], POST_EMPTY}
    assert {(code, began) for code in codes for began in (True, False)} <= seen
