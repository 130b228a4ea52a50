"""Where a final instrument is signed and sealed, as found when it was rendered."""

from mingjing.documents.models import Instrument
from mingjing.documents.rendering import Place


def all_places(made: Instrument) -> list[Place]:
    """Every place, in the order of the pages."""
    return [Place(**row) for row in made.places]


def places_of(made: Instrument, name: str) -> list[Place]:
    """Where this name signs: on every copy, and for `name@page` on every page."""
    return [p for p in all_places(made) if p.kind == "signature" and p.name.partition("@")[0] == name]
