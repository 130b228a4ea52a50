"""Fills a new data folder with the demonstration, in a process of its own: the supervisor loads no Django."""

from importlib import import_module
from importlib.util import find_spec

import django

from mingjing.config.console import say, speak_the_terminal_language


def main() -> None:
    speak_the_terminal_language()
    if find_spec("mingjing.demo") is None:
        say("此版本不含演示数据。", "this version has no demonstration data.")
        return
    django.setup()
    import_module("mingjing.demo.seed").main()


if __name__ == "__main__":
    main()
