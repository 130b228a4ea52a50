"""Django's management commands, and those with names of their own."""

import os
import sys

from mingjing.config import folder


def main(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415  only this command pays for Django

    execute_from_command_line(["./mj manage", *arguments])
    return 0


def watch(arguments: list[str]) -> int:
    from mingjing.config import watching  # noqa: PLC0415

    with folder.in_use(folder.default(), alone=False):
        return watching.main(arguments)


def sense(arguments: list[str]) -> int:
    from mingjing.bridges import sense as sensing  # noqa: PLC0415

    with folder.in_use(folder.default(), alone=False):
        return sensing.main(arguments)


def seal(arguments: list[str]) -> int:
    with folder.in_use(folder.default(), alone=False):
        return main(["seal", *arguments])


def compare(arguments: list[str]) -> int:
    with folder.in_use(folder.default(), alone=False):
        return main(["compare", *arguments])


def models(arguments: list[str]) -> int:
    with folder.in_use(folder.default(), alone=False):
        return main(["models", *arguments])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
