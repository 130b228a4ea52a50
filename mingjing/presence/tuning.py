"""The numbers behind a position, read from the policy book `position.yaml`. Pure."""

from functools import cache
from hashlib import sha256
from pathlib import Path

import msgspec
import yaml

BOOK = Path(__file__).with_name("position.yaml")


class Tuning(msgspec.Struct, frozen=True):
    """One field for each line of the book, which says what it means; times in seconds. `version` is its digest."""

    stay_in_room: float
    stay_in_passage: float
    lost_once_in: float
    found_again_in: float
    noise_metres: float
    outliers: float
    trust: float
    signal_at_metre: float
    signal_exponent: float
    signal_noise: float
    signal_wall: float
    signal_slab: float
    noise_height: float
    zone_right: float
    door_open: float
    door_shut: float
    door_against: float
    sensor_right: float
    sensor_holds: float
    enter: float
    leave: float
    dwell_room: float
    dwell_passage: float
    doubt: float
    silent: float
    version: str = ""


@cache
def tuning(book: Path = BOOK) -> Tuning:
    """The numbers in force. Raises ValueError when a line is missing, unknown or no number."""
    raw = book.read_bytes()
    values = {name: line["value"] for name, line in yaml.safe_load(raw).items()}
    unknown = values.keys() - set(Tuning.__struct_fields__)
    if unknown:
        raise ValueError(f"{book.name}: unknown lines {', '.join(sorted(unknown))}")
    try:
        return msgspec.convert(values | {"version": sha256(raw).hexdigest()[:12]}, Tuning)
    except msgspec.ValidationError as why:
        raise ValueError(f"{book.name}: {why}") from why
