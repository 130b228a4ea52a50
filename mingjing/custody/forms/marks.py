"""Marks on the body: from the regions of the map to the words of custody, with their kind and their photograph."""

from typing import Any

from mingjing.custody.actions.injury import Mark
from mingjing.custody.vocab import InjuryKind, Region
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.media import store
from mingjing.media.vocab import BlobKind
from mingjing.org.models import Site
from mingjing.webkit.body import REGIONS
from mingjing.webkit.forms import BodyMapField

PLACES = {region.code: region.text for region in REGIONS}
LIMBS = {  # part of a limb on the body map → limb
    "shoulder": "arm", "upper_arm": "arm", "forearm": "arm", "hand": "hand",
    "thigh": "leg", "knee": "leg", "lower_leg": "leg", "foot": "foot",
}  # fmt: skip
TRUNK = {"pelvis": "abdomen", "nape": "neck", "upper_back": "back", "buttocks": "lower_back"}


def marks_field(zh: str, en: str) -> BodyMapField:
    kinds = [(kind.value, kind.text) for kind in InjuryKind]
    return BodyMapField(label=Text(zh, en), required=False, kinds=kinds, photos=True)


def kept(site: Site, by: Actor, data: bytes, kind: BlobKind) -> str:
    """The SHA-256 of a picture, kept in the log of the site."""
    return str(store.put(data, kind=kind, content_type="", log=site.code, by=by, at=now()).sha256)


def kept_marks(site: Site, by: Actor, drawn: list[dict[str, Any]] | None) -> list[Mark]:
    """The exact place on the map is kept as a point and said in the note; photographs are kept."""
    return [_mark(site, by, one) for one in drawn or []]


def _mark(site: Site, by: Actor, one: dict[str, Any]) -> Mark:
    photo = kept(site, by, one["photo"].read(), BlobKind.PHOTOGRAPH) if one["photo"] else ""
    return Mark(region_of(one["region"]), one["kind"], note=_note(one), photo=photo, x=one["x"], y=one["y"] // 2)


def region_of(code: str) -> str:
    """`left_upper_arm_front` lies on the left arm. Raises KeyError or ValueError for what custody has no word for."""
    plain = code.removesuffix("_front").removesuffix("_back")
    side, _, part = plain.partition("_")
    if side in {"left", "right"} and part:
        plain = f"{side}_{LIMBS[part]}"
    return Region(TRUNK.get(plain, plain)).value


def _note(mark: dict[str, Any]) -> str:
    """Where exactly, as the map calls it, then what was written; in the language of the record."""
    where = PLACES[mark["region"]].zh
    return f"{where}：{mark['note']}" if mark["note"] else where
