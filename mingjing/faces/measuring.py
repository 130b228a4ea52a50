"""A picture in numbers, by its grey values alone: no model, no face."""

from PIL import Image, ImageFilter, ImageStat

from mingjing.faces.rules.quality import Measured
from mingjing.media import pictures

SIDE = 512
NEAR_WHITE = 245
LAPLACE = ImageFilter.Kernel((3, 3), [0, 1, 0, 1, -4, 1, 0, 1, 0], scale=1, offset=128)


def measured(data: bytes) -> Measured:
    """Raises Refusal when the picture cannot be opened."""
    width, height = pictures.measure(data)
    grey = pictures.grey(data, SIDE)
    said = ImageStat.Stat(grey)
    return Measured(
        side=min(width, height),
        light=said.mean[0],
        contrast=said.stddev[0],
        overexposed=sum(grey.histogram()[NEAR_WHITE:]) / (grey.width * grey.height),
        sharpness=_sharpness(grey),
    )


def _sharpness(grey: Image.Image) -> float:
    """Of the middle: what stands at the rim of a filtered picture is not filtered."""
    edges = grey.filter(LAPLACE).crop((1, 1, max(2, grey.width - 1), max(2, grey.height - 1)))
    return float(ImageStat.Stat(edges).var[0])
