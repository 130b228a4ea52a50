"""The shape of written books and of the engine's input and output, as JSON Schema files beside this module."""

import json
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

_FOLDER = Path(__file__).parent / "schemas"


def faults(name: str, document: Any) -> Iterator[str]:
    """Where a document departs from the schema `name` (`concept`, `overlay`, `facts`, `evaluate-input`,
    `evaluate-output`), one line each; nothing when it keeps to it. Dates count as their ISO text."""
    for error in sorted(validator(name).iter_errors(plain(document)), key=lambda e: list(map(str, e.absolute_path))):
        yield f"{'/'.join(map(str, error.absolute_path)) or '.'}: {error.message}"


@lru_cache
def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((_FOLDER / f"{name}.schema.json").read_text("utf-8")))


def plain(value: Any) -> Any:
    """Dates as text, also where they are keys, so that YAML reads like JSON and has one canonical form."""
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    return value.isoformat() if isinstance(value, date) else value
