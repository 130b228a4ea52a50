"""Write docs/reference/access-matrix.md anew."""

from pathlib import Path
from typing import Any

from django.conf import settings

from mingjing.kernel.text import Text
from mingjing.ledger.commands import SpokenCommand
from mingjing.org.matrix import markdown


class Command(SpokenCommand):
    told = Text(
        "由 posts.yaml 和各 grants.yaml 重写 docs/reference/access-matrix.md。",
        "Write docs/reference/access-matrix.md from posts.yaml and every grants.yaml.",
    )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - the framework's signature
        place = Path(settings.PROJECT) / "docs" / "reference" / "access-matrix.md"
        place.write_text(markdown(), encoding="utf-8")
        self.stdout.write(str(place))
