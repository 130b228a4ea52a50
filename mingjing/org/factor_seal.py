"""Secrets of second factors at rest: sealed with a key that lies with the other keys and not in the database, so that a
copy of the database, or a backup whose keys are sealed, makes nobody's one-time codes.
"""

import os
from base64 import b64decode, b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mingjing.ledger.keys import secret_key

KEY = "factors.key"
SEALED = "sealed1:"
NONCE = 12


def seal(secret: str) -> str:
    """Encrypted, as text that a JSON column holds."""
    nonce = os.urandom(NONCE)
    closed = AESGCM(secret_key(KEY)).encrypt(nonce, secret.encode(), SEALED.encode())
    return SEALED + b64encode(nonce + closed).decode()


def opened(sealed: str) -> str | None:
    """The secret; None when it was sealed with another key (a restore without keys) or never sealed by us."""
    if not sealed.startswith(SEALED):
        return None
    try:
        raw = b64decode(sealed.removeprefix(SEALED), validate=True)
        return AESGCM(secret_key(KEY)).decrypt(raw[:NONCE], raw[NONCE:], SEALED.encode()).decode()
    except (InvalidTag, ValueError):
        return None
