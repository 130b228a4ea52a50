"""One reading of a device, whatever sent it. Pure."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta

LATEST = 4_102_444_800_000  # the year 2100: beyond it a time was written in another unit

MOST_COUNTED = 2**63 - 1  # what a column, and the engine's state, can hold

Number = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[\w.:/-]+$")]
Millis = Annotated[int, Meta(ge=0, le=LATEST)]
Metres = Annotated[float, Meta(ge=-100_000, le=100_000)]


class Reading(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """What a device said at `at`, milliseconds since 1970 UTC, by the time it was taken. What it did not say is None:
    unknown, never zero. The bounds keep out what is no measurement at all; a sensor that says 101 per cent of oxygen is
    wrong by one, and the rest of what it says counts. `zone` is the word of the device's maker or the code of a
    room."""

    device: Number
    at: Millis
    seq: Annotated[int, Meta(ge=0, le=MOST_COUNTED)] | None = None
    hr: Annotated[float, Meta(ge=0, le=1000)] | None = None
    spo2: Annotated[float, Meta(ge=0, le=200)] | None = None
    temp: Annotated[float, Meta(ge=-100, le=200)] | None = None
    peak: Annotated[float, Meta(ge=0, le=10_000)] | None = None
    battery: Annotated[float, Meta(ge=0, le=200)] | None = None
    worn: bool | None = None
    cut: bool | None = None
    sos: bool | None = None
    zone: Annotated[str, Meta(max_length=64)] | None = None
    x: Metres | None = None
    y: Metres | None = None
    z: Metres | None = None
    accuracy: Annotated[float, Meta(ge=0, le=100_000)] | None = None
    anchors: Annotated[tuple[tuple[Number, Annotated[float, Meta(ge=-200, le=100)]], ...], Meta(max_length=64)] = ()
    open: bool | None = None
    present: bool | None = None
    badge: Annotated[str, Meta(max_length=64)] | None = None


def content(reading: Reading) -> tuple[Any, ...]:
    """Everything a reading says except who and when, in an order in which any two can be compared."""
    said = (getattr(reading, name) for name in _SAID)
    return tuple((0, 0) if value is None else (1, value) for value in said)


_SAID = tuple(name for name in Reading.__struct_fields__ if name not in {"device", "at"})
