"""Overrides of a forbidden placement that nobody has decided, and who may."""

from collections.abc import Iterable
from datetime import datetime

from mingjing.custody.models import PlacementOverride, Stay
from mingjing.custody.models.piece import PieceQuerySet
from mingjing.custody.permissions import not_the_same, standing
from mingjing.custody.vocab import PRESENT
from mingjing.org.models import Officer

DECIDE = "custody:override:decide"


def undecided(at: datetime) -> PieceQuerySet:
    """Asked for and neither decided nor lapsed, of people who are still here."""
    rows = PlacementOverride.objects.filter(granted=None, voided=False, expires_at__gt=at, stay__state__in=PRESENT)
    return rows.order_by("expires_at", "asked_at")


def asked_of(stays: Iterable[Stay], at: datetime) -> list[PlacementOverride]:
    """The undecided ones of these stays, with their rooms."""
    return list(undecided(at).filter(stay__in=list(stays)).select_related("room"))


def waiting_for(officer: Officer, at: datetime) -> list[PlacementOverride]:
    """Those this officer may decide: by his post at the site, never as the one who asked or is recused."""
    seen = Stay.objects.visible_to(officer).values("pk")
    rows = undecided(at).filter(stay__in=seen).exclude(asked_by=officer)
    by = officer.acting()
    named = rows.select_related("room", "asked_by", "stay__person", "stay__case", "stay__site__unit")
    return [o for o in named if not_the_same(by.id, o.asked_by_id) and standing(by, o.stay).may(DECIDE)]
