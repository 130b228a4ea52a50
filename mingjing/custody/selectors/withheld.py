"""What of the record a copy, or a reader, is not shown; the fields are named in `rules/withholding.py`."""

from collections.abc import Callable, Collection

from mingjing.custody.models import Stay
from mingjing.custody.permissions import sees_findings
from mingjing.custody.rules.withholding import AMENDMENT, keeps_back
from mingjing.custody.vocab import Kept
from mingjing.ledger.models import Entry
from mingjing.org.models import Officer

Keep = Callable[[Entry, str], bool]


def of_groups(groups: Collection[str]) -> Keep:
    """For each entry and field whether a copy without these groups keeps it back."""

    def keep(entry: Entry, field: str) -> bool:
        if entry.amends is None:
            return keeps_back(groups, entry.tag, field, kind=entry.body.get("kind", ""))
        changes = entry.body.get("changes") or {} if field == AMENDMENT else ()
        first = entry.amends
        return keeps_back(groups, first.tag, field, amending=True, changes=changes, kind=first.body.get("kind", ""))

    return keep


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
