"""Makes instruments final on one database and prints what it took as JSON. Run by bench/instruments.py."""

import json
import logging
import resource
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - after django.setup()

from bench import _instruments_peer as peer  # noqa: E402
from mingjing.cases.actions import case as cases  # noqa: E402
from mingjing.demo.crew import Crew  # noqa: E402
from mingjing.demo.seed import prefecture  # noqa: E402
from mingjing.documents import binding, selectors, shelf  # noqa: E402
from mingjing.documents.actions import instrument  # noqa: E402
from mingjing.documents.models import Instrument  # noqa: E402
from mingjing.documents.printing import paper  # noqa: E402
from mingjing.documents.rendering import render, render_with_places  # noqa: E402
from mingjing.kernel.ids import new_id  # noqa: E402
from mingjing.kernel.ref import Ref  # noqa: E402
from mingjing.kernel.time import now  # noqa: E402
from mingjing.org.remembered import while_answering  # noqa: E402
from mingjing.persons.actions import person as persons  # noqa: E402
from tests.documents.samples import STYLES, value  # noqa: E402

OF_A_CASE = 10
GRANTED = Ref("request", str(new_id()))


def main(turns: int, batch: int) -> None:
    settings.MFA_REQUIRED = False
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    draft = drafts(prefecture(now() - timedelta(days=30)))
    forms = sorted(shelf.templates())
    told: dict[str, Any] = {"first_ms": round(timed(lambda: final(draft(forms[0], "short"))), 1)}
    for ident in forms:
        final(draft(ident, "short"))
    taken: dict[str, list[float]] = {ident: [] for ident in forms}
    total = 0.0
    for turn in range(turns):
        for ident in forms:
            made = draft(ident, STYLES[turn % len(STYLES)])
            worked = time.process_time()
            taken[ident].append(timed(lambda made=made: final(made)))
            total += time.process_time() - worked
    told["final_cpu_mean_ms"] = round(total * 1000 / (turns * len(forms)), 1)
    told |= shares("final", [one for several in taken.values() for one in several])
    slowest = max(taken, key=lambda ident: statistics.median(taken[ident]))
    told["slowest_template_p50_ms"] = round(statistics.median(taken[slowest]), 1)
    made = list(Instrument.objects.filter(state="final").order_by("pk"))
    told |= pages(made)
    several = (made * (batch // len(made) + 1))[:batch]
    papers = [printed(one) for one in several]
    told["batch_s"] = round(timed(lambda: render(papers)) / 1000, 2)
    told["bound_s"] = round(timed(lambda: binding.bound(several)) / 1000, 2)
    told["memory_mib"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    told |= {"peer": peer.VERSION, "size": {"templates": len(forms), "of_each": turns, "batch": batch}}
    print(json.dumps(told))


def drafts(crew: Crew) -> Callable[[str, str], Instrument]:
    """draft(template, style): an instrument about a case and its suspect, ten to a case; what no source tells is filled
    in by hand."""
    officer = crew.of_unit("case_officer", crew.stations[0])[0]
    by, unit, log = officer.acting(), officer.unit, crew.county.code
    files: list[tuple[Ref, Ref]] = []
    turn = count()

    def file() -> tuple[Ref, Ref]:
        case = cases.register(by=by, at=now(), log=log, kind="criminal", cause="盗窃", unit=unit, summary="入户盗窃。")
        suspect = persons.register(by=by, at=now(), log=log, name="张伟", sex="male", birth_date=None)
        cases.add_person(case.pk, by=by, at=now(), person_id=suspect.pk, role="suspect")
        return case.ref, suspect.ref

    def draft(ident: str, style: str) -> Instrument:
        if next(turn) % OF_A_CASE == 0:
            files.append(file())
        subject, suspect = files[-1]
        fields = shelf.template(ident).fields.values()
        values = {f.name: value(f, style) for f in fields if style != "short" or not f.source or f.required}
        return instrument.draft(
            by=by, at=now(), log=log, template=ident, subject=subject, unit=unit, refs=[suspect],
            values={name: held for name, held in values.items() if held is not None},
        )  # fmt: skip

    return draft


def final(made: Instrument) -> None:
    """As a request does it: who holds which post is asked once."""
    assert made.drafted_by
    with while_answering():
        instrument.finalise(made.pk, by=made.drafted_by.acting(), at=now(), approval=GRANTED)


def printed(made: Instrument) -> Any:
    form = shelf.form_of(made)
    return paper(made, form, selectors.values_of(made, form), made.finalised_at or now(), final=True)


def pages(made: list[Instrument]) -> dict[str, float]:
    """The page alone, one of every template, beside the peer's page with the same words, code and font."""
    one_of_each = list({one.template: one for one in made}.values())
    sheets = [printed(one) for one in one_of_each]
    peer.page(sheets[0])
    mine = [timed(lambda sheet=sheet: render_with_places(sheet)) for sheet in sheets]
    theirs = [timed(lambda sheet=sheet: peer.page(sheet)) for sheet in sheets]
    return shares("page", mine) | shares("peer", theirs)


def timed(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def shares(name: str, taken: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(taken, n=100, method="inclusive")
    return {f"{name}_p50_ms": round(cuts[49], 1), f"{name}_p99_ms": round(cuts[98], 1)}


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
