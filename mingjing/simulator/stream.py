"""The readings of a whole scenario, and what the way to the server does to them. Pure: same seed, same bytes."""

import heapq
from collections.abc import Iterator, Mapping
from random import Random
from typing import NamedTuple

import msgspec

from mingjing.presence.plan import OUT, Plan
from mingjing.presence.reading import Reading
from mingjing.simulator.radio import Air, Radio
from mingjing.simulator.scenario import Scenario
from mingjing.simulator.walking import Beside, Walk, walks

DOOR_OPEN = 4.0  # seconds a door stays open behind somebody


class Sent(NamedTuple):
    """A reading that reaches the server at `arrives` (seconds from the start) through a gateway."""

    arrives: float
    gateway: str
    reading: Reading


class Truth(NamedTuple):
    """Where a device really was when it said what it said."""

    when: float
    room: str
    reading: Reading


def truths(scenario: Scenario, plan: Plan, seed: int, start: int) -> Iterator[Truth]:
    """Every reading in the order taken, with the true space. `start`: milliseconds since 1970 of second 0."""
    end = scenario.minutes * 60
    paths = walks(plan, scenario.people, end, str(seed))
    air = Air(plan, str(seed))
    radios = {device: Radio(air, device, scenario, str(seed)) for device in paths}
    sensed = _sensors(paths, start) if scenario.sensors else []
    for n in range(int(end / scenario.every)):
        when = n * scenario.every
        while sensed and sensed[0].when <= when:
            yield heapq.heappop(sensed)
        for device, walk in paths.items():
            room = walk.room(when)
            reading = radios[device].reads(when, start + round(when * 1000), walk.at(when), room)
            if reading is not None:
                yield Truth(when, room, reading)
    yield from sorted(sensed)


def sent(scenario: Scenario, plan: Plan, seed: int, start: int) -> Iterator[Sent]:
    """Readings in the order in which they arrive: some lost, doubled, late, with a wrong clock or a dead gateway."""
    dice = Random(f"{seed}:way")
    waiting: list[tuple[float, int, Sent]] = []
    count = 0
    for truth in truths(scenario, plan, seed, start):
        while waiting and waiting[0][0] <= truth.when:
            yield heapq.heappop(waiting)[2]
        for one in _way(scenario, plan, truth, dice):
            count += 1
            heapq.heappush(waiting, (one.arrives, count, one))
    while waiting:
        yield heapq.heappop(waiting)[2]


def renamed(stream: Iterator[Sent], called: Mapping[str, str]) -> Iterator[Sent]:
    """The same from devices and gateways with other numbers, as they are registered at a site: old → new."""
    for one in stream:
        device = called.get(one.reading.device)
        reading = msgspec.structs.replace(one.reading, device=device) if device else one.reading
        yield Sent(one.arrives, called.get(one.gateway, one.gateway), reading)


def gateway_of(scenario: Scenario, plan: Plan, truth: Truth) -> str:
    """The gateway that hears this part of the plan."""
    space = plan.by_code.get(truth.room)
    share = space.outline[0][0] / plan.width if space else 0.0
    return f"GW-{min(scenario.gateways, int(share * scenario.gateways) + 1):02}"


def _way(scenario: Scenario, plan: Plan, truth: Truth, dice: Random) -> Iterator[Sent]:
    faults, gateway = scenario.faults, gateway_of(scenario, plan, truth)
    if any(g == gateway and begins <= truth.when < begins + long for g, begins, long in faults.dead):
        return
    if dice.random() < faults.loss:
        return
    reading = truth.reading
    if ahead := faults.drift.get(gateway):
        reading = msgspec.structs.replace(reading, at=reading.at + round(ahead * 1000))
    for _ in range(2 if dice.random() < faults.doubled else 1):
        yield Sent(truth.when + dice.uniform(*faults.delay), gateway, reading)


def _sensors(paths: Mapping[str, Walk | Beside], start: int) -> list[Truth]:
    """Door contacts: open when somebody passes, shut some seconds later."""
    found = []
    for walk in paths.values():
        for passing in walk.passings:
            for when, is_open in ((passing.at - 0.5, True), (passing.at + DOOR_OPEN, False)):
                reading = Reading(f"DS-{passing.door}", start + round(when * 1000), zone=passing.door, open=is_open)
                found.append(Truth(max(0.0, when), OUT, reading))
    return sorted(found, key=lambda one: (one.when, one.reading.device, one.reading.open))
