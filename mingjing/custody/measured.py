"""The measures a stay may rest on: what is in force against this person in this case, beside the stay's own ground."""

from typing import Any

from django.urls import reverse

from mingjing.custody import beside
from mingjing.custody.models import Stay
from mingjing.custody.vocab import DETAINED, Ground
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.measures.graph import state_text
from mingjing.measures.models import Measure
from mingjing.measures.seeing import address
from mingjing.measures.vocab import MeasureKind
from mingjing.org.models import Officer

GROUNDS = {
    MeasureKind.SUMMONS: Ground.SUMMONS,
    MeasureKind.FORCED_SUMMONS: Ground.FORCED_SUMMONS,
    MeasureKind.CONTINUED_QUESTIONING: Ground.CONTINUED_QUESTIONING,
    MeasureKind.ADMIN_SUMMONS: Ground.SUMMONS,
    MeasureKind.DETENTION: Ground.DETENTION,
    MeasureKind.ARREST: Ground.ARREST,
    MeasureKind.BAIL: Ground.BAIL,
    MeasureKind.SURVEILLANCE: Ground.SURVEILLANCE,
}
"""Kind of measure → the ground of a stay that rests on it. A penalty is one only with days of detention."""


def ground_of(measure: Measure) -> Ground | None:
    """The ground a stay would rest on by this measure; None when it holds nobody."""
    penalty = getattr(measure, "penalty", None)
    if penalty is not None and penalty.detention_days and not penalty.not_executed:
        return Ground.ADMIN_DETENTION
    return GROUNDS.get(MeasureKind(measure.kind))


def in_force(stay: Stay) -> list[Measure]:
    """What was decided against him in this case and has not ended, the newest decision first."""
    rows = Measure.objects.in_force().filter(person=stay.person_id, case=stay.case_id, decided_at__isnull=False)
    return list(rows.named().select_related("penalty").order_by("-decided_at"))


def next_ground(stay: Stay, *, detained: bool) -> tuple[Ground, str] | None:
    """Ground and number of the newest measure decided that the stay does not rest on yet: offered, never taken."""
    for measure in in_force(stay):
        ground = ground_of(measure)
        rests = (ground, measure.instrument) == (stay.ground, stay.instrument)
        if ground and (ground in DETAINED) is detained and not rests:
            return ground, measure.instrument
    return None


def fill(stay: Stay, officer: Officer, by: Actor) -> dict[str, Any] | None:  # noqa: ARG001 - what every panel is asked
    """The panel of a stay of a case: each measure in force that the officer sees, and the act it calls for."""
    if stay.case_id is None:
        return None
    seen = set(Measure.objects.visible_to(officer).filter(person=stay.person_id).values_list("pk", flat=True))
    rows = [(m, state_text(m), address(m), _act(stay, m)) for m in in_force(stay) if m.pk in seen]
    return {"rows": rows} if rows else None


def _act(stay: Stay, measure: Measure) -> tuple[str, Text] | None:
    """Where the ground is changed to this one; None while the stay rests on it, or he is not here."""
    ground = ground_of(measure)
    if ground is None or not stay.present or (stay.ground, stay.instrument) == (ground, measure.instrument):
        return None
    task = "execute-detention" if ground in DETAINED else "change-ground"
    label = Text("改为以{g}在区", "Stay on this ground: {g}").format(g=ground.text)
    return reverse("custody:do", args=[stay.pk, task]), label


beside.add("measures", Text("措施和处罚", "Measures and penalties"), "custody/_measures.html", fill)
