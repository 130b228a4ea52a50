"""Secrets of gateways at rest. A signature needs the secret itself, so it is encrypted, not hashed (decision 0102)."""

import os
from base64 import urlsafe_b64encode
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

KEY = "gateways.key"
NONCE = 12


def new_secret() -> str:
    """256 bits, as it is shown once and typed into a gateway."""
    return urlsafe_b64encode(os.urandom(32)).rstrip(b"=").decode()


def seal(secret: str, number: str) -> bytes:
    """Encrypted for the gateway of that number and no other."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(_key(str(settings.KEY_STORE))).encrypt(nonce, secret.encode(), number.encode())


def opened(sealed: bytes, number: str) -> bytes | None:
    """The secret; None when the key is not the one it was sealed with, as after a restore without keys."""
    try:
        return AESGCM(_key(str(settings.KEY_STORE))).decrypt(sealed[:NONCE], sealed[NONCE:], number.encode())
    except InvalidTag:
        return None


@cache
def _key(folder: str) -> bytes:
    place = os.path.join(folder, KEY)
    os.makedirs(folder, mode=0o700, exist_ok=True)
    try:
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(AESGCM.generate_key(256))
    except FileExistsError:
        pass
    with open(place, "rb") as file:
        return file.read()
