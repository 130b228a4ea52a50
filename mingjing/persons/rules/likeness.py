"""How well a person fits what was asked, point by point: each reason is shown, the sum only orders the list.

The points are a judgement of usefulness, not of guilt and not of law; a match is a lead for a human.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mingjing.kernel.text import Text
from mingjing.persons.rules import identity_number, names
from mingjing.persons.rules.query import Query

MOST = 100


@dataclass(frozen=True, slots=True)
class Reason:
    text: Text
    points: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of one person: (kind label, name) pairs, document numbers, telephones, birth date."""

    names: tuple[tuple[Text, str], ...]
    numbers: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    born: date | None = None


def weigh(query: Query, who: Candidate) -> tuple[Reason, ...]:
    """Every reason that speaks for or against, strongest first; empty when nothing speaks for him."""
    found = [r for r in (_best_name(query, who), _number(query, who), _phone(query, who), _born(query, who)) if r]
    if not any(r.points > 0 for r in found):
        return ()
    return tuple(sorted(found, key=lambda r: -r.points))


def score(reasons: Iterable[Reason]) -> int:
    """The sum, from 0 to 100."""
    return max(0, min(MOST, sum(r.points for r in reasons)))


def _best_name(query: Query, who: Candidate) -> Reason | None:
    if not query.name:
        return None
    compared = (_named(query.name, kind, name) for kind, name in who.names)
    return max((r for r in compared if r), key=lambda r: r.points, default=None)


def _named(asked: str, kind: Text, name: str) -> Reason | None:
    for test, points, zh, en in _NAME_TESTS:
        if test(names.keys(asked), names.keys(name)):
            return Reason(Text(f"{kind.zh}{zh}", f"{kind.en}: {en}"), points)
    return None


def _one_off(a: names.Keys, b: names.Keys) -> bool:
    return len(a.folded) >= 3 and _distance_is_one(a.folded, b.folded)


def _distance_is_one(a: str, b: str) -> bool:
    """One character replaced, missing, added, or two neighbours swapped."""
    if len(a) == len(b):
        differ = [i for i in range(len(a)) if a[i] != b[i]]
        return len(differ) == 1 or (len(differ) == 2 and _swapped(a, b, *differ))
    short, long = sorted((a, b), key=len)
    return len(long) == len(short) + 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def _swapped(a: str, b: str, i: int, j: int) -> bool:
    return j == i + 1 and (a[i], a[j]) == (b[j], b[i])


_NAME_TESTS = (
    (lambda a, b: a.folded == b.folded, 60, "相同", "the same"),
    (lambda a, b: a.pinyin == b.pinyin, 45, "同音", "sounds the same"),
    (lambda a, b: a.shape == b.shape, 40, "字形或词序相近", "looks alike, or in another order"),
    (lambda a, b: a.sound == b.sound, 35, "读音相近", "sounds alike"),
    (_one_off, 30, "仅一字之差", "one character differs"),
    (lambda a, b: len(a.folded) > 1 and b.folded.startswith(a.folded), 25, "开头相同", "begins the same"),
    (lambda a, b: len(a.folded) > 1 and a.folded in b.folded, 20, "包含所查姓名", "contains it"),
    (lambda a, b: a.folded == a.pinyin and len(a.pinyin) > 2 and b.pinyin.startswith(a.pinyin), 22, "拼音开头相同",
     "pinyin begins the same"),
    (lambda a, b: a.folded == b.initials, 15, "拼音首字母相同", "the same initials"),
)  # fmt: skip


def _number(query: Query, who: Candidate) -> Reason | None:
    asked = query.number or query.digits.upper()
    if not asked:
        return None
    tests = (
        (lambda n: n == asked, 95, Text("证件号码相同", "the same document number")),
        (lambda n: "_" in asked and fits(asked, n), 60, Text("证件号码与遮盖部分以外一致", "fits the masked number")),
        (lambda n: n in identity_number.near(asked), 70, Text("证件号码仅差一处笔误", "the number is one slip away")),
        (lambda n: len(asked) < 18 and asked in n, 40, Text("证件号码包含所查数字", "the number contains the digits")),
    )
    return next((Reason(text, points) for test, points, text in tests if any(map(test, who.numbers))), None)


def fits(pattern: str, number: str) -> bool:
    """Whether a number fits a pattern in which `_` stands for any character."""
    return len(pattern) == len(number) and all(p in {"_", n} for p, n in zip(pattern, number, strict=True))


def _phone(query: Query, who: Candidate) -> Reason | None:
    asked = query.phone or query.digits
    if asked and asked in who.phones:
        return Reason(Text("电话相同", "the same telephone"), 50)
    if asked and any(asked in p for p in who.phones):
        return Reason(Text("电话包含所查数字", "the telephone contains the digits"), 20)
    return None


def _born(query: Query, who: Candidate) -> Reason | None:
    if not query.born or not who.born:
        return None
    if query.born == who.born:
        return Reason(Text("出生日期相同", "the same birth date"), 25)
    if (query.born.year, query.born.month, query.born.day) == (who.born.year, who.born.day, who.born.month):
        return Reason(Text("出生月日颠倒", "month and day swapped"), 12)
    return Reason(Text("出生日期不同", "another birth date"), -15)
