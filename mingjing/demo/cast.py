"""Fictional people, made from the cyclical signs: reproducible, plausible in shape, recognisably nobody."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import yaml

AREA = "610900"  # a prefecture-level code: never part of an identity number that was issued
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK = "10X98765432"


@dataclass(frozen=True, slots=True)
class Somebody:
    """A fictional person with an identity number of the right form (GB 11643)."""

    name: str
    sex: str
    born: date
    number: str
    phone: str


@cache
def cast() -> dict[str, Any]:
    return dict(yaml.safe_load(Path(__file__).with_name("cast.yaml").read_text(encoding="utf-8")))


def identity_number(born: date, sex: str, order: int) -> str:
    """Eighteen characters by GB 11643 with the demonstration's area code; `order` from 0 to 499."""
    sequence = order * 2 + (1 if sex == "male" else 0)
    body = f"{AREA}{born:%Y%m%d}{sequence:03d}"
    return body + CHECK[sum(int(c) * w for c, w in zip(body, WEIGHTS, strict=True)) % 11]


def people(seed: int, start: int = 0) -> Iterator["Casting"]:
    """An endless line of fictional people from place `start` on; each call of the yielded maker fixes sex and year of
    birth."""
    dice = Random(seed)
    for place in count(start):
        yield Casting(dice, place)


@dataclass(frozen=True, slots=True)
class Casting:
    dice: Random
    place: int

    def make(self, sex: str = "male", year: int = 0) -> Somebody:
        words, place = cast(), self.place
        surname = words["surnames"][place * 7 % len(words["surnames"])]
        given = words["stems"][place % 10] + words["branches"][(place * 5 + place // 10) % 12]
        born = date(year or self.dice.randint(1972, 2003), self.dice.randint(1, 12), self.dice.randint(1, 28))
        phone = f"1{self.dice.choice('3578')}00000{place:04d}"
        return Somebody(surname + given, sex, born, identity_number(born, sex, place % 500), phone)


def staff_names() -> Iterator[str]:
    """Names for officers, each once while they last (16 × 16)."""
    words = cast()
    for turn in range(len(words["staff_names"])):
        for place, surname in enumerate(words["staff_surnames"]):
            yield surname + words["staff_names"][(place + turn) % len(words["staff_names"])]
