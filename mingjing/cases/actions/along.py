"""A case goes along with what its records tell: moves of its graph that make themselves."""

from collections.abc import Iterable

from mingjing.cases import running
from mingjing.cases.actions.move import enter_move, stand
from mingjing.cases.going import SHUT, subject_of
from mingjing.cases.models import Case
from mingjing.kernel.ref import Ref
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.act import Act

BY_RECORD = "随处罚措施办理"


def go_along(it: Act, case_id: object, because: Iterable[Ref]) -> Case:
    """Within an act on something of the case: make every move that the records make by now, each with an entry that
    names what it follows from. Who acts was permitted what he did; nothing more is asked of him here."""
    case, refs = it.lock(Case, case_id), list(because)
    try:
        subject = subject_of(case, it.by, it.at)
    except Refusal:  # the law of the day draws no graph of it
        return case
    passed = {case.stage}
    while SHUT not in subject.shut and (move := running.makes_itself(subject)) and move.to not in passed:
        before = case.stage
        stand(it, case, move.to)
        case.save()
        enter_move(it, case, move, before, BY_RECORD, refs, {})
        passed.add(move.to)
        subject = subject_of(case, it.by, it.at)
    return case
