"""What an act and its amendment both demand of a list or of answers, and what the list shows."""

from collections.abc import Mapping

from mingjing.custody.entering import chosen, said
from mingjing.custody.facts import Facts
from mingjing.custody.rules.assessment import Judgement, lower
from mingjing.custody.vocab import BIOLOGICAL, CollectionItem, CollectionOutcome, Risk
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import OK, Verdict, no

Samples = Mapping[str, Mapping[str, str]]
"""Item → outcome, basis, note."""


def sealed(item: str, bag: str, *, valuable: bool) -> Verdict:
    """What is valuable lies in a numbered bag."""
    if not valuable or bag:
        return OK
    return no(
        "custody.belongings.bag",
        f"贵重物品“{item}”须当面封装并编号。",
        f"“{item}” is valuable: seal it in a numbered bag before him.",
        field="bag",
    )


def explained(found: Judgement, settled: Risk, note: str) -> Verdict:
    """A risk below what the answers say is a decision somebody must be able to read."""
    if not lower(settled, found.risk):
        return OK
    return said(note, "note", "降低风险等级的理由", "why the risk is set lower")


def lawful(samples: Samples) -> list[Verdict]:
    """A refusal for every line of a collection that cannot stand."""
    if not samples:
        return [no("custody.collect.empty", "请逐项登记采集情况。", "Say of every item what became of it.")]
    listed = [chosen(CollectionItem, name, name) for name in samples]
    judged = [chosen(CollectionOutcome, line["outcome"], name) for name, line in samples.items()]
    known = [(name, line) for name, line in samples.items() if name in CollectionItem.values()]
    return [*listed, *judged, *(_based(name, line) for name, line in known)]


def taken(samples: Samples) -> set[str]:
    """What was really collected."""
    return {name for name, line in samples.items() if line["outcome"] == CollectionOutcome.DONE}


def of_samples(samples: Samples) -> Facts:
    """What the checklist itself shows."""
    return {
        "collect.biological": any(name in BIOLOGICAL for name in taken(samples)),
        "collect.refused": any(line["outcome"] == CollectionOutcome.REFUSED for line in samples.values()),
    }


def _based(name: str, line: Mapping[str, str]) -> Verdict:
    if name not in BIOLOGICAL or line["outcome"] != CollectionOutcome.DONE or line["basis"].strip():
        return OK
    what = CollectionItem(name).text
    text = Text("采集{what}须注明法律依据或批准。", "{what}: name the lawful basis.").format(what=what)
    return Verdict(False, "custody.collect.basis", text, field=name)
