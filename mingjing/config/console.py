"""Talking to the person at the terminal: his language, lines of progress, and where the project lies."""

import os
import sys
from pathlib import Path

from mingjing.kernel.text import EN, ZH, Text, speak_with

DATA = Text("数据目录（默认 MINGJING_DATA，否则 ./data）", "the data folder (MINGJING_DATA, else ./data)")
PROJECT = Path(__file__).resolve().parents[2]


def terminal_language() -> str:
    """Chinese when the locale says so, otherwise English; as the web framework names them."""
    chosen = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return ZH if chosen.startswith("zh") else EN


def speak_the_terminal_language() -> None:
    """From now on, until somebody else is named who knows what the reader speaks."""
    speak_with(terminal_language)


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
