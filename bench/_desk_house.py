"""One full house on one database, and the duty desk drawn for it. Prints its figures as JSON; run by bench/desk.py."""

import gc
import json
import sys
import time
from datetime import datetime, timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402 - after django.setup()
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from mingjing.custody.actions import stay as stays  # noqa: E402
from mingjing.custody.actions import watching  # noqa: E402
from mingjing.custody.models import Check, Stay  # noqa: E402
from mingjing.demo.crew import Crew  # noqa: E402
from mingjing.demo.seed import prefecture  # noqa: E402
from mingjing.kernel.time import frozen, local, now  # noqa: E402
from mingjing.persons.actions import person as persons  # noqa: E402
from mingjing.persons.models import Person  # noqa: E402

A_DAY, LOOKS = 100, 5


def main(present: int, past: int, rounds: int) -> None:
    settings.ALLOWED_HOSTS, settings.MFA_REQUIRED = ["testserver"], False
    end = now()
    crew = prefecture(end - timedelta(days=60))
    somebody = fill(crew, present, end)
    fill_past(crew, somebody, past, end)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    desk, second, plain = (signed_in(crew, p) for p in ("custody_officer", "custody_guard", "administrator"))
    look(crew, 0)
    with CaptureQueriesContext(connection) as asked:
        page = desk.get("/").content.decode()
    told = {"lines": page.count('id="stay-'), "queries": len(asked)}
    gc.collect()
    gc.freeze()  # as the server does when it has started (mingjing/config/asgi.py)
    measured: dict[str, list[tuple[float, float]]] = {"desk": [], "second": [], "frame": []}
    for n in range(rounds):
        look(crew, n)
        for name, client in (("desk", desk), ("second", second), ("frame", plain)):
            measured[name].append(timed(client))
    print(json.dumps(told | {n: v for name, several in measured.items() for n, v in figures(name, several).items()}))


def look(crew: Crew, n: int) -> None:
    """Somebody is looked at, by the real act: whoever draws the desk next finds the ledger longer than before."""
    stay = Stay.objects.present().order_by("arrived_at")[n % Stay.objects.present().count()]
    by = crew.members[("custody_guard", "day")][0].acting("custody_guard")
    watching.check(stay.pk, by=by, at=now())


def fill(crew: Crew, number: int, end: datetime) -> Person:
    """So many people come by the real acts, over the last two hours; returns the last of them."""
    by = crew.members[("reception", "day")][0].acting("reception")
    brought = crew.of_unit("case_officer", crew.stations[0])[0]
    for n in range(number):
        at = end - timedelta(minutes=2 * (number - n))
        with frozen(at):
            log = crew.site.code
            one = persons.register(by=by, at=at, log=log, name=f"某{n:03d}", sex="male", birth_date=None)
            stays.receive(
                by=by, at=at, site_id=crew.site.pk, person_id=one.pk, ground="oral_summons", mode="brought",
                brought_by=brought.pk, declared_facts={"receive.directly_to_area": True},
            )  # fmt: skip
    return one


def fill_past(crew: Crew, somebody: Person, number: int, end: datetime) -> None:
    """Rows without entries: for this measurement only, so that ten thousand do not take an hour."""
    rows = [_gone(crew, somebody, n, end) for n in range(number)]
    Stay.objects.bulk_create(rows, batch_size=1000)
    looks = (Check(stay=s, at=s.arrived_at + timedelta(minutes=m), finding="well") for s in rows for m in range(LOOKS))
    Check.objects.bulk_create(looks, batch_size=1000)


def _gone(crew: Crew, somebody: Person, n: int, end: datetime) -> Stay:
    arrived = end - timedelta(days=2 + n // A_DAY)
    return Stay(
        site=crew.site, day=local(arrived).date(), seq=1 + n % A_DAY, person=somebody, state="departed", role="suspect",
        ground="oral_summons", ground_since=arrived, mode="brought", arrived_at=arrived,
        departed_at=arrived + timedelta(hours=5), outcome="warning_fine",
    )  # fmt: skip


def signed_in(crew: Crew, post: str) -> Client:
    client = Client()
    officer = next(found[0] for (held, _), found in crew.members.items() if held == post)
    client.force_login(officer)
    client.get("/")  # the first page of a session also notes when it began
    return client


def timed(client: Client) -> tuple[float, float]:
    """Milliseconds of the clock and of the processor for the first page."""
    began, worked = time.perf_counter(), time.process_time()
    assert client.get("/").status_code == 200
    return (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000


def figures(name: str, measured: list[tuple[float, float]]) -> dict[str, float]:
    clock, processor = (sorted(column) for column in zip(*measured, strict=True))
    last = int(len(clock) * 0.99)
    return {
        f"{name}_p50_ms": round(clock[len(clock) // 2], 1),
        f"{name}_p99_ms": round(clock[last], 1),
        f"{name}_cpu_p50_ms": round(processor[len(clock) // 2], 1),
        f"{name}_cpu_p99_ms": round(processor[last], 1),
    }


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
