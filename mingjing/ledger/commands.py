"""Management commands that speak the language of the terminal, one at a time."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from mingjing.kernel.arguments import speak
from mingjing.kernel.text import Text

OF_THE_FRAMEWORK = frozenset({
    "version", "verbosity", "settings", "pythonpath", "traceback", "no_color", "force_color", "skip_checks",
})  # fmt: skip


class SpokenCommand(BaseCommand):
    """`told` says what the command does. Its options are those of `add_arguments`; the framework's work and are not
    shown."""

    told = Text("", "")

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        self.help = str(self.told)
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        speak(parser, hidden=OF_THE_FRAMEWORK)
        return parser
