"""Scenarios as data: who goes where and when, and what goes wrong. Read from YAML files."""

from pathlib import Path
from typing import Annotated

import msgspec
import yaml
from msgspec import Meta

from mingjing.kernel.text import Text

SCENARIOS = Path(__file__).with_name("scenarios")
Seconds = Annotated[float, Meta(ge=0, le=14 * 86400)]
Share = Annotated[float, Meta(ge=0, le=1)]


class Leg(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Go to a space of the plan, at `at` seconds or after staying `stay` seconds where one is."""

    to: str
    at: Seconds | None = None
    stay: Seconds | None = None


class Actor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who wears a device. `follows`: walks with that other device instead of by legs of his own. `band` or `card`."""

    device: str
    kind: str = "band"
    start: str = "OUT"
    legs: list[Leg] = []
    follows: str = ""


class Mishap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What goes wrong with a device for `seconds` from `at` on: one of `WHAT`."""

    at: Seconds
    device: str
    what: str
    seconds: Seconds = 60


class Faults(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What happens on the way: shares lost and doubled; delay between two bounds in seconds (disorder follows from
    it); seconds a gateway's clock is ahead; gateways that are dead, as [gateway, from, seconds]."""

    loss: Share = 0.0
    doubled: Share = 0.0
    delay: tuple[Seconds, Seconds] = (0.0, 0.0)
    drift: dict[str, float] = {}
    dead: list[tuple[str, Seconds, Seconds]] = []


class Scenario(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`hears`: what kind of positions the devices give: coordinates, anchors, zones, or both coordinates and zones.
    `gateways`: how many there are; each hears a part of the plan, from left to right."""

    zh: str
    en: str
    minutes: Annotated[float, Meta(gt=0, le=14 * 1440)]
    people: Annotated[list[Actor], Meta(min_length=1, max_length=20_000)]
    template: str = "county_centre"
    hears: str = "coordinates"
    every: Annotated[float, Meta(ge=0.05, le=600)] = 1.0
    gateways: Annotated[int, Meta(ge=1, le=64)] = 1
    sensors: bool = False
    mishaps: list[Mishap] = []
    faults: Faults = Faults()

    @property
    def text(self) -> Text:
        return Text(self.zh, self.en)


KINDS = {"coordinates", "anchors", "zones", "both"}
WHAT = {"cut", "off", "fall", "sos", "silent", "low_battery", "fast_pulse"}


def names() -> list[str]:
    """The scenarios that come with the program."""
    return sorted(p.stem for p in SCENARIOS.glob("*.yaml"))


def load(name: str) -> Scenario:
    """A scenario by its name, or from the path of a file. Raises ValueError saying what is wrong with it."""
    place = SCENARIOS / f"{name}.yaml" if name in names() else Path(name)
    try:
        told = yaml.safe_load(place.read_text(encoding="utf-8"))
        found = msgspec.convert(told, Scenario)
    except (OSError, yaml.YAMLError, msgspec.ValidationError) as why:
        raise ValueError(f"{name}: {why}") from why
    return checked(found, name)


def checked(scenario: Scenario, name: str = "") -> Scenario:
    """The same, when everything it names is there. Raises ValueError with everything that is not."""
    devices = [one.device for one in scenario.people]
    wrong = [
        *(f"{d} twice" for d in sorted({d for d in devices if devices.count(d) > 1})),
        *(f"{a.device} follows unknown {a.follows}" for a in scenario.people if a.follows and a.follows not in devices),
        *(f"unknown device {m.device}" for m in scenario.mishaps if m.device not in devices),
        *(f"unknown mishap {m.what}" for m in scenario.mishaps if m.what not in WHAT),
    ]
    if scenario.hears not in KINDS:
        wrong.append(f"hears: {scenario.hears}; there are {', '.join(sorted(KINDS))}")
    there = {f"GW-{n:02}" for n in range(1, scenario.gateways + 1)}
    dead = {gateway for gateway, *_ in scenario.faults.dead}
    wrong += [f"unknown gateway {gateway}" for gateway in sorted({*scenario.faults.drift, *dead} - there)]
    for share in (scenario.faults.loss, scenario.faults.doubled):
        if not 0 <= share <= 1:
            wrong.append(f"a share is between 0 and 1, not {share:g}")
    if wrong:
        raise ValueError(": ".join(filter(None, (name, "; ".join(wrong)))))
    return scenario
