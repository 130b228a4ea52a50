"""`./mj simulate`: people, officers, doors and bands of a site, sent through the door for devices or to a file."""

import argparse
import sys
import time
from pathlib import Path
from typing import Any

import msgspec

from mingjing.config.console import Stopped, say
from mingjing.kernel.arguments import speak
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import Refusal
from mingjing.presence.drawing import from_svg
from mingjing.presence.plan import Plan
from mingjing.presence.standard_plans import standard_plan
from mingjing.simulator.scenario import WHAT, Mishap, Scenario, checked, load, names
from mingjing.simulator.sending import messages, push, secrets
from mingjing.simulator.stream import renamed, sent

TOLD = Text(
    "一个中心的人员、民警、门和手环沿平面图活动；相同的剧本、种子和起点给出完全相同的数据。",
    "People, officers, doors and bands of a site along its floor plan; same scenario, seed and start: same bytes.",
)
HELP = {
    "scenario": Text(
        "随附剧本的名称，或 YAML 文件；不给则列出", "one that comes with the program, or a YAML file; without it a list"
    ),
    "--to": Text(
        "运行中系统的 http://主机:端口，或消息代理的 mqtt://主机:端口；不给则写到标准输出",
        "http://HOST:PORT of a system, or mqtt://HOST:PORT of its broker; without it to standard output",
    ),
    "--secrets": Text("文件，每行：网关 密钥 [代理口令]", "a file of lines: GATEWAY SECRET [PASSWORD]"),
    "--plan": Text("用这张 SVG 平面图代替剧本模板的", "an SVG floor plan instead of that of the scenario's template"),
    "--speed": Text("比实际快多少倍", "how many times faster than life"),
    "--seed": Text("随机种子（默认 7）", "other dice (default 7)"),
    "--start": Text("第一秒，1970 年以来的毫秒数；默认现在", "milliseconds since 1970 of the first second (now)"),
    "--hears": Text("设备给出何种位置", "what kind of positions devices give"),
    "--loss": Text("丢失的比例", "the share that is lost"),
    "--doubled": Text("重复的比例", "the share that comes twice"),
    "--delay": Text("最多迟到的秒数，各自随机，因而乱序", "at most so many seconds late, each by chance: disorder"),
    "--drift": Text("网关时钟快的秒数，如 GW-01:30；可重复", "how far a gateway's clock is ahead, as GW-01:30; again"),
    "--dead": Text(
        "网关从第几秒起中断多少秒，如 GW-01:60:120；可重复",
        "a gateway that is dead, from which second and how long, as GW-01:60:120; again for others",
    ),
    "--mishap": Text(
        "设备出什么事、第几秒起、多久，如 fall:B-0001:60:30；可重复。可选 {what}",
        "what happens to a device, from which second, how long, as fall:B-0001:60:30; again for others. One of {what}",
    ).format(what=", ".join(sorted(WHAT))),
    "--as": Text(
        "剧本里的网关、手环、定位卡或门磁在该中心叫什么，如 B-0001:B-0101；可重复",
        "what a gateway, band, card or door contact of the scenario is called there, as B-0001:B-0101; again",
    ),
}
MORE: dict[str, dict[str, Any]] = {
    "scenario": {"nargs": "?"},
    "--to": {"metavar": "URL"},
    "--secrets": {"type": Path},
    "--plan": {"type": Path},
    "--speed": {"type": float, "default": 1.0},
    "--seed": {"type": int, "default": 7},
    "--start": {"type": int, "metavar": "MS"},
    "--hears": {"choices": ["coordinates", "anchors", "zones", "both"]},
    "--loss": {"type": float, "metavar": "SHARE"},
    "--doubled": {"type": float, "metavar": "SHARE"},
    "--delay": {"type": float, "metavar": "SECONDS"},
    "--drift": {"action": "append", "default": [], "metavar": "GATEWAY:SECONDS"},
    "--dead": {"action": "append", "default": [], "metavar": "GATEWAY:FROM:SECONDS"},
    "--mishap": {"action": "append", "default": [], "metavar": "WHAT:DEVICE:FROM[:SECONDS]"},
    "--as": {"dest": "called", "action": "append", "default": [], "metavar": "NUMBER:NUMBER"},
}


def main(arguments: list[str]) -> int:
    """Without a scenario: which there are. Raises Stopped with what is wrong."""
    chosen = _parser().parse_args(arguments)
    if chosen.scenario is None:
        for name in names():
            print(f"{name:<24} {load(name).text}")
        return 0
    try:
        return _run(chosen)
    except BrokenPipeError:
        raise
    except (ValueError, OSError) as why:
        raise Stopped(f"模拟无法进行：{why}", f"the simulation cannot run: {why}") from why
    except Refusal as why:
        told = why.verdicts[0].text
        raise Stopped(told.zh, told.en) from why


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("./mj simulate", description=str(TOLD))
    for flag, told in HELP.items():
        parser.add_argument(flag, help=str(told), **MORE[flag])
    return speak(parser)


def _run(chosen: argparse.Namespace) -> int:
    scenario = _changed(load(chosen.scenario), chosen)
    plan = _plan(chosen.plan, scenario)
    start = chosen.start if chosen.start is not None else _beginning(scenario, chosen)
    called = _called(chosen.called, scenario, plan)
    stream = renamed(sent(scenario, plan, chosen.seed, start), called)
    if not chosen.to:
        for one in stream:
            sys.stdout.buffer.write(msgspec.json.encode(one) + b"\n")
        return 0
    if chosen.secrets is None or chosen.speed <= 0:
        raise Stopped(
            "--to 须同时给出 --secrets 文件，--speed 须大于零。",
            "--to needs --secrets FILE and a --speed above zero.",
        )
    say(f"发送“{scenario.zh}”…", f"sending “{scenario.en}” …")
    drift = {called.get(gateway, gateway): ahead for gateway, ahead in scenario.faults.drift.items()}
    # Not from `start`, which may lie before that of the last run: its numbers would come again and be refused.
    first = time.time_ns() // 1_000_000
    tally = push(
        messages(stream, start, drift=drift), chosen.to, secrets(chosen.secrets), speed=chosen.speed, first=first
    )
    print(msgspec.json.encode(tally._asdict()).decode())
    return 0 if set(tally.answers) <= {200, 202} else 1


def _beginning(scenario: Scenario, chosen: argparse.Namespace) -> int:
    """So that a run faster than life ends now: nothing it says comes from the future."""
    ahead = scenario.minutes * 60 * (1 - 1 / max(chosen.speed, 1.0)) if chosen.to else 0.0
    return time.time_ns() // 1_000_000 - round(ahead * 1000)


def _changed(scenario: Scenario, chosen: argparse.Namespace) -> Scenario:
    """With the faults asked for on the command line. Raises ValueError for what is not there or not to be read."""
    told = {"loss": chosen.loss, "doubled": chosen.doubled, "delay": chosen.delay and (0.0, chosen.delay)}
    faults = msgspec.structs.replace(
        scenario.faults,
        **{k: v for k, v in told.items() if v is not None},
        drift=scenario.faults.drift | {gateway: float(ahead) for gateway, ahead in _parts(chosen.drift, 2, 2)},
        dead=[*scenario.faults.dead, *((one, float(at), float(long)) for one, at, long in _parts(chosen.dead, 3, 3))],
    )
    mishaps = [
        Mishap(float(at), device, what, *map(float, long)) for what, device, at, *long in _parts(chosen.mishap, 3, 4)
    ]
    return checked(
        msgspec.structs.replace(
            scenario, hears=chosen.hears or scenario.hears, faults=faults, mishaps=[*scenario.mishaps, *mishaps]
        )
    )


def _called(written: list[str], scenario: Scenario, plan: Plan) -> dict[str, str]:
    """Number in the scenario → number at the site. Raises ValueError for one that is not there, or given to two."""
    called = dict(_parts(written, 2, 2))
    there = {one.device for one in scenario.people} | {f"GW-{n:02}" for n in range(1, scenario.gateways + 1)}
    there |= {f"DS-{door.code}" for door in plan.doors}
    if unknown := sorted({*called} - there):
        raise ValueError(f"--as: unknown {', '.join(unknown)}")
    after = [called.get(one, one) for one in there]
    if twice := sorted({one for one in after if after.count(one) > 1}):
        raise ValueError(f"--as: {', '.join(twice)} twice")
    return called


def _parts(written: list[str], least: int, most: int) -> list[list[str]]:
    """What was written with colons between."""
    found = [one.split(":") for one in written]
    for one, parts in zip(written, found, strict=True):
        if not least <= len(parts) <= most:
            raise ValueError(one)
    return found


def _plan(place: Path | None, scenario: Scenario) -> Plan:
    if place is not None:
        return from_svg(place.read_bytes())
    plan = standard_plan(scenario.template)
    if plan is None:
        raise ValueError(f"no plan for the template {scenario.template}")
    return plan
