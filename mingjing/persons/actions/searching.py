"""Searching people beyond one's own scope: never without a case and a purpose, and each query is an entry."""

from datetime import datetime

from mingjing.kernel.actor import Actor
from mingjing.kernel.ref import Ref
from mingjing.kernel.verdict import Refusal, no, require
from mingjing.ledger.looking import Purpose, look
from mingjing.org.access import may
from mingjing.org.models import Officer
from mingjing.org.seeing import may_see
from mingjing.persons.finding import Match, find
from mingjing.persons.models import Person
from mingjing.persons.rules.query import parse

CASE_KINDS = frozenset({"case", "stay"})


def search(*, by: Actor, at: datetime, q: str, purpose: str, case: Ref | None, note: str = "") -> list[Match]:
    """Everybody on record who fits `q`, sealed records only for those who may open them. `case` is a case or stay the
    officer sees. Enters the query, its purpose and whom it found in the log of looks of his unit. Raises Refusal."""
    officer = Officer.objects.filter(pk=by.id).first() if by.kind == "officer" else None
    if officer is None:
        raise Refusal(no("access.post", "检索须由民警本人进行。", "Searches are made by officers."))
    require(may(by, "persons:search:beyond"))
    _check(officer, q, purpose, case)
    everybody = Person.objects.all()
    if not may(by, "persons:record:open_sealed"):
        everybody = everybody.filter(sealed=False)
    found = find(q, everybody)
    refs = tuple(m.person.ref for m in found)
    look(by=by, at=at, subject=case, purpose=purpose, note=note.strip(), query=q.strip(), found=len(found), refs=refs)  # type: ignore[arg-type]
    return found


def _check(officer: Officer, q: str, purpose: str, case: Ref | None) -> None:
    found = []
    if not parse(q):
        found.append(no("persons.search.empty", "请输入姓名、证件号码或电话。", "Type a name or a number.", field="q"))
    if purpose not in Purpose.values():
        found.append(no("look.purpose", "请选择查询目的。", "State the purpose.", field="purpose"))
    if case is None or case.kind not in CASE_KINDS or not may_see(officer, case):
        found.append(
            no("persons.search.case", "请选择您办理的案件或在区人员。", "Name a case or stay of yours.", field="case")
        )
    require(found)
