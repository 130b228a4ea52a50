"""Fills a migrated database with open clocks and passes over them as the watch does. Run by bench/clocks.py."""

import json
import statistics
import sys
import time
from datetime import datetime, timedelta
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402 - after django.setup()

from mingjing.clocks import rereading, waiting, watching  # noqa: E402
from mingjing.clocks.models import Timed  # noqa: E402
from mingjing.demo.seed import prefecture  # noqa: E402
from mingjing.kernel.ids import new_id  # noqa: E402
from mingjing.kernel.time import frozen, now  # noqa: E402
from mingjing.law import books  # noqa: E402
from mingjing.ledger.models import Entry  # noqa: E402

RULES = ("cn.questioning.public_order", "cn.detention.criminal", "cn.notice.family")
A_DAY = timedelta(days=1)


def main(number: int, due: int) -> None:
    at = now()
    crew = prefecture(at - timedelta(days=30))
    told: dict[str, Any] = {}
    rereading.tick(at)
    for share in (10, 1):
        fill(crew.site, number // share - Timed.objects.count(), at)
        name = "" if share == 1 else "_of_a_tenth"
        told[f"pass{name}_s"] = passing(at)
    told["plain_s"] = round(plainly(at), 4)
    late = list(Timed.objects.order_by("pk").values_list("pk", flat=True)[:due])
    Timed.objects.filter(pk__in=late).update(attend_at=at, due_at=at - timedelta(hours=1), warn_at=[])
    began = time.perf_counter()
    with frozen(at):
        done = watching.tick(at)
    told |= {"due_attended": done, "due_pass_s": round(time.perf_counter() - began, 3)}
    print(json.dumps(told))


def fill(site: Any, number: int, at: datetime) -> None:
    """Rows of open clocks and duties, one subject each, due over the next month; every third has no limit."""
    entry = Entry.objects.order_by("-id").first()
    made = []
    for n in range(number):
        subject, kind = new_id(), "duty" if n % 3 == 2 else "clock"
        limit = None if n % 3 == 2 else at + timedelta(minutes=61) + A_DAY * (n % 30)
        made.append(Timed(
            kind=kind, subject_kind="case", subject_id=str(subject), about=subject, site=site, log=site.code,
            rule=RULES[n % 3], number=1, title_zh="时限", title_en="limit", certainty="article_read", severity="block",
            started_at=at - timedelta(hours=1), due_at=limit, state="running" if kind == "clock" else "open",
            book=books.current().version, reckoned_at=at, opened_by=entry,
            attend_at=limit - timedelta(hours=1) if limit else None,
        ))  # fmt: skip
    Timed.objects.bulk_create(made, batch_size=2000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def passing(at: datetime) -> float:
    """Seconds of one pass of everything the watch does for clocks, while nothing is due: the median of five."""
    times = []
    for n in range(5):
        began = time.perf_counter()
        for tick in (watching.tick, waiting.tick, rereading.tick):
            tick(at + timedelta(seconds=2 * n))
        times.append(time.perf_counter() - began)
    return round(statistics.median(times), 4)


def plainly(at: datetime) -> float:
    """The peer: every open row is read, and its hour compared here."""
    began = time.perf_counter()
    assert not [row for row in Timed.objects.open().iterator(2000) if row.due_at and row.due_at < at]
    return time.perf_counter() - began


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
