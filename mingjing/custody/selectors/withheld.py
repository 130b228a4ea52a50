"""What of the record a copy, or a reader, is not shown; the fields are named in `rules/withholding.py`."""

from collections.abc import Callable, Collection
from functools import cache

from mingjing.custody.models import Stay
from mingjing.custody.permissions import sees_findings
from mingjing.custody.questions import newest
from mingjing.custody.rules.withholding import AMENDMENT, keeps_back
from mingjing.custody.vocab import Kept
from mingjing.law import books
from mingjing.ledger.models import Entry
from mingjing.org.models import Officer

Keep = Callable[[Entry, str], bool]
WARNINGS = "warnings"


def of_groups(groups: Collection[str]) -> Keep:
    """For each entry and field whether a copy without these groups keeps it back."""

    def keep(entry: Entry, field: str) -> bool:
        if field == WARNINGS and Kept.HEALTH in groups:
            return any(tells_of_health(one["code"]) for one in entry.fields[WARNINGS])
        if entry.amends is None:
            return keeps_back(groups, entry.tag, field, kind=entry.body.get("kind", ""))
        changes = entry.body.get("changes") or {} if field == AMENDMENT else ()
        first = entry.amends
        return keeps_back(groups, first.tag, field, amending=True, changes=changes, kind=first.body.get("kind", ""))

    return keep


def tells_of_health(rule: str) -> bool:
    """Whether a warning by this rule of the law tells what somebody answered about his health."""
    found = books.current().rules.get(rule)
    return found is not None and bool(found.asks & _answered())


@cache
def _answered() -> frozenset[str]:
    """The facts that answers establish."""
    meanings = (m for q in newest("arrival").questions for m in (q.yes, q.no, q.unsure))
    return frozenset(name for meaning in meanings for name in meaning.facts)


def of_reader(officer: Officer, stay: Stay) -> Keep:
    """The same for whoever reads it on a screen: health content is for those whose post needs it, and for him who
    entered it."""
    if sees_findings(officer, stay):
        return nothing
    health = of_groups([Kept.HEALTH])
    return lambda entry, field: entry.actor_id != str(officer.pk) and health(entry, field)


def nothing(_entry: Entry, _field: str) -> bool:
    """A Keep that keeps nothing back."""
    return False


def hide(entry: Entry, keep: Keep) -> bool:
    """In memory only: a withheld field, of the entry and of what amended it, reads like one that is not there. Whether
    there was any."""
    hidden = _hide(entry, keep)
    for later in entry.amended_by.all():
        later.amends = entry
        hidden |= _hide(later, keep)
    return hidden


def _hide(entry: Entry, keep: Keep) -> bool:
    fields = entry.content.fields
    kept = {name for name in fields if keep(entry, name)}
    told = any(fields[name][1] not in (None, "", [], {}) for name in kept)
    entry.content.fields = {name: held for name, held in fields.items() if name not in kept}
    return told
