"""Integrated collection: what was taken, what was refused, what has no lawful basis."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from mingjing.custody import entering
from mingjing.custody.demands import Samples, lawful, of_samples, taken
from mingjing.custody.entering import in_order, officers, opened
from mingjing.custody.entries.arrival import Collected
from mingjing.custody.facts import Facts, declared, of_officers, of_stay, taken_before
from mingjing.custody.models import Collection, Stay
from mingjing.custody.selectors.record import proofs
from mingjing.custody.tags import Tag
from mingjing.kernel.actor import Actor
from mingjing.ledger.act import act
from mingjing.ledger.models import Entry
from mingjing.org.models import Officer


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
        items = {name: asdict(sample) for name, sample in samples.items()}
        it.permit(*in_order(stay, "collect", it.at), *lawful(items))
        collecting = officers(officer_ids, of=stay)
        facts = _facts(stay, items, collecting, on_camera) | declared("collect", declared_facts)
        it.gate("custody.collect", of_stay(stay, it.at, proofs(stay)) | facts)
        row = Collection.objects.create(stay=stay, items=items, collected_at=it.at)
        return entering.enter(
            it, stay, Tag.COLLECTED, Collected(items), row.ref, *(o.ref for o in collecting), facts=facts
        )


def _facts(stay: Stay, items: Samples, collecting: Sequence[Officer], on_camera: bool) -> Facts:
    return {
        **of_samples(items),
        "collect.taken_before": bool(taken(items) & taken_before(stay)),
        "collect.officers_count": of_officers(collecting)[0],
        "collect.on_camera": on_camera,
        "collect.female_staff": any(o.sex == "female" for o in collecting),
    }
