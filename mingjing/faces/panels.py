"""What the screens of face verification draw."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from mingjing.custody import beside, likeness
from mingjing.custody.models import Stay
from mingjing.custody.permissions import may_touch
from mingjing.custody.vocab import StayState, TempExitState
from mingjing.faces import selectors, weights
from mingjing.faces.entering import CONFIRM, START, TAKE, here
from mingjing.faces.models import Comparison, Portrait
from mingjing.faces.policy import policy
from mingjing.faces.vocab import Held, ModelKind, Occasion
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.org.models import Officer

TITLE = Text("人脸核验", "Face verification")
NO_PORTRAIT = no("faces.portrait.none", "请先拍摄并确认人像。", "Take and accept a portrait first.")
OPEN = no("faces.comparison.open", "上一次核验尚未确认。", "The last one is not confirmed yet.")
COLOUR = {Held.SAME: "green", Held.DIFFERENT: "red", Held.UNSURE: "amber"}


@dataclass(frozen=True, slots=True)
class Act:
    verdicts: tuple[Verdict, ...]
    url: str
    label: Text


def occasions(stay: Stay) -> list[Occasion]:
    """Which comparisons the moment calls for, the nearest first."""
    if stay.state == StayState.OUT:
        return [Occasion.RETURN]
    if stay.state == StayState.LEAVING:
        return [Occasion.RELEASE]
    asked = stay.temp_exits.filter(state=TempExitState.ASKED, voided=False).exists()
    return [*([Occasion.TEMP_EXIT] if asked else []), Occasion.INTERVIEW]


def acts(stay: Stay, by: Actor, portrait: Portrait | None, waiting: Comparison | None) -> list[Act]:
    """The buttons: the portrait while there is none in use, then the comparisons of the moment."""
    taking = Act(
        (may_touch(by, TAKE, stay), here(stay)), reverse("faces:portrait", args=[stay.pk]),
        Text("重拍人像", "Take the portrait again") if portrait else Text("拍摄人像", "Take the portrait"),
    )  # fmt: skip
    starting = (may_touch(by, START, stay), here(stay), OK if portrait else NO_PORTRAIT, OPEN if waiting else OK)
    comparing = [
        Act(
            starting, reverse("faces:compare", args=[stay.pk, one.value]),
            Text("{when}核验", "Compare: {when}").format(when=Text(one.text.zh, one.text.en.lower())),
        )
        for one in occasions(stay)
    ]  # fmt: skip
    return [*comparing, taking] if portrait else [taking, *comparing]


def fill(stay: Stay, _officer: Officer, by: Actor) -> dict[str, Any] | None:
    """The panel on the page of a stay; None for those whose portrait is not taken."""
    if stay.role not in policy().roles:
        return None
    portrait, waiting = selectors.in_use(stay), selectors.unconfirmed(stay)
    return {
        "stay": stay,
        "portrait": portrait,
        "fresh": None if portrait else selectors.to_accept(stay),
        "waiting": waiting,
        "last": stay.comparisons.exclude(held="").last(),
        "colour": COLOUR,
        "acts": acts(stay, by, portrait, waiting) if stay.present else [],
    }


def page(stay: Stay, by: Actor) -> dict[str, Any]:
    """Everything about one stay: its portrait, the one to accept, its comparisons."""
    portrait, waiting = selectors.in_use(stay), selectors.unconfirmed(stay)
    rows = stay.comparisons.select_related("camera", "confirmed_by").order_by("-taken_at")
    return {
        "stay": stay,
        "portrait": portrait,
        "fresh": selectors.to_accept(stay),
        "waiting": waiting,
        "acts": acts(stay, by, portrait, waiting) if stay.present else [],
        "rows": rows,
        "may_accept": may_touch(by, TAKE, stay),
    }


def portrait(row: Portrait) -> dict[str, Any]:
    """A portrait to accept, and whether the machine still looks at it."""
    models = weights.in_use()
    detector = models.get(ModelKind.DETECTOR)
    looking = weights.complete(models) and detector is not None and row.detector != detector.sha256
    return {"stay": row.stay, "row": row, "looking": looking}


def beside_each_other(row: Comparison, by: Actor) -> dict[str, Any]:
    """The two pictures, what the machine says, and whether this officer may confirm."""
    return {"stay": row.stay, "row": row, "may_confirm": may_touch(by, CONFIRM, row.stay), "colour": COLOUR}


beside.add("faces", TITLE, "faces/_beside.html", fill)
likeness.told_by(selectors.accepted)
