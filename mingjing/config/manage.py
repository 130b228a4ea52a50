"""Django's management commands, and those with names of their own."""

import argparse
import os
import sys

from mingjing.config import folder
from mingjing.kernel.arguments import speak
from mingjing.kernel.text import Text

SENSE = Text(
    "接收、留存并判断手环和传感器的读数；可随时终止再启动。",
    "Takes the readings of bands and sensors, keeps them, judges them; may be killed and started again at any moment.",
)


def main(arguments: list[str], program: str = "./mj manage") -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.config.settings")
    from mingjing.config import managed  # noqa: PLC0415  only this command pays for Django

    managed.run([program, *arguments])
    return 0


def watch(arguments: list[str]) -> int:
    from mingjing.config import watching  # noqa: PLC0415

    with folder.in_use(folder.default(), alone=False):
        return watching.main(arguments)


def sense(arguments: list[str]) -> int:
    speak(argparse.ArgumentParser("./mj sense", description=str(SENSE))).parse_args(arguments)
    from mingjing.bridges import sense as sensing  # noqa: PLC0415

    with folder.in_use(folder.default(), alone=False):
        return sensing.main()


def seal(arguments: list[str]) -> int:
    return _named("seal", arguments)


def compare(arguments: list[str]) -> int:
    return _named("compare", arguments)


def deliver(arguments: list[str]) -> int:
    return _named("deliver", arguments)


def models(arguments: list[str]) -> int:
    return _named("models", arguments)


def _named(name: str, arguments: list[str]) -> int:
    """A command that is as much ours as the others: it says so in its help."""
    with folder.in_use(folder.default(), alone=False):
        return main([name, *arguments], program="./mj")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
