"""`./mj bench`: lists the benchmarks, or runs one and prints its result as the last line, in JSON."""

import argparse
import json
import os
import platform
import re
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from mingjing.config.console import PROJECT, Stopped, say
from mingjing.kernel.arguments import speak
from mingjing.kernel.text import Text
from mingjing.kernel.time import iso, now

PARTS = {"figures", "peer", "ratio", "limits", "size"}


class Bench(Protocol):
    """What a module in `bench/` offers; see its package docstring."""

    NAME: str
    SUMMARY: Text

    @staticmethod
    def run(data: Path | None, progress: Callable[[str, str], None]) -> dict[str, Any]: ...


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser("./mj bench")
    which = Text("测量的名称；不给则列出", "which one; without it they are listed")
    laid_out = Text("数据目录，布局与该测量所用的相同", "a folder laid out like the data the benchmark was written for")
    parser.add_argument("name", nargs="?", help=str(which))
    parser.add_argument("--data", type=Path, help=str(laid_out))
    chosen = speak(parser).parse_args(arguments)
    found = benches()
    if chosen.name is None:
        for name, bench in sorted(found.items()):
            print(f"{name:<16} {bench.SUMMARY}")
        return 0
    if chosen.name not in found:
        known = "、".join(sorted(found))
        raise Stopped(f"没有 {chosen.name}；现有：{known}", f"no benchmark {chosen.name!r}; there are: {known}")
    if chosen.data and not chosen.data.is_dir():
        raise Stopped(f"没有目录 {chosen.data}", f"no such folder: {chosen.data}")
    print(json.dumps(measure(found[chosen.name], chosen.data), ensure_ascii=False))
    return 0


def benches(package: str = "bench") -> dict[str, Bench]:
    """Every benchmark by name. A module that begins with `_` is a part of others."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.config.settings")
    place = Path(import_module(package).__file__ or PROJECT).parent
    names = sorted(p.stem for p in place.glob("[!_]*.py"))
    modules: list[Any] = [import_module(f"{package}.{name}") for name in names]
    return {module.NAME: module for module in modules}


def measure(bench: Bench, data: Path | None) -> dict[str, Any]:
    """Run it; the result with name, time and machine added. Raises Stopped when the result lacks a part."""
    began = time.perf_counter()
    result = bench.run(data, say)
    missing = sorted(PARTS - result.keys())
    if missing:
        raise Stopped(f"结果缺少 {missing}", f"the result lacks {', '.join(missing)}")
    seconds = round(time.perf_counter() - began, 1)
    return {"bench": bench.NAME, **result, "at": iso(now()), "seconds": seconds, "machine": machine()}


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    cpu = re.search(r"model name\s*:\s*(.+)", _read("/proc/cpuinfo"))
    memory = re.search(r"MemTotal:\s*(\d+)", _read("/proc/meminfo"))
    return {
        "cpu": cpu[1] if cpu else platform.machine(),
        "cores": os.cpu_count(),
        "memory_gib": round(int(memory[1]) / 2**20, 1) if memory else None,
        "python": sys.version.split()[0],
        "kernel": platform.release(),
    }


def _read(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError:
        return ""
