"""Officers turn over lists of a filled database: 16 at once, each reading for a while between pages. Run by
bench/cases.py; prints figures as JSON."""

import gc
import json
import multiprocessing
import re
import statistics
import sys
import threading
import time
from datetime import UTC, datetime
from functools import reduce
from html import unescape
from operator import or_
from pathlib import Path
from random import Random
from typing import Any

import django
import yaml

django.setup()

from django.conf import settings  # noqa: E402 - after django.setup()
from django.core.paginator import Paginator  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Q  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from mingjing.cases.models import Case  # noqa: E402
from mingjing.org.models import Officer  # noqa: E402

READERS = ("city_chief", "county_chief", "legal_officer", "station_head", "case_officer")
WORDS = yaml.safe_load(Path(__file__).with_name("_cases_words.yaml").read_text(encoding="utf-8"))["words"]
PROCESSES = 2


def pages(client: Client) -> dict[str, str]:
    """What one reader looks at: name → address."""
    found = {
        "first": "/cases/", "open": "/cases/?state=open", "criminal": "/cases/?kind=criminal",
        "filed": "/cases/?stage=filed",
        "by number": "/cases/?sort=number", "oldest": "/cases/?sort=opened",
        "year": "/cases/?from=2022-01-01&to_day=2022-12-31",
    }  # fmt: skip
    told = client.get("/cases/").content.decode()
    after = re.search(r'href="(\?after=[^"]+)" rel="next"', told)
    if after:
        found["second"] = "/cases/" + unescape(after[1])
    before = Case.objects.filter(opened_at__lt=datetime(2022, 6, 1, tzinfo=UTC)).order_by("-opened_at")
    middle = before.values_list("pk", flat=True).first()
    found["deep"] = f"/cases/?after={middle}"
    for name, words in WORDS.items():
        answer = client.post(reverse("webkit:find"), {"q": words, "to": "/cases/"})
        found[f"search {name}"] = answer.headers["Location"]
    return found


def readers() -> dict[str, Client]:
    settings.ALLOWED_HOSTS, settings.MFA_REQUIRED = ["testserver"], False
    found = {}
    for post in READERS:
        officer = Officer.objects.filter(postings__post=post).order_by("number").first()
        found[post] = Client()
        found[post].force_login(officer)
        found[post].get("/cases/")
    return found


def one_by_one() -> dict[str, Any]:
    """Every page of every reader alone: which are the slow ones."""
    told: dict[str, Any] = {}
    for post, client in readers().items():
        for name, address in pages(client).items():
            times = []
            for _ in range(3):
                began = time.perf_counter()
                assert client.get(address).status_code == 200, address
                times.append((time.perf_counter() - began) * 1000)
            told[f"{post}: {name}"] = round(statistics.median(times[1:]), 1)
    return told


def turning(seed: int, seconds: float, pause: float, out: Any) -> None:
    """One process of the server with its share of the users."""
    connection.close()
    clients = [(post, client, pages(client)) for post, client in readers().items()]
    gc.collect()
    gc.freeze()
    found: list[tuple[str, float]] = []

    def user(n: int) -> None:
        dice = Random(seed * 100 + n)
        post, client, mine = clients[n % len(clients)]
        own, cookies = Client(), client.cookies
        own.cookies = cookies
        end = time.monotonic() + seconds
        time.sleep(dice.uniform(0, pause))
        while time.monotonic() < end:
            name = dice.choice(sorted(mine))
            began = time.perf_counter()
            assert own.get(mine[name]).status_code == 200
            found.append((f"{post}: {name}", (time.perf_counter() - began) * 1000))
            time.sleep(dice.expovariate(1 / pause) if pause else 0)
        connection.close()

    threads = [threading.Thread(target=user, args=(n,)) for n in range(16 // PROCESSES)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    out.put(found)


def at_once(seconds: float, pause: float) -> list[tuple[str, float]]:
    out: Any = multiprocessing.Queue()
    several = [multiprocessing.Process(target=turning, args=(n, seconds, pause, out)) for n in range(PROCESSES)]
    connection.close()
    for one in several:
        one.start()
    found = [line for _ in several for line in out.get()]
    for one in several:
        one.join()
    return found


PLAIN = (("first", "", 1), ("deep", "", 400), ("search cause", "盗窃", 1), ("search rare", "伪造货币", 1))


def plainly() -> dict[str, float]:
    """The peer: the same rows for the same reader, as an ordinary admin lists them: icontains, COUNT, OFFSET."""
    told = {}
    officer = Officer.objects.filter(postings__post="legal_officer").order_by("number").first()
    for name, words, page in PLAIN:
        rows = Case.objects.visible_to(officer)
        if words:
            fields = ("number", "cause", "place", "summary", "people__person__names__text")
            rows = rows.filter(reduce(or_, (Q(**{f"{field}__icontains": words}) for field in fields))).distinct()
        times = []
        for _ in range(2):
            began = time.perf_counter()
            shown = Paginator(rows, 50).get_page(page)
            list(shown.object_list.select_related("unit").prefetch_related("officers__officer", "people"))
            _ = shown.paginator.count
            times.append((time.perf_counter() - began) * 1000)
        told[name] = round(statistics.median(times), 1)
    return told


def main(seconds: float, pause: float) -> None:
    alone = one_by_one()
    found = at_once(seconds, pause)
    busy = at_once(seconds / 3, 0)
    times, hard = sorted(ms for _, ms in found), sorted(ms for _, ms in busy)
    searches = sorted(ms for name, ms in found if "search" in name)
    slowest = dict(sorted(alone.items(), key=lambda one: -one[1])[:12])
    print(json.dumps({
        "pages": len(times), "p50_ms": _at(times, 0.5), "p99_ms": _at(times, 0.99), "slowest_ms": _at(times, 1),
        "search_p50_ms": _at(searches, 0.5), "search_p99_ms": _at(searches, 0.99),
        "without_pause_p50_ms": _at(hard, 0.5), "without_pause_p99_ms": _at(hard, 0.99),
        "without_pause_pages_per_s": round(len(hard) / (seconds / 3), 1),
        "alone_p50_ms": round(statistics.median(alone.values()), 1), "alone_slowest": slowest, "plain": plainly(),
        "alone_first_ms": alone["legal_officer: first"],
    }, ensure_ascii=False))  # fmt: skip


def _at(times: list[float], share: float) -> float:
    return round(times[min(len(times) - 1, int(len(times) * share))], 1)


if __name__ == "__main__":
    main(*map(float, sys.argv[1:]))
