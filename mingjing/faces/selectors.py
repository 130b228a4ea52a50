"""Named reads: always of one stay, or of no person at all."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from mingjing.custody.likeness import Picture
from mingjing.custody.models import Stay
from mingjing.faces import weights
from mingjing.faces.models import UNCONFIRMED, Camera, Comparison, Portrait
from mingjing.faces.policy import policy
from mingjing.faces.rules.demand import OCCASION, Known
from mingjing.faces.vocab import ByEye, ComparisonState, ModelKind, PortraitState, Tag
from mingjing.ledger.models import Entry


def in_use(stay: Stay) -> Portrait | None:
    """The accepted portrait of this stay."""
    return stay.portraits.filter(state=PortraitState.ACCEPTED).first()


def accepted(stays: Collection[UUID]) -> dict[UUID, Picture]:
    """The portraits in use of these stays, for the pages of whoever sees them. One query."""
    rows = Portrait.objects.filter(stay__in=stays, state=PortraitState.ACCEPTED)
    return {row.stay_id: Picture(row.picture, row.taken_at) for row in rows}


def to_accept(stay: Stay) -> Portrait | None:
    """The newest portrait nobody has accepted yet."""
    newest: Portrait | None = stay.portraits.last()
    return newest if newest and newest.state == PortraitState.TAKEN else None


def unconfirmed(stay: Stay) -> Comparison | None:
    """The comparison of this stay that waits for its officer."""
    return stay.comparisons.filter(state__in=UNCONFIRMED).first()


def known(stay: Stay, verb: str, at: datetime) -> Known:
    """What there is to say before this move at that time. At most four queries."""
    if unconfirmed(stay):
        return Known(portrait=True, open=True)
    latest = (
        stay.comparisons.filter(state=ComparisonState.CONFIRMED, occasion=OCCASION[verb])
        .filter(taken_at__gte=at - policy().fresh, confirmed_at__lte=at).order_by("confirmed_at").last()
    )  # fmt: skip
    if latest is None:
        return Known(portrait=in_use(stay) is not None)
    proof = Entry.objects.about(latest.ref).filter(tag=Tag.COMPARISON_CONFIRMED).values_list("seq", flat=True)
    return Known(portrait=True, held=latest.held, proof=tuple(proof))


def machine_silent(camera: Camera | None) -> str:
    """Why the machine is not asked about a picture of this camera; empty when it is."""
    models = weights.in_use()
    if not weights.complete(models):
        return ByEye.NO_MODEL
    if camera is None:
        return ByEye.NO_CAMERA
    return "" if camera.recogniser == models[ModelKind.RECOGNISER].sha256 else ByEye.NO_THRESHOLD
