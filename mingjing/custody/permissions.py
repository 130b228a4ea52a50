"""Who may do what with a stay: a post that grants it at the site, or an assignment to its case. Never the state."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from mingjing.cases.selectors import is_assigned, recused_from
from mingjing.custody.machine import STAY
from mingjing.custody.models import Stay
from mingjing.custody.vocab import Kept
from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.org.access import may
from mingjing.org.models import Officer, Site
from mingjing.org.recusal import RECUSED

VIEW = "custody:stay:view"


ALARM_CALLS = frozenset({"custody:incident:report"})
"""What nobody is barred from: whoever sees somebody fall calls, recused or not."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How an actor stands to one stay; asked once, answers for every permission."""

    by: Actor
    stay: Stay
    named: bool
    recused: bool

    def may(self, permission: str) -> Verdict:
        """A post that grants it at the site's unit or above, or as named on the stay; never when recused."""
        if self.recused and permission not in ALARM_CALLS:
            return RECUSED
        at_the_site = may(self.by, permission, unit=self.stay.site.unit)
        if at_the_site or not self.named:
            return at_the_site
        return may(self.by, permission, unit=self.stay.site.unit, assigned=True)


def standing(by: Actor, stay: Stay) -> Standing:
    """At most two queries for an officer, none for a machine."""
    barred = by.kind == "officer" and stay.case is not None and bool(recused_from(stay.case, [by.id]))
    return Standing(by, stay, named=is_named(by, stay), recused=barred)


def may_act(by: Actor, verb: str, stay: Stay) -> Verdict:
    """Whether `by` may do `verb` (of the machine) with this stay."""
    return may_touch(by, STAY[verb].permission, stay)


def may_touch(by: Actor, permission: str, stay: Stay) -> Verdict:
    """Whether `by` holds the permission for this stay: at its site's unit or above, or as named on it."""
    return standing(by, stay).may(permission)


def none_recused(stay: Stay, officers: Iterable[Officer], field: str) -> list[Verdict]:
    """A refusal for each of the officers who is recused from the case of the stay."""
    named = list(officers)
    barred = recused_from(stay.case, [o.pk for o in named]) if stay.case and named else set()
    return [
        no("custody.officer.recused", f"{o.name}已回避本案。", f"{o.name} is recused from the case.",
           basis=RECUSED.basis, field=field)
        for o in named if o.pk in barred
    ]  # fmt: skip


def may_receive(by: Actor, site: Site) -> Verdict:
    return may(by, "custody:stay:receive", unit=site.unit)


def may_amend(by: Actor, stay: Stay, author_id: str) -> Verdict:
    """One's own entries; those who answer for the record also the entries of others."""
    granted = may_touch(by, "custody:stay:amend", stay)
    if not granted or by.id == author_id or may_touch(by, "custody:stay:amend_any", stay):
        return granted
    return no("custody.amend.foreign", "只能更正本人录入的内容。", "Only your own entries can be amended.")


def is_named(by: Actor, stay: Stay) -> bool:
    """Brought him, or is on his case now."""
    if by.kind != "officer":
        return False
    brought = stay.brought_by_id is not None and str(stay.brought_by_id) == by.id
    return brought or (stay.case is not None and is_assigned(by.id, stay.case))


def sees_findings(officer: Officer, stay: Stay) -> Verdict:
    """Medical findings are for those who need to know; everybody else sees the advice."""
    return may_touch(officer.acting(), "custody:medical:view", stay)


def may_issue(by: Actor, stay: Stay) -> Verdict:
    """Whether `by` may hand out copies of the record, also after the stay."""
    return may_touch(by, "custody:record:issue", stay)


def may_hand_out(by: Actor, stay: Stay, withheld: Collection[str]) -> Verdict:
    """Whether `by` may fetch a copy that keeps these groups back: what it shows he must be allowed to read."""
    granted = may_issue(by, stay)
    return granted if not granted or Kept.HEALTH in withheld else may_touch(by, "custody:medical:view", stay)


def not_the_same(one: object, other: object) -> Verdict:
    """Two different people are needed."""
    if str(one) != str(other):
        return OK
    return no("custody.second_person", "须由另一人办理。", "This takes a second person.")
