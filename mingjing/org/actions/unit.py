"""The tree of bureaus, departments and stations: set up a unit, put right what it is called."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import no
from mingjing.ledger.act import act
from mingjing.ledger.models import Entry
from mingjing.org.access import may
from mingjing.org.changing import differing
from mingjing.org.entries.places import UnitChanged, UnitSetUp
from mingjing.org.logs import org_log
from mingjing.org.models import Unit
from mingjing.org.rules import unit_code_verdicts
from mingjing.org.vocab import Tag, UnitKind

CHANGEABLE = ("name", "name_en", "kind")


def set_up(
    *,
    by: Actor,
    at: datetime,
    code: str,
    name: str,
    kind: UnitKind,
    name_en: str = "",
    parent: Unit | None = None,
) -> Unit:
    """A new unit below `parent` (None: the root of a prefecture). Refuses a malformed or taken code."""
    with act(by=by, at=at) as it:
        it.permit(may(by, "org:unit:set_up", unit=parent))
        it.permit(*unit_code_verdicts(code))
        if Unit.objects.filter(code=code).exists():
            it.permit(no("org.unit.code_taken", "这个单位代码已经使用。", "This unit code is taken.", field="code"))
        path = f"{parent.path if parent else ''}{code}/"
        unit = Unit.objects.create(code=code, name=name, name_en=name_en, kind=kind, parent=parent, path=path)
        it.enter(
            Tag.UNIT_SET_UP,
            log=org_log(unit),
            subject=unit.ref,
            body=UnitSetUp(code, name, kind, parent.code if parent else "", unit.text.en),
            refs=[parent.ref] if parent else [],
        )
        return unit


def change(
    unit_id: object, *, by: Actor, at: datetime, seen: Mapping[str, Any] | None = None, **wanted: Any
) -> Entry | None:
    """Change any of `CHANGEABLE`; None when nothing differs. Code and place in the tree stay: everything hangs on them.
    What another changed since the writer saw it (`seen`) is never overwritten unseen."""
    with act(by=by, at=at) as it:
        unit = it.lock(Unit, unit_id)
        changes = differing(it, unit, seen, wanted, CHANGEABLE, may(by, "org:unit:set_up", unit=unit))
        if not changes:
            return None
        for name, (_, value) in changes.items():
            setattr(unit, name, value)
        unit.save(update_fields=list(changes))
        body = UnitChanged(unit.code, changes)
        return it.enter(Tag.UNIT_CHANGED, log=org_log(unit), subject=unit.ref, body=body)
