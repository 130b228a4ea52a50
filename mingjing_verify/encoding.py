"""The few encodings of the format: strict Base 64, strict JSON, and canonical JSON without floating point."""

import base64
import json
from hashlib import sha256
from typing import Any

LARGEST = 2**53 - 1
DEPTH = 64
"""How deep values may nest: nobody writes deeper, and no reader runs out of stack."""


class Malformed(ValueError):
    """Bytes that are not what the format prescribes."""


def unbase64(text: str) -> bytes:
    """Decode; what would not encode back to the same text is refused."""
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        raise Malformed("not Base 64") from None
    if base64.b64encode(raw).decode() != text:
        raise Malformed("not canonical Base 64")
    return raw


def parse(raw: bytes) -> Any:
    """Strict JSON: no duplicate names, no floating point, no NaN, whole numbers below 2**53. Raises Malformed."""
    try:
        value = json.loads(
            raw.decode(),
            object_pairs_hook=_once,
            parse_float=_refuse,
            parse_constant=_refuse,
            parse_int=_whole,
        )
    except (ValueError, RecursionError):
        raise Malformed("not JSON of the prescribed form") from None
    _shallow(value, DEPTH)
    return value


def canonical(value: Any) -> bytes:
    """RFC 8785 of text, whole numbers, true, false, null, lists and objects. Raises Malformed for anything else."""
    try:
        return _write(value).encode()
    except (UnicodeEncodeError, RecursionError):
        raise Malformed("text that is not Unicode") from None


def field_digest(salt: str, name: str, value: Any) -> str:
    """What a field's digest must be: SHA-256 over the 16-byte salt and the canonical JSON of [name, value]."""
    try:
        raw = bytes.fromhex(salt)
    except ValueError:
        raise Malformed("a salt is hexadecimal") from None
    if len(raw) != 16:
        raise Malformed("a salt has 16 bytes")
    return sha256(raw + canonical([name, value])).hexdigest()


def entry_digest(digests: dict[str, str]) -> str:
    return sha256(canonical(digests)).hexdigest()


def leaf_data(log: str, seq: int, digest: str) -> bytes:
    return canonical({"digest": digest, "log": log, "seq": seq, "v": 1})


def _write(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise Malformed("a number is too large")
        return str(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return f"[{','.join(_write(v) for v in value)}]"
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
        return f"{{{','.join(f'{_write(name)}:{_write(value[name])}' for name in names)}}}"
    raise Malformed("a value of unknown type")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed("a name appears twice")
    return found


def _shallow(value: Any, left: int) -> None:
    if left == 0:
        raise Malformed("nested too deep")
    if isinstance(value, (list, dict)):
        for inner in value.values() if isinstance(value, dict) else value:
            _shallow(inner, left - 1)


def _whole(text: str) -> int:
    if len(text) > 17:
        raise Malformed("a number is too large")
    return int(text)


def _refuse(text: str) -> Any:
    raise Malformed(f"{text} is not allowed")
