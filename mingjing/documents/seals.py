"""Electronic seals: a picture for each unit, laid by an administrator into the site's folder of seals, named by the
unit's code. Who may use it is a permission; the digital signature under it is what proves anything."""

from pathlib import Path

from django.conf import settings

from mingjing.documents.unit_data import bureau_of
from mingjing.org.models import Unit


def seal_of(unit: Unit) -> bytes | None:
    """The picture (PNG) of the unit's own seal, else of its bureau's; None when there is neither."""
    for code in (unit.code, bureau_of(unit).code):
        place = Path(settings.SEAL_STORE) / f"{code}.png"
        if place.is_file():
            return place.read_bytes()
    return None
