"""Runs a part of the demonstration in a process of its own, because the supervisor loads no Django: `seed` fills a new
data folder, `life` lets the centre go on, `bands ADDRESS` plays its bands and gateways, `silence` puts right what was
worn while it stood still, `counting` says how much there is."""

import sys
from importlib import import_module
from importlib.util import find_spec

import django

from mingjing.config.console import say, speak_the_terminal_language

PARTS = ("seed", "life", "bands", "silence", "counting")


def main(part: str = "seed", *told: str) -> None:
    if part not in PARTS:
        raise SystemExit(f"{part}: one of {', '.join(PARTS)}")
    speak_the_terminal_language()
    if find_spec("mingjing.demo") is None:
        say("此版本不含演示数据。", "this version has no demonstration data.")
        return
    django.setup()
    import_module(f"mingjing.demo.{part}").main(*told)


if __name__ == "__main__":
    main(*sys.argv[1:])
