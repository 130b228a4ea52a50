"""What an act on a measure asks first: the row, who may, whether it is in force, and words where words are due."""

from datetime import datetime

from mingjing.kernel.time import local
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.kernel.vocab import Vocab
from mingjing.ledger.act import Act
from mingjing.measures.models import Measure
from mingjing.measures.permissions import ENDED, may, shown
from mingjing.measures.vocab import MeasureKind


def opened(it: Act, measure_id: object, permission: str, *, ended_too: bool = False) -> Measure:
    """The measure, locked, when the actor sees it and holds the permission on its case. Raises Refusal."""
    measure = it.lock(Measure, measure_id)
    it.permit(shown(it.by, measure))
    it.permit(may(it.by, permission, measure), OK if measure.ended_at is None or ended_too else ENDED)
    return measure


def of_kind(measure: Measure, *kinds: MeasureKind) -> Verdict:
    if measure.kind in kinds:
        return OK
    return no("measures.kind", "这种措施没有此项。", "This kind of measure has no such thing.")


def said(words: str, field: str, zh: str, en: str) -> Verdict:
    return OK if words.strip() else no("measures.missing", f"请填写{zh}。", f"Give {en}.", field=field)


def one_of(vocab: type[Vocab], value: str, field: str) -> Verdict:
    if value in vocab.values():
        return OK
    return no("measures.choice", "请从列表中选择。", "Choose from the list.", field=field)


def not_before(at: datetime, since: datetime) -> Verdict:
    """What follows does not happen before what it follows."""
    if at >= since:
        return OK
    when = f"{local(since):%Y-%m-%d %H:%M}"
    return no("measures.order", f"时间不能早于 {when}（上一步）。", f"Not before {when}, the step before.", field="at")
