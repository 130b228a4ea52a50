"""Fields, salts and digests: what a leaf commits to, so that one field can be shown, hidden or erased alone."""

import hashlib
import os
from collections.abc import Mapping
from typing import Any

from mingjing.kernel import canonical

SALT_BYTES = 16
KEPT = frozenset({"tag", "occurred_at", "recorded_at", "subject", "actor"})
"""Who did what to whom, and when: never erased."""


def field_digest(salt: bytes, name: str, value: Any) -> str:
    """SHA-256 over salt and canonical JSON of [name, value], as lower-case hex."""
    return hashlib.sha256(salt + canonical.dump([name, value])).hexdigest()


def entry_digest(field_digests: Mapping[str, str]) -> str:
    """SHA-256 over the canonical JSON of {name: field digest}, as lower-case hex."""
    return canonical.sha256_hex(canonical.dump(dict(field_digests)))


def seal_fields(fields: Mapping[str, Any]) -> tuple[dict[str, list[Any]], str]:
    """Salt every field. Returns the content `{name: [salt hex, value]}` to keep and the digest to commit to.

    Raises ValueError when a value is not JSON or holds a floating-point number.
    """
    noise = os.urandom(SALT_BYTES * len(fields))
    content: dict[str, list[Any]] = {}
    digests: dict[str, str] = {}
    for place, (name, value) in enumerate(sorted(fields.items())):
        salt = noise[place * SALT_BYTES : (place + 1) * SALT_BYTES]
        content[name] = [salt.hex(), value]
        digests[name] = field_digest(salt, name, value)
    return content, entry_digest(digests)


def digests_of(content: Mapping[str, list[Any]]) -> dict[str, str]:
    """Recompute {name: field digest} from kept content; an erased field is kept as [None, digest]."""
    return {
        name: held[1] if held[0] is None else field_digest(bytes.fromhex(held[0]), name, held[1])
        for name, held in content.items()
    }
