"""What a picture must be like to serve as a portrait."""

from collections.abc import Sequence
from dataclasses import dataclass

from mingjing.faces.vocab import Flaw

OF_FACES = frozenset({Flaw.NO_FACE, Flaw.SEVERAL_FACES, Flaw.FACE_SMALL, Flaw.UNSEEN})
"""What a detector says against a picture."""


@dataclass(frozen=True, slots=True)
class Limits:
    """`side` and `face` in pixels, grey values from 0 to 255, `overexposed` as a share."""

    side: int
    face: int
    light: tuple[int, int]
    overexposed: float
    contrast: float
    sharpness: float


@dataclass(frozen=True, slots=True)
class Measured:
    """A picture in numbers. `side` is the shorter one in pixels; `light` mean and `contrast` spread of grey;
    `overexposed` the share near white; `sharpness` the variance of the Laplacian."""

    side: int
    light: float
    contrast: float
    overexposed: float
    sharpness: float


def flaws(picture: Measured, limits: Limits) -> list[Flaw]:
    """Everything wrong with a picture, whatever it shows; empty when it will do."""
    darkest, brightest = limits.light
    judged = (
        (Flaw.SMALL, picture.side < limits.side),
        (Flaw.DARK, picture.light < darkest),
        (Flaw.BRIGHT, picture.light > brightest or picture.overexposed > limits.overexposed),
        (Flaw.FLAT, picture.contrast < limits.contrast),
        (Flaw.BLURRED, picture.sharpness < limits.sharpness),
    )
    return [flaw for flaw, wrong in judged if wrong]


def face_flaws(sides: Sequence[int] | None, limits: Limits) -> list[Flaw]:
    """What is wrong with the faces that were found, told by the shorter side of each in pixels; None: not looked at."""
    if sides is None:
        return [Flaw.UNSEEN]
    if not sides:
        return [Flaw.NO_FACE]
    if len(sides) > 1:
        return [Flaw.SEVERAL_FACES]
    return [Flaw.FACE_SMALL] if sides[0] < limits.face else []
