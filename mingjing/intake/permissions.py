"""Who may do what with a report."""

from mingjing.intake.models import VIEW, Report
from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.org.access import may, postings_of
from mingjing.org.models import Officer, Unit
from mingjing.org.posts import grants
from mingjing.org.recusal import barred

SAME_HAND = no(
    "intake.review.same_hand",
    "审查人不得审查自己的处理决定。",
    "Whoever decided on the report does not review it.",
)


def may_act_on(by: Actor, permission: str, report: Report) -> Verdict:
    """A post that grants it at the report's unit or above, or at that very unit for posts that see only what they are
    assigned to; the officer it lies with. Never when recused from its case."""
    granted = may(by, permission, unit=report.unit, assigned=_his(by, report))
    return barred(by, report.ref) if granted else granted


def may_register(by: Actor, unit: Unit) -> Verdict:
    """At the unit itself or below one's post."""
    return may(by, "intake:report:register", unit=unit, assigned=serves_at(by, unit))


def may_review(by: Actor, report: Report) -> Verdict:
    """A legal officer, and not the one who decided."""
    granted = may_act_on(by, "intake:report:review", report)
    return SAME_HAND if granted and str(report.decided_by_id) == by.id else granted


def serves_at(by: Actor, unit: Unit) -> bool:
    """Whether the officer holds a post that sees reports at this very unit."""
    posts = grants()[VIEW].posts
    return by.kind == "officer" and any(p in posts and path == unit.path for p, path in postings_of(by.id))


def may_open_reporter(by: Actor, officer: Officer, report: Report) -> Verdict:
    """Whether a reporter kept secret may be opened, for a purpose."""
    if not Report.objects.visible_to(officer).filter(pk=report.pk).exists():
        return no("record.unknown", "找不到这条记录。", "There is no such record.")
    return may_act_on(by, "intake:reporter:open", report) if report.identity_secret else OK


def _his(by: Actor, report: Report) -> bool:
    return by.id in {str(report.received_by_id), str(report.handler_id)} or serves_at(by, report.unit)
