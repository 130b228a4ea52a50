"""Up to where a screen has heard: how many entries of every log.

Entry ids are handed out before their transactions end, so the greatest id seen says nothing about smaller ones still to
come. Numbers within one log are different: the log's head row stays locked until the transaction ends, so whoever reads
size *n* has everything below *n*. A cursor is therefore the sizes of all logs. On the wire: a digest of the log names,
then the sizes in the order of the names, base 36: `3fa1c2d4-1rz.0.9k`.
"""

import hashlib
from collections.abc import Mapping

Sizes = Mapping[str, int]
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def write(sizes: Sizes) -> str:
    """The cursor as text; empty when there is no log yet."""
    if not sizes:
        return ""
    return f"{_names(sizes)}-{'.'.join(_base36(sizes[log]) for log in sorted(sizes))}"


def read(text: str, known: Sizes) -> dict[str, int] | None:
    """The sizes written in `text`, given the logs there are now. None when it names other logs, promises more than
    there is, or cannot be read: then only a resync is safe."""
    names, _, numbers = text.partition("-")
    if not known or names != _names(known):
        return None
    try:
        sizes = dict(zip(sorted(known), (int(n, 36) for n in numbers.split(".")), strict=True))
    except ValueError:
        return None
    return sizes if all(0 <= sizes[log] <= known[log] for log in known) else None


def _names(sizes: Sizes) -> str:
    return hashlib.sha256("\n".join(sorted(sizes)).encode()).hexdigest()[:8]


def _base36(number: int) -> str:
    out = ""
    while number:
        number, rest = divmod(number, 36)
        out = DIGITS[rest] + out
    return out or "0"
