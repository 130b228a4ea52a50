"""Integrated collection: what was taken, what was refused, what has no lawful basis."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from mingjing.custody import entering
from mingjing.custody.entering import chosen, in_order, officers, opened
from mingjing.custody.entries.arrival import Collected
from mingjing.custody.facts import Facts, declared, of_officers, of_stay, taken_before
from mingjing.custody.models import Collection, Stay
from mingjing.custody.selectors.record import proofs
from mingjing.custody.tags import Tag
from mingjing.custody.vocab import CollectionItem, CollectionOutcome
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.ledger.act import act
from mingjing.ledger.models import Entry
from mingjing.org.models import Officer

BIOLOGICAL = (CollectionItem.URINE, CollectionItem.BLOOD, CollectionItem.DNA)


@dataclass(frozen=True, slots=True)
class Sample:
    """One line of the checklist. `basis`: the article or decision a biological sample is taken on."""

    outcome: str
    basis: str = ""
    note: str = ""


def collect(
    stay_id: object,
    *,
    by: Actor,
    at: datetime,
    samples: Mapping[str, Sample],
    officer_ids: Sequence[object],
    on_camera: bool,
    declared_facts: Mapping[str, Any] | None = None,
) -> Entry:
    """Go through the checklist: item → what became of it. A biological sample wants its lawful basis named."""
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, "collect")
        it.permit(*in_order(stay, "collect"), *_faults(samples))
        collecting = officers(officer_ids, of=stay)
        facts = _facts(stay, samples, collecting, on_camera) | declared("collect", declared_facts)
        it.gate("custody.collect", of_stay(stay, it.at, proofs(stay)) | facts)
        items = {name: asdict(sample) for name, sample in samples.items()}
        row = Collection.objects.create(stay=stay, items=items, collected_at=it.at)
        return entering.enter(
            it, stay, Tag.COLLECTED, Collected(items), row.ref, *(o.ref for o in collecting), facts=facts
        )


def _facts(stay: Stay, samples: Mapping[str, Sample], collecting: Sequence[Officer], on_camera: bool) -> Facts:
    done = {name for name, sample in samples.items() if sample.outcome == CollectionOutcome.DONE}
    return {
        "collect.biological": any(name in BIOLOGICAL for name in done),
        "collect.refused": any(s.outcome == CollectionOutcome.REFUSED for s in samples.values()),
        "collect.taken_before": bool(done & taken_before(stay)),
        "collect.officers_count": of_officers(collecting)[0],
        "collect.on_camera": on_camera,
        "collect.female_staff": any(o.sex == "female" for o in collecting),
    }


def _faults(samples: Mapping[str, Sample]) -> list[Verdict]:
    if not samples:
        return [no("custody.collect.empty", "请逐项登记采集情况。", "Say of every item what became of it.")]
    listed = [chosen(CollectionItem, name, name) for name in samples]
    judged = [chosen(CollectionOutcome, s.outcome, name) for name, s in samples.items()]
    return [*listed, *judged, *(_lawful(name, s) for name, s in samples.items() if name in CollectionItem.values())]


def _lawful(name: str, sample: Sample) -> Verdict:
    if name not in BIOLOGICAL or sample.outcome != CollectionOutcome.DONE or sample.basis.strip():
        return OK
    what = CollectionItem(name).text
    text = Text("采集{what}须注明法律依据或批准。", "{what}: name the lawful basis.").format(what=what)
    return Verdict(False, "custody.collect.basis", text, field=name)
