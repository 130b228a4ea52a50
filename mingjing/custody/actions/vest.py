"""The ID vest and the control colour."""

from datetime import datetime

from mingjing.custody import entering
from mingjing.custody.entering import chosen, opened, said
from mingjing.custody.entries.arrival import ColourSet, Vested
from mingjing.custody.models import Stay
from mingjing.custody.tags import Tag
from mingjing.custody.vocab import Colour
from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.ledger.act import act
from mingjing.ledger.models import Entry


def vest(stay_id: object, *, by: Actor, at: datetime, number: str) -> Entry:
    """He wears the vest with this number; nobody else present at the site does."""
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, "vest")
        it.permit(said(number, "number", "识别服编号", "the number of the vest"), _free(stay, number))
        stay.vest = number
        stay.save(update_fields=["vest"])
        return entering.enter(it, stay, Tag.VESTED, Vested(number))


def colour(stay_id: object, *, by: Actor, at: datetime, colour: str, reason: str) -> Entry:
    """Show him in another control colour, with a reason."""
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, "colour")
        it.permit(chosen(Colour, colour, "colour"), said(reason, "reason", "理由", "the reason"))
        stay.colour = colour
        stay.save(update_fields=["colour"])
        return entering.enter(it, stay, Tag.COLOUR_SET, ColourSet(colour, reason))


def _free(stay: Stay, number: str) -> Verdict:
    worn = Stay.objects.present().filter(site=stay.site_id, vest=number).exclude(pk=stay.pk)
    if not worn.exists():
        return OK
    return no("custody.vest.worn", "该识别服正由他人穿着。", "Somebody else wears that vest.", field="number")
