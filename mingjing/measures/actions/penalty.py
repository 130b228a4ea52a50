"""A penalty as an officer puts it forward; the book checks it and explains, and never proposes one."""

from datetime import datetime

from mingjing.kernel.actor import Actor
from mingjing.kernel.time import local
from mingjing.kernel.verdict import OK, Refusal, Verdict, no
from mingjing.law import books, ranges
from mingjing.law.ranges import Grade, Sanction
from mingjing.ledger.act import act
from mingjing.measures import facts as known
from mingjing.measures import graph
from mingjing.measures.checks import of_kind, one_of, opened, said
from mingjing.measures.entering import enter
from mingjing.measures.entries import PenaltySet
from mingjing.measures.facts import sanction_facts
from mingjing.measures.models import Measure, Penalty
from mingjing.measures.permissions import PROPOSE
from mingjing.measures.vocab import MeasureKind, PenaltyWay, Tag

NO_GRADE = no("measures.penalty.grade", "请选择违法行为和幅度。", "Choose conduct and grade.", field="grade")
DECIDED = no("measures.penalty.decided", "已作出决定，不能再改处罚意见。", "It is decided and cannot be put otherwise.")


def put_forward(
    measure_id: object,
    *,
    by: Actor,
    at: datetime,
    way: str,
    grade: str,
    reasons: str,
    warning: bool = False,
    detention_days: int = 0,
    fine: int = 0,
    revocation: bool = False,
    closure: bool = False,
    besides: str = "",
    set_off_days: int = 0,
    mitigated: bool = False,
    circumstances: str = "",
) -> Penalty:
    """Put a penalty forward, or another one until it is decided: the article and grade, what is to be imposed, and why.
    Outside the range of the grade it is refused, below it unless the officer states a ground of mitigation and says
    which. Raises Refusal."""
    with act(by=by, at=at) as it:
        measure = opened(it, measure_id, PROPOSE)
        it.permit(of_kind(measure, MeasureKind.PENALTY), DECIDED if measure.decided_at else OK)
        found = _grade(grade, it.at)
        it.permit(
            one_of(PenaltyWay, way, "way"),
            said(reasons, "reasons", "处罚理由", "the reasons"),
            said(circumstances, "circumstances", "减轻处罚的情节", "the ground of mitigation") if mitigated else OK,
            _within(found, Sanction(warning, detention_days, fine), mitigated, other=revocation or closure),
        )
        row = Penalty(
            measure=measure, way=way, article=found.basis, grade=found.id, range_zh=found.label.zh,
            range_en=found.label.en, warning=warning, detention_days=detention_days, fine=fine, revocation=revocation,
            closure=closure, besides=besides.strip(), set_off_days=set_off_days, mitigated=mitigated,
            circumstances=circumstances.strip(), reasons=reasons.strip(), put_at=it.at, noticed=_noticed(measure),
        )  # fmt: skip
        told = {**known.of(measure, it.at), **sanction_facts(row)}
        it.gate("measure.set_penalty", told)
        row.decides = _rank(measure, told)
        row.save()
        body = PenaltySet(
            way, row.article, row.grade, warning, detention_days, fine, revocation, closure, row.besides, set_off_days,
            row.circumstances, row.reasons, row.range_zh, row.range_en, row.decides,
        )  # fmt: skip
        enter(it, measure, Tag.PENALTY_SET, body, facts=sanction_facts(row))
        return row


def _grade(key: str, at: datetime) -> Grade:
    found = ranges.find(key, local(at).date())
    if found is None:
        raise Refusal(
            no("measures.penalty.grade", "请选择违法行为和幅度。", "Choose conduct and grade.", field="grade")
        )
    return found


def _within(grade: Grade, sanction: Sanction, mitigated: bool, *, other: bool) -> Verdict:
    """A licence revoked or a business closed alone is no matter of these ranges."""
    if other and sanction == Sanction():
        return OK
    return ranges.judge(grade, sanction, mitigated=mitigated)


def _rank(measure: Measure, told: dict[str, object]) -> str:
    """Who decides a penalty of that size, by the graph (PSL 109)."""
    move = graph.of(measure.kind, measure.proposed_at).moves["decide"]
    return move.rank_for(books.current().facts.known(told)) or ""


def _noticed(measure: Measure) -> dict[str, object]:
    """What was told him already; another penalty needs another notice."""
    before = Penalty.objects.filter(measure=measure).first()
    return before.noticed if before else {}
