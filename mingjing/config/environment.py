"""Settings read from the environment; a mistyped or unreadable value stops the start loudly."""

import os
from collections.abc import Callable
from pathlib import Path


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def flag(name: str, default: bool = False) -> bool:
    """`1/true/yes/on` or `0/false/no/off`. Raises SystemExit for anything else."""
    raw = os.environ.get(name)
    if raw is None:
        return default
    if raw.lower() in {"1", "true", "yes", "on"}:
        return True
    if raw.lower() in {"0", "false", "no", "off"}:
        return False
    raise SystemExit(f"{name} must be yes or no, not {raw!r}")


def secret(name: str, path: Path, make: Callable[[], str]) -> str:
    """The secret in the file named by NAME_FILE, else in `path`, made (mode 0600) on first use."""
    named = os.environ.get(f"{name}_FILE")
    place = Path(named) if named else path
    try:
        if place.exists():
            return place.read_text().strip()
        if named:
            raise SystemExit(f"{name}_FILE names {place}, which does not exist")
        for folder in (place.parent.parent, place.parent):  # the data folder, when it is not there yet, and its keys
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = make()
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(fresh)
    except FileExistsError:
        return place.read_text().strip()
    except OSError as why:
        raise SystemExit(f"{name}: cannot read or make {place}: {why}") from why
    return fresh
