"""Templates at rest: each sealed for its one stay, and opened for that stay only.

The key lies in `faces.key` in the folder of keys and goes into a backup sealed with the others (`./mj backup`). A
template read from a disk, a dump or a backup without keys is noise, and one moved to the row of another stay does not
open.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mingjing.custody.models import Stay
from mingjing.faces.models import Portrait, Template
from mingjing.ledger.keys import secret_key

KEY = "faces.key"
NONCE = 12


def seal(numbers: bytes, stay: Stay, recogniser: str) -> bytes:
    """Encrypted for this stay and this model, and no other."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(secret_key(KEY)).encrypt(nonce, numbers, _bound(stay, recogniser))


def template_of(portrait: Portrait, recogniser: str) -> bytes | None:
    """The template of this portrait's stay, made of it by this model; None when there is none, or it was not sealed for
    this stay with the key at hand."""
    stay = portrait.stay
    row = Template.objects.filter(stay=stay, portrait=portrait, recogniser=recogniser).first()
    if row is None:
        return None
    sealed = bytes(row.sealed)
    try:
        return AESGCM(secret_key(KEY)).decrypt(sealed[:NONCE], sealed[NONCE:], _bound(stay, recogniser))
    except InvalidTag:
        return None


def _bound(stay: Stay, recogniser: str) -> bytes:
    return f"{stay.pk}/{recogniser}".encode()
