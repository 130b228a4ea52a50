"""One import on one database; prints what its parts cost as JSON. Run by bench/imports.py."""

import io
import json
import sys
import time
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - after django.setup()
from openpyxl import Workbook  # noqa: E402

from mingjing.demo.seed import prefecture  # noqa: E402
from mingjing.imports import working  # noqa: E402
from mingjing.imports.actions import file, run  # noqa: E402
from mingjing.imports.models import Import  # noqa: E402
from mingjing.imports.rules import words  # noqa: E402
from mingjing.imports.vocab import ImportState  # noqa: E402
from mingjing.kernel.time import now  # noqa: E402
from mingjing.org.models import Posting  # noqa: E402

HEADER = [
    "案件编号",
    "案件性质",
    "案由",
    "受案时间",
    "立案时间",
    "案件状态",
    "结案时间",
    "案发地点",
    "简要案情",
    "嫌疑人",
]


def main(rows: int, taken: int) -> None:
    settings.MFA_REQUIRED = False
    prefecture(now() - timedelta(days=60))
    post = Posting.objects.filter(post="legal_officer").select_related("officer", "unit").first()
    assert post is not None
    by, told = post.officer.acting("legal_officer"), {}
    data = _table(rows)

    def timed(name: str, do: Any) -> Any:
        begun = time.perf_counter()
        answer = do()
        told[name] = round(time.perf_counter() - begun, 2)
        return answer

    what = {"log": "bench", "unit": post.unit, "source": "bench", "name": "bench.xlsx", "basis": "bench"}
    batch = timed("read_s", lambda: file.read(by=by, at=now(), data=data, **what))
    file.match(batch.pk, by=by, at=now(), columns=words.guessed(batch.columns), options={"any_cause": True})
    timed("check_s", lambda: _until(batch, ImportState.CHECKED))
    run.start(batch.pk, by=by, at=now())
    batch.refresh_from_db()
    left = batch.good - taken
    begun = time.perf_counter()
    while batch.rows.filter(state="good").count() > left:
        working.advance(batch, now())
    told["row_ms"] = round((time.perf_counter() - begun) / taken * 1000, 1)
    print(json.dumps(told | {"bytes": len(data)}))


def _until(batch: Import, state: str) -> None:
    while Import.objects.get(pk=batch.pk).state != state:
        working.tick(now())


def _table(rows: int) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("cases")
    sheet.append(HEADER)
    for n in range(rows):
        days = [f"20{10 + n % 15}-0{1 + n % 9}-{10 + n % 9}", f"20{10 + n % 15}-0{1 + n % 9}-{10 + n % 9}"]
        closed = ["已结案", f"20{11 + n % 15}-10-01"] if n % 5 else ["已立案", ""]
        sheet.append(
            [f"旧{n:06d}", "刑事", "盗窃", *days, *closed, f"北街 {n} 号", "夜间入室盗窃，案值不大。" * 5, f"某甲{n}"]
        )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
