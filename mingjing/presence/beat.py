"""What is counted of gateways and refusals between two looks of the screens. Pure."""

import msgspec


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
    sample: bytes
