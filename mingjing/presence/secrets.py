"""Secrets of gateways at rest. A signature needs the secret itself, so it is encrypted, not hashed (decision 0102)."""

import os
from base64 import urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mingjing.ledger.keys import secret_key

KEY = "gateways.key"
NONCE = 12


def new_secret() -> str:
    """256 bits, as it is shown once and typed into a gateway."""
    return urlsafe_b64encode(os.urandom(32)).rstrip(b"=").decode()


def seal(secret: str, number: str) -> bytes:
    """Encrypted for the gateway of that number and no other."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(secret_key(KEY)).encrypt(nonce, secret.encode(), number.encode())


def opened(sealed: bytes, number: str) -> bytes | None:
    """The secret; None when the key is not the one it was sealed with, as after a restore without keys."""
    try:
        return AESGCM(secret_key(KEY)).decrypt(sealed[:NONCE], sealed[NONCE:], number.encode())
    except InvalidTag:
        return None
