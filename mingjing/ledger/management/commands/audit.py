"""`./mj manage audit`: compare every row of the database with the sealed logs."""

import json
from argparse import ArgumentParser
from typing import Any

from mingjing.kernel.text import Text
from mingjing.ledger.audit import audit
from mingjing.ledger.commands import SpokenCommand
from mingjing.ledger.sealing import logs


class Command(SpokenCommand):
    told = Text("逐条核对数据库与已封存日志。", "Compare every row with the sealed logs.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        log = Text("日志名称，缺省为全部", "logs to read, all by default")
        parser.add_argument("log", nargs="*", help=str(log))
        parser.add_argument("--json", action="store_true", help=str(Text("输出 JSON", "print JSON")))

    def handle(self, *_args: object, **options: Any) -> None:
        """Exit code 1 when anything was found."""
        chosen = options["log"] or logs()
        found = [finding for log in chosen for finding in audit(log)]
        if options["json"]:
            self.stdout.write(json.dumps([f.as_json() for f in found], ensure_ascii=False))
        else:
            for finding in found:
                self.stdout.write(f"{finding.code.value} {finding.log}: {finding.text}")
            told = Text("{logs} 个日志，{n} 处异常", "{logs} logs, {n} findings")
            self.stdout.write(str(told.format(logs=len(chosen), n=len(found))))
        if found:
            raise SystemExit(1)
