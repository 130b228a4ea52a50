"""Who may do what with a person's record."""

from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.org.access import may
from mingjing.org.models import Officer
from mingjing.persons.models import Person


def may_touch(by: Actor, permission: str, person: Person) -> Verdict:
    """A post that grants it, and a person within the officer's reach. Machines may what their code does."""
    granted = may(by, permission)
    if not granted or by.kind == "machine":
        return granted
    officer = Officer.objects.filter(pk=by.id).first()
    if officer and Person.objects.in_reach_of(officer).filter(pk=person.pk).exists():
        return OK
    return no("access.elsewhere", "此人不在您办理的案件或看管范围内。", "The person is not within your cases or area.")
