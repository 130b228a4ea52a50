"""Canonical JSON (RFC 8785) and the digests taken over it."""

import hashlib
from typing import Any

import rfc8785


def dump(value: Any) -> bytes:
    """The one byte form of a JSON value. Raises ValueError for anything JSON cannot say (NaN, sets, bytes, floats
    are refused too: an entry must read the same in every language, so amounts are integers or text)."""
    _refuse_floats(value)
    return rfc8785.dumps(value)


def sha256_hex(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise ValueError("floating-point numbers are not allowed in entries")
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise ValueError("keys must be text")
            _refuse_floats(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            _refuse_floats(inner)
