"""Which unit handles a thing, told by the app that owns it: the ranks of the law are ranks of that unit.

    handling.register("stay", lambda ident: Stay.objects.get(pk=ident).handling_unit)

Whoever asks may belong anywhere, a joint team or a department of the city; the leader the law means is the one of the
unit that handles the case. `ranks.yaml` says of each rank whether it stands at the handling unit or at the site.
"""

from collections.abc import Callable

from mingjing.approvals.rules import ranks
from mingjing.clocks.models import Timed
from mingjing.kernel.verdict import Refusal, no
from mingjing.org.models import Unit

Answer = Callable[[str], Unit | None]

_answers: dict[str, Answer] = {}


def register(kind: str, answer: Answer) -> None:
    """Name, once at start-up, the function from an id of this kind to the unit that handles it (None: nobody yet)."""
    _answers[kind] = answer


def unit_for(row: Timed, rank: str) -> Unit:
    """The unit at which, or above which, this rank decides about the clock. Raises Refusal when nobody is known to
    handle it anywhere."""
    handling = _answers[row.subject_kind](row.subject_id) if row.subject_kind in _answers else None
    site = row.site.unit if row.site else None
    unit = site or handling if ranks()[rank].of == "site" else handling or site
    if unit is None:
        raise Refusal(no("approvals.unit", "没有登记由哪个单位办理。", "No unit is on record as handling it."))
    return unit
