"""Whether the rank a template names has approved an instrument; the app of approvals answers.

    approved.register(lambda instrument, rank: Request granted for it ? OK : no(...))

Nobody answering, an instrument that needs an approval is made final only by a caller that holds one.
"""

from collections.abc import Callable

from mingjing.documents.models import Instrument
from mingjing.documents.template import Template
from mingjing.kernel.ref import Ref
from mingjing.kernel.verdict import OK, Verdict, no

Answer = Callable[[Instrument, str], Verdict]
Words = Callable[[Instrument], str]

_answers: list[Answer] = []
_words: list[Words] = []


def register(answer: Answer, words: Words | None = None) -> None:
    """Name, once at start-up, the function (instrument, rank) → OK or why not; and what whoever granted it said."""
    _answers[:] = [answer]
    _words[:] = [words] if words else []


def words(instrument: Instrument) -> str | None:
    """What the rank said that granted it, with name and day; None when nobody has."""
    return next((said for one in _words if (said := one(instrument))), None)


def approved(instrument: Instrument, form: Template, held: Ref | None) -> Verdict:
    """OK when no approval is needed, one is held by the caller, or one was granted for this instrument."""
    if not form.approver or held is not None:
        return OK
    for answer in _answers:
        return answer(instrument, form.approver)
    return no(
        "documents.approval", "须先经有权负责人审批。", "The leader the law names must approve it first.",
        basis="; ".join(form.basis),
    )  # fmt: skip
