"""A management command, in the language of the terminal."""

import django
from django.core.management import execute_from_command_line
from django.utils import translation

from mingjing.config.console import terminal_language


def run(line: list[str]) -> None:
    """Settings must be named in the environment. Ends the process with its exit code when the command fails."""
    django.setup()
    translation.activate(terminal_language())
    execute_from_command_line(line)
