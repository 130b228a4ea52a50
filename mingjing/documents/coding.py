"""The code printed on an instrument: anybody may ask by it whether the paper is genuine."""

import base64
import secrets

GROUP = 4
BYTES = 10


def fresh() -> str:
    """`ABCD-EFGH-IJKL-MNOP`: eighty bits nobody can guess. It says nothing of the content; the hash does."""
    plain = base64.b32encode(secrets.token_bytes(BYTES)).decode()
    return "-".join(plain[at : at + GROUP] for at in range(0, len(plain), GROUP))
