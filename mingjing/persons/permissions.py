"""Who may do what with a person's record."""

from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.ledger.looking import looked_lately
from mingjing.org.access import may
from mingjing.org.models import Officer
from mingjing.persons.models import Person

ELSEWHERE = no(
    "access.elsewhere",
    "此人不在您办理的案件或看管范围内，可按案件和目的检索后查阅。",
    "The person is not within your cases or area; search for a case and a purpose first.",
    way="/persons/search",
)


def may_touch(by: Actor, permission: str, person: Person) -> Verdict:
    """A post that grants it, and a person within the officer's reach. Machines may what their code does."""
    granted = may(by, permission)
    if not granted or by.kind == "machine":
        return granted
    officer = Officer.objects.filter(pk=by.id).first()
    if officer and Person.objects.in_reach_of(officer).filter(pk=person.pk).exists():
        return OK
    return ELSEWHERE


def may_name(by: Actor, person: Person) -> Verdict:
    """Whether the actor may bring the person into a case or stay: within his reach, or opened with a purpose a moment
    ago. Otherwise naming somebody would be a way to see him."""
    if by.kind == "machine" or looked_lately(by, person.ref):
        return OK
    officer = Officer.objects.filter(pk=by.id).first()
    reached = officer and Person.objects.in_reach_of(officer).filter(pk=person.pk).exists()
    return OK if reached else ELSEWHERE
