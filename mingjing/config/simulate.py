"""`./mj simulate`: people, officers, doors and bands of a site, sent through the door for devices or to a file."""

import argparse
import sys
import time
from pathlib import Path

import msgspec

from mingjing.config.console import Stopped, say
from mingjing.kernel.verdict import Refusal
from mingjing.presence.drawing import from_svg
from mingjing.presence.plan import Plan
from mingjing.presence.standard_plans import standard_plan
from mingjing.simulator.scenario import Scenario, load, names
from mingjing.simulator.sending import messages, push, secrets
from mingjing.simulator.stream import sent


def main(arguments: list[str]) -> int:
    """Without a scenario: which there are. Raises Stopped with what is wrong."""
    parser = argparse.ArgumentParser("./mj simulate", description=__doc__)
    parser.add_argument("scenario", nargs="?", help="one that comes with the program, or a YAML file")
    parser.add_argument(
        "--to",
        help="http://HOST:PORT of a running system, or mqtt://HOST:PORT of its broker; without it to standard output",
    )
    parser.add_argument("--secrets", type=Path, help="a file of lines: GATEWAY SECRET [PASSWORD]")
    parser.add_argument("--plan", type=Path, help="an SVG floor plan instead of that of the scenario's template")
    parser.add_argument("--speed", type=float, default=1.0, help="how many times faster than life")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--start", type=int, help="milliseconds since 1970 of the first second; now by default")
    parser.add_argument("--hears", choices=["coordinates", "anchors", "zones", "both"])
    parser.add_argument("--loss", type=float)
    parser.add_argument("--doubled", type=float)
    parser.add_argument("--delay", type=float, help="at most so many seconds late, each by chance")
    chosen = parser.parse_args(arguments)
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


def _run(chosen: argparse.Namespace) -> int:
    scenario = _changed(load(chosen.scenario), chosen)
    plan = _plan(chosen.plan, scenario)
    start = chosen.start if chosen.start is not None else _beginning(scenario, chosen)
    stream = sent(scenario, plan, chosen.seed, start)
    if not chosen.to:
        for one in stream:
            sys.stdout.buffer.write(msgspec.json.encode(one) + b"\n")
        return 0
    if chosen.secrets is None or chosen.speed <= 0:
        raise ValueError("--to needs --secrets FILE and a --speed above zero")
    say(f"发送“{scenario.zh}”…", f"sending “{scenario.en}” …")
    tally = push(messages(stream, start), chosen.to, secrets(chosen.secrets), speed=chosen.speed, first=start)
    print(msgspec.json.encode(tally._asdict()).decode())
    return 0 if set(tally.answers) <= {200, 202} else 1


def _beginning(scenario: Scenario, chosen: argparse.Namespace) -> int:
    """So that a run faster than life ends now: nothing it says comes from the future."""
    ahead = scenario.minutes * 60 * (1 - 1 / max(chosen.speed, 1.0)) if chosen.to else 0.0
    return time.time_ns() // 1_000_000 - round(ahead * 1000)


def _changed(scenario: Scenario, chosen: argparse.Namespace) -> Scenario:
    """With the faults asked for on the command line."""
    told = {"loss": chosen.loss, "doubled": chosen.doubled, "delay": chosen.delay and (0.0, chosen.delay)}
    faults = msgspec.structs.replace(scenario.faults, **{k: v for k, v in told.items() if v is not None})
    return msgspec.structs.replace(scenario, hears=chosen.hears or scenario.hears, faults=faults)


def _plan(place: Path | None, scenario: Scenario) -> Plan:
    if place is not None:
        return from_svg(place.read_bytes())
    plan = standard_plan(scenario.template)
    if plan is None:
        raise ValueError(f"no plan for the template {scenario.template}")
    return plan
