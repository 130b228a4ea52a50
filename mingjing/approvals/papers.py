"""An instrument that needs a rank's approval has it when a granted request names it."""

from mingjing.approvals.models import Request
from mingjing.approvals.rules import ranks
from mingjing.approvals.vocab import RequestState
from mingjing.documents import approved
from mingjing.documents.models import Instrument
from mingjing.documents.wording import day
from mingjing.kernel.text import Text
from mingjing.kernel.time import local
from mingjing.kernel.verdict import OK, Verdict
from mingjing.law import books

NOT_YET = Text("须先经{rank}批准。", "Needs the approval of: {rank}.")


def granted_for(instrument: Instrument, rank: str) -> Verdict:
    """OK when the rank or a higher one has granted, in writing, a request about the instrument or one that names it."""
    rows = Request.objects.filter(state=RequestState.GRANTED)
    level = ranks()[rank].level if rank in ranks() else 0
    asked = [*rows.about(instrument.ref), *rows.about(instrument.subject)]
    if any(_names(r, instrument) and ranks()[r.rank].level >= level for r in asked):
        return OK
    return Verdict(False, "documents.approval", NOT_YET.format(rank=_called(rank)))


def words_of(instrument: Instrument) -> str:
    """What was said when a request that names it was granted last, by whom and on which day; empty when none was."""
    rows = Request.objects.filter(state=RequestState.GRANTED).about(instrument.subject).order_by("-decided_at")
    found = next((r for r in rows if _names(r, instrument)), None)
    if found is None or found.decided_at is None:
        return ""
    return f"{found.decision}（{found.decided_name}，{day(local(found.decided_at).date())}）"


def _names(request: Request, instrument: Instrument) -> bool:
    return request.subject == instrument.ref or str(instrument.ref) in request.refs


def _called(rank: str) -> Text:
    known = books.current().ranks.get(rank)
    return known.text if known else Text(rank, rank)


approved.register(granted_for, words_of)
