"""The ID vest, the place for the wristband, and the control colour."""

from datetime import datetime

from mingjing.custody import entering
from mingjing.custody.entering import chosen, opened, said
from mingjing.custody.entries.arrival import ColourSet, Vested
from mingjing.custody.models import Stay
from mingjing.custody.rules.colour import Decided
from mingjing.custody.selectors.colour import decided
from mingjing.custody.tags import Tag
from mingjing.custody.vocab import Colour
from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import OK, Refusal, Verdict, no
from mingjing.ledger.act import Act, act
from mingjing.ledger.models import Entry
from mingjing.org.models import Site


def vest(stay_id: object, *, by: Actor, at: datetime, number: str) -> Entry:
    """He wears the vest with this number; nobody else present at the site does."""
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, "vest")
        it.permit(said(number, "number", "识别服编号", "the number of the vest"), _free(stay, number))
        stay.vest = number
        stay.save(update_fields=["vest"])
        return entering.enter(it, stay, Tag.VESTED, Vested(number))


def wear(it: Act, stay_id: object, *, site: Site, band: str) -> Stay:
    """Inside an action that hands him a wristband or takes it back: his stay names it (empty: none). The entry is the
    caller's. Raises Refusal when one is put on who is not at that site now; taking it off somebody gone is allowed."""
    stay = it.lock(Stay, stay_id)
    if band and (not stay.present or stay.site_id != site.pk):
        raise Refusal(no("custody.band.not_here", "此人不在本中心。", "He is not at this centre.", field="holder"))
    stay.band = band
    stay.save(update_fields=["band"])
    return stay


def colour(stay_id: object, *, by: Actor, at: datetime, colour: str, reason: str) -> Entry:
    """Show him in another control colour, with a reason."""
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, "colour")
        it.permit(chosen(Colour, colour, "colour"), said(reason, "reason", "理由", "the reason"))
        stay.colour = colour
        stay.save(update_fields=["colour"])
        return entering.enter(it, stay, Tag.COLOUR_SET, ColourSet(colour, reason))


def recolour(it: Act, stay: Stay, before: Decided) -> None:
    """Within an action under way that changed what he is: `before` is what the house's rules said until then. Whatever
    new they say holds from now on, with its entry; while they say the same, the colour an officer set stands."""
    now = decided(stay, it.at)
    if now.colour in (before.colour, stay.colour):
        return
    stay.colour = now.colour
    stay.save(update_fields=["colour"])
    body = ColourSet(now.colour, "", category=now.category.code, risk=now.risk)
    entering.enter(it, stay, Tag.COLOUR_SET, body)


def _free(stay: Stay, number: str) -> Verdict:
    worn = Stay.objects.present().filter(site=stay.site_id, vest=number).exclude(pk=stay.pk)
    if not worn.exists():
        return OK
    return no("custody.vest.worn", "该识别服正由他人穿着。", "Somebody else wears that vest.", field="number")
