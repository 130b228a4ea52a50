"""What is counted of gateways and refusals between two looks of the screens. Pure."""

from hashlib import sha256
from string import ascii_lowercase, ascii_uppercase, digits

import msgspec

SHAPE = 160
_MASKED = bytes.maketrans(
    (ascii_lowercase + ascii_uppercase + digits).encode() + bytes(range(128, 256)),
    b"a" * 26 + b"A" * 26 + b"0" * 10 + b"?" * 128,
)


class Beat(msgspec.Struct):
    """What one gateway did since it was last noted."""

    heard_at: int = 0
    drift: int | None = None
    readings: int = 0
    refused: int = 0
    online: bool | None = None


class Turned(msgspec.Struct):
    """Refusals of one gateway for one reason in one minute since they were last noted."""

    count: int
    last: int
    shape: str
    sha256: str


def turned(now: int, raw: bytes) -> Turned:
    """The first refusal: what the message looked like without a word or number of it, and by what it is found in the
    journal. What was refused may be somebody's pulse."""
    shape = raw[:SHAPE].translate(_MASKED).decode("ascii", "replace")
    return Turned(1, now, shape, sha256(raw).hexdigest())
