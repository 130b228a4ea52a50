"""What goes to and from the process that looks: frames of msgpack behind four bytes of length."""

from typing import Any, BinaryIO

import msgspec

MOST_FRAME = 128 * 1024**2


class Models(msgspec.Struct):
    """The first frame: both models, whose checksums the caller has verified."""

    detector: bytes
    recogniser: bytes


class Request(msgspec.Struct):
    """A picture, and one template to compare its face with, or none."""

    picture: bytes
    template: bytes | None = None


class Answer(msgspec.Struct):
    """`faces`: the shorter side of each face in pixels of the picture. With exactly one face: `template`, its numbers,
    and `score` when one was given to compare with. `wrong`: why nothing could be seen."""

    faces: list[int] = []
    template: bytes | None = None
    score: float | None = None
    wrong: str = ""


def read(stream: BinaryIO) -> bytes | None:
    """The next frame; None at the end. Raises ValueError for one that is too long."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    size = int.from_bytes(head, "big")
    if size > MOST_FRAME:
        raise ValueError("frame too long")
    body = stream.read(size)
    return body if len(body) == size else None


def write(stream: BinaryIO, frame: Any) -> None:
    body = msgspec.msgpack.encode(frame)
    stream.write(len(body).to_bytes(4, "big") + body)
    stream.flush()
