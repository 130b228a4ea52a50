"""Talking to the person at the terminal: his language, lines of progress, and where the project lies."""

import os
import sys
from pathlib import Path

from mingjing.kernel.text import Text, speak_with

PROJECT = Path(__file__).resolve().parents[2]


def speak_the_terminal_language() -> None:
    """Chinese when the locale says so, otherwise English."""
    chosen = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    speak_with(lambda: "zh" if chosen.startswith("zh") else "en")


def say(zh: str, en: str) -> None:
    """One line of progress on standard error; standard output belongs to results."""
    print(f"mj: {Text(zh, en)}", file=sys.stderr, flush=True)


def silence() -> None:
    """Nobody reads standard output any more: what is still to be written, at the end too, goes nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


class Stopped(Exception):
    """The command cannot go on; the sentence tells why and what to do."""

    def __init__(self, zh: str, en: str):
        super().__init__(zh, en)
        self.text = Text(zh, en)
