"""`./mj manage audit_tracks`: compare the files of tracks with their digests in the log."""

from argparse import ArgumentParser
from typing import Any

from mingjing.kernel.text import Text
from mingjing.ledger.commands import SpokenCommand
from mingjing.org.models import Site
from mingjing.presence.track_audit import audit


class Command(SpokenCommand):
    told = Text("核对轨迹文件与日志中的摘要。", "Compare the files of tracks with their digests in the log.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("site", nargs="*", help=str(Text("场所代码，缺省为全部", "sites, all by default")))

    def handle(self, *_args: object, **options: Any) -> None:
        """Exit code 1 when anything was found."""
        sites = Site.objects.filter(code__in=options["site"]) if options["site"] else Site.objects.all()
        found = [one for site in sites.order_by("code") for one in audit(site)]
        for one in found:
            self.stdout.write(f"{one.wrong.value} {one.site}: {one.text}")
        self.stdout.write(str(Text("{n} 处异常", "{n} findings").format(n=len(found))))
        if found:
            raise SystemExit(1)
