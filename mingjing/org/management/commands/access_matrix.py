"""Write docs/reference/access-matrix.md anew."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from mingjing.org.matrix import markdown


class Command(BaseCommand):
    help = "Write docs/reference/access-matrix.md from posts.yaml and every grants.yaml."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - the framework's signature
        place = Path(settings.PROJECT) / "docs" / "reference" / "access-matrix.md"
        place.write_text(markdown(), encoding="utf-8")
        self.stdout.write(str(place))
