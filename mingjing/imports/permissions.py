"""Who may do what with an import."""

from mingjing.imports.machine import IMPORT
from mingjing.imports.models import Import
from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import Verdict, no
from mingjing.org.access import may

OTHERS = no("access.elsewhere", "只有读入文件的人可以办理。", "Only who read the file in may do this.")


def mine(by: Actor, batch: Import) -> Verdict:
    """Whether the import is the actor's, and his posts still cover its unit."""
    if by.kind == "officer" and str(batch.officer_id) != by.id:
        return OTHERS
    return may(by, IMPORT, unit=batch.unit)
