"""What custody asks before a move (`custody.beforehand`), and where the answer leads."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from mingjing.custody import beforehand, ways
from mingjing.custody.models import Stay
from mingjing.custody.rules.exits import Precondition
from mingjing.faces.policy import policy
from mingjing.faces.rules.demand import OCCASION, WAY, demand
from mingjing.faces.selectors import known


def ask(stay: Stay, verb: str, at: datetime) -> Iterable[Precondition]:
    """Nothing for those whose portrait is not taken, and for moves without an occasion."""
    if verb not in OCCASION or stay.role not in policy().roles:
        return []
    return [demand(verb, known(stay, verb, at), refuses=verb in policy().refusing)]


def address(stay: Stay) -> str:
    return reverse("faces:stay", args=[stay.pk])


beforehand.add("faces", ask)
ways.ELSEWHERE[WAY] = address
