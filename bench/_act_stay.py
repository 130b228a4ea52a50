"""One stay on one database that grows entry by entry; prints what an act costs as JSON. Run by bench/act.py."""

import gc
import json
import secrets
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - after django.setup()
from django.db import transaction  # noqa: E402

from mingjing.clocks import following  # noqa: E402
from mingjing.clocks.going import Memory  # noqa: E402
from mingjing.custody.actions import care, watching  # noqa: E402
from mingjing.custody.models import Check, Stay  # noqa: E402
from mingjing.demo.crew import Crew  # noqa: E402
from mingjing.demo.seed import prefecture  # noqa: E402
from mingjing.kernel.time import frozen, now  # noqa: E402
from mingjing.ledger.models import Entry, EntryContent, EntryRef  # noqa: E402

MINUTE = timedelta(minutes=1)
Measured = list[tuple[float, float]]


def main(acts: int, lengths: list[int]) -> None:
    settings.MFA_REQUIRED = False
    start = now() - (max(lengths) + 200) * MINUTE
    crew = prefecture(start - timedelta(days=60))
    stay = _arrived(crew, start)
    by = crew.members[("custody_guard", "day")][0].acting("custody_guard")
    clock = iter(start + n * MINUTE for n in range(1, 100000))
    told: dict[str, float] = {}

    def look(*, forget: bool = False) -> tuple[float, float]:
        if forget:
            following.memory = Memory()
        with frozen(at := next(clock)):
            return _timed(lambda: watching.check(stay.pk, by=by, at=at))

    gc.collect()
    gc.freeze()
    for length in lengths:
        while Entry.objects.about(stay.ref).count() < length:
            with frozen(at := next(clock)):
                if secrets.randbelow(3):
                    watching.check(stay.pk, by=by, at=at)
                else:
                    care.offer(stay.pk, by=by, at=at, kind="drink")
        look()
        told |= _figures(f"act_{length}", [look() for _ in range(acts)])
        told |= _figures(f"anew_{length}", [look(forget=True) for _ in range(max(5, acts // 4))])
        told |= _figures(f"rows_{length}", [_timed(lambda: _rows_alone(stay, now())) for _ in range(acts)])
    print(json.dumps(told))


def _arrived(crew: Crew, at: datetime) -> Stay:
    from mingjing.custody.actions import stay as stays
    from mingjing.persons.actions import person as persons

    by = crew.members[("reception", "day")][0].acting("reception")
    with frozen(at):
        one = persons.register(by=by, at=at, log=crew.site.code, name="某甲", sex="male", birth_date=None)
        stays.receive(
            by=by, at=at, site_id=crew.site.pk, person_id=one.pk, ground="oral_summons", mode="brought",
            brought_by=crew.of_unit("case_officer", crew.stations[0])[0].pk,
            declared_facts={"receive.directly_to_area": True},
        )  # fmt: skip
    return Stay.objects.present().get()


def _rows_alone(stay: Stay, at: datetime) -> None:
    """The peer: the rows of a look, of its entry and of its number in a bare transaction; nothing is asked, sealed,
    locked or reckoned. Another log and another subject, so that the stay does not grow by it."""
    ident = secrets.token_hex(16)
    with transaction.atomic():
        Check.objects.create(stay=stay, at=at, finding="well")
        entry = Entry.objects.create(
            log=f"peer-{ident}", seq=0, tag="custody.stay.checked", occurred_at=at, recorded_at=at, subject_kind="peer",
            subject_id=ident, actor_kind="machine", actor_id="bench", actor_name="bench", digest=secrets.token_hex(32),
        )  # fmt: skip
        EntryContent.objects.create(entry=entry, fields={"body.finding": [secrets.token_hex(16), "well"]})
        EntryRef.objects.bulk_create(
            EntryRef(entry=entry, kind=kind, ref_id=ident) for kind in ("peer", "check", "room")
        )


def _timed(work: Callable[[], Any]) -> tuple[float, float]:
    began, worked = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000


def _figures(name: str, measured: Measured) -> dict[str, float]:
    clock, processor = (sorted(column) for column in zip(*measured, strict=True))
    middle, last = len(clock) // 2, int(len(clock) * 0.99)
    return {
        f"{name}_p50_ms": round(clock[middle], 1),
        f"{name}_p99_ms": round(clock[last], 1),
        f"{name}_cpu_p50_ms": round(processor[middle], 1),
    }


if __name__ == "__main__":
    main(int(sys.argv[1]), [int(n) for n in sys.argv[2].split(",")])
