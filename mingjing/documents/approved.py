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

_answers: list[Answer] = []


def register(answer: Answer) -> None:
    """Name, once at start-up, the function (instrument, rank) → OK or why not."""
    _answers[:] = [answer]


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
