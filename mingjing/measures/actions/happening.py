"""What happens under a measure, and answers to what was asked for."""

from datetime import datetime

from mingjing.kernel.actor import Actor
from mingjing.kernel.time import iso
from mingjing.kernel.verdict import OK, no
from mingjing.ledger.act import act
from mingjing.measures.checks import one_of, opened, said
from mingjing.measures.entering import enter
from mingjing.measures.entries import Answered, Noted
from mingjing.measures.models import Happening, facts_of
from mingjing.measures.permissions import ANSWER, NOTE
from mingjing.measures.vocab import ASKING, HappeningKind, Tag

BREACH = no("measures.note.breach", "违反规定请按流程登记。", "A breach is a step of the procedure.", field="kind")
NOTHING = no("measures.answer.none", "没有等待答复的申请。", "There is nothing to answer.")
SELF = no("measures.answer.self", "申请的登记人不能自己答复。", "Whoever noted the question does not answer it.")


def note(
    measure_id: object,
    *,
    by: Actor,
    at: datetime,
    kind: str,
    said_words: str,
    until: datetime | None = None,
) -> Happening:
    """Note something under a measure; what is asked for waits for an answer. A breach is a move of the graph. A review
    may be asked for when the measure has ended. Raises Refusal."""
    with act(by=by, at=at) as it:
        measure = opened(it, measure_id, NOTE, ended_too=True)
        it.permit(
            one_of(HappeningKind, kind, "kind"),
            said(said_words, "said_words", "具体内容", "what it was"),
            BREACH if kind == HappeningKind.BREACH else OK,
        )
        it.gate("measure.note", {**facts_of(measure), "measure.happening": kind})
        row = Happening.objects.create(
            measure=measure, kind=kind, at=it.at, until=until, said=said_words.strip(), by_name=by.name
        )  # fmt: skip
        body = Noted(kind, row.said, "", iso(until) if until else "")
        enter(it, measure, Tag.NOTED, body, facts={"measure.happening": kind})
        return row


def answer(happening_id: object, *, by: Actor, at: datetime, granted: bool, words: str) -> Happening:
    """Grant or refuse what was asked for, with reasons; by somebody other than who noted it. Raises Refusal."""
    with act(by=by, at=at) as it:
        row = it.lock(Happening, happening_id)
        opened(it, row.measure_id, ANSWER, ended_too=True)
        it.permit(
            OK if row.kind in ASKING and row.answered_at is None else NOTHING,
            said(words, "words", "理由", "the reasons"),
            SELF if row.by_name == by.name else OK,
        )
        row.granted, row.answered_at, row.answered_by, row.answer = granted, it.at, by.name, words.strip()
        row.save()
        facts = {"measure.happening": row.kind, "measure.granted": granted}
        enter(it, row.measure, Tag.ANSWERED, Answered(row.kind, granted, row.answer), facts=facts)
        return row
