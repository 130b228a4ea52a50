"""What the page that explains alarms about several people is filled with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import yaml

from mingjing.kernel.text import Text
from mingjing.kernel.time import local
from mingjing.kernel.verdict import Refusal, no
from mingjing.org.access import holds
from mingjing.org.models import Officer, Site
from mingjing.presence.drawn import names_of
from mingjing.presence.gateway_panels import rule_text
from mingjing.presence.meeting_search import names_for
from mingjing.presence.replay_people import Step
from mingjing.presence.rules.limits import BOOK, Limits, kept, limits
from mingjing.presence.rules.people import RULES
from mingjing.presence.rules.situation import Key, Seen, Talk, Wait, Who
from mingjing.presence.selectors import ELSEWHERE, plan_in_force
from mingjing.presence.whereabouts import NAME_PAST, OFFICER

SOMEBODY = Text("您范围以外的人员", "somebody beyond your scope")
PASSED = Text("时间经过", "Time passed")
CAME = Text("{who} 到 {place}", "{who} is in {place}")
TALKS = Text("{who} 在 {place} 接受讯（询）问，须 {n} 名民警", "{who} is questioned in {place}, {n} officers needed")
TALKED = Text("{who} 的讯（询）问结束", "The questioning of {who} is over")
RECORDED = Text("登记：{who} 在 {place}", "On record: {who} in {place}")
LEFT = Text("登记：{who} 已离开", "On record: {who} has left")
ENDED = Text("{rule}：结束", "{rule}: ended")
NO_BAND = Text("未知处（已摘手环）", "an unknown place (band off)")
NOWHERE = Text("（未登记房间）", "(no room)")


@dataclass(frozen=True, slots=True)
class Condition:
    """One rule whose condition holds: with whom, since when, when it counts, whether it was found."""

    rule: Text
    other: object
    since: datetime
    due: datetime
    told: bool


@dataclass(frozen=True, slots=True)
class Shown:
    at: datetime
    event: Text
    conditions: list[Condition]
    free: list[Text]
    found: list[tuple[Text, bool]]


def versions(store: Path) -> list[tuple[str, Text, Limits]]:
    """The limits in force first, then every version there has been."""
    present = limits()
    found = [(present.version, Text("现行 {v}", "In force {v}").format(v=present.version), present)]
    for since, one in kept(store):
        if one.version != present.version:
            day = local(since).date().isoformat()
            found.append((one.version, Text("{d} 起 {v}", "From {d}: {v}").format(d=day, v=one.version), one))
    return found


def lines() -> list[tuple[str, Text]]:
    """Limits of time that may be tried otherwise."""
    book = yaml.safe_load(BOOK.read_bytes())
    counted = {name: line for name, line in book.items() if isinstance(line["value"], (int, float))}
    return [(name, Text(f"{x['zh']}（{x['value']}）", f"{x['en']} ({x['value']})")) for name, x in counted.items()]


def tried(known: Mapping[str, Limits], told: Mapping[str, Any]) -> Limits:
    """The chosen version, with the value to be tried. Raises Refusal when that is none."""
    chosen, name = known[told["limits"]], told["name"]
    if not name:
        return chosen
    unit = yaml.safe_load(BOOK.read_bytes())[name]["unit"]
    value = told["value"] * 1000 if unit.startswith("秒") else told["value"]
    kind = type(getattr(chosen, name))
    if kind(value) != value:
        raise Refusal(no("steps.value", "该项须为整数。", "That must be a whole number.", field="value"))
    version = f"{chosen.version} {name}={told['value']:g}"
    return msgspec.structs.replace(chosen, **{name: kind(value), "version": version})


def steps(several: list[Step], who: str, site: Site, officer: Officer) -> list[Shown]:
    """Every step in words, the last one first: it is the one that was asked about."""
    people = {other for step in several for key in step.waits for other in key[1:]} | {who}
    people |= {step.event.who for step in several if step.event}
    asked = ("stay:", "officer:") if holds(officer, NAME_PAST) else ("stay:",)  # as in a replay: ADR 0153
    names = names_for(officer, {ref for ref in people if ref.startswith(asked)})
    drawn, rooms = plan_in_force(site), names_of(site)

    def place(code: str) -> Text:
        if not code:
            return NO_BAND
        return ELSEWHERE.get(code) or rooms.get(code) or (drawn.plan.name(code) if drawn else Text(code, code))

    def name(ref: str) -> object:
        if ref.startswith("officer:"):
            return names.get(ref) or OFFICER
        return (names.get(ref) or SOMEBODY) if ref.startswith("stay:") else place(ref) if ref else ""

    return [_shown(step, who, name, place) for step in reversed(several)]


def is_id(told: str) -> bool:
    try:
        UUID(told)
    except ValueError:
        return False
    return True


def _shown(step: Step, who: str, name: Callable[[str], object], place: Callable[[str], Text]) -> Shown:
    held = {key[0] for key in step.waits}
    return Shown(
        _time(step.at),
        _event(step.event, name, place),
        [_condition(key, wait, who, name) for key, wait in sorted(step.waits.items())],
        [rule_text(rule.code) for rule in RULES if rule.code not in held],
        [(rule_text(f.rule) if f.began else ENDED.format(rule=rule_text(f.rule)), f.began) for f in step.found],
    )


def _condition(key: Key, wait: Wait, who: str, name: Callable[[str], object]) -> Condition:
    other = key[2] if key[1] == who else key[1]
    return Condition(rule_text(key[0]), name(other), _time(wait.since), _time(wait.due), wait.told)


def _event(event: Who | Seen | Talk | None, name: Callable[[str], object], place: Callable[[str], Text]) -> Text:
    if event is None:
        return PASSED
    who = name(event.who)
    if isinstance(event, Seen):
        return CAME.format(who=who, place=place(event.place))
    room = place(event.room) if event.room else NOWHERE
    if isinstance(event, Talk):
        return TALKS.format(who=who, place=room, n=event.officers) if event.room else TALKED.format(who=who)
    return RECORDED.format(who=who, place=room) if event.here else LEFT.format(who=who)


def _time(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
