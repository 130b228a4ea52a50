"""The citizen identity number: GB 11643-1999 (18 digits) and its predecessor of 15.

Region (6), birth date (8, before: yymmdd), sequence (3, odd for men), check character. The format of the standard, not
a rule of law: a number that does not pass is kept and flagged, never thrown away, because people do show such papers.
"""

import re
from dataclasses import dataclass
from datetime import date

from mingjing.kernel.text import Text

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
PROVINCES = frozenset(
    str(code)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for code in range(first, last + 1)
)
FORM = Text("应为 18 位（或旧式 15 位）", "It has 18 characters (or 15, old style)")
_CLEAN = re.compile(r"[\s\-–—_.]")
_WIDE = str.maketrans("０１２３４５６７８９Ｘｘ×", "0123456789XXX")


@dataclass(frozen=True, slots=True)
class Number:
    """`text` normalised to 18 characters where possible; `birth_date` and `sex` as far as the number tells; `faults` in
    the order found, empty when the number is well formed."""

    text: str
    birth_date: date | None
    sex: str
    faults: tuple[Text, ...]

    @property
    def ok(self) -> bool:
        return not self.faults


def tidy(text: str) -> str:
    """Full-width digits, spaces, hyphens and a small x brought to the plain form."""
    return _CLEAN.sub("", text.translate(_WIDE)).upper()


def check_character(first17: str) -> str:
    """The eighteenth character for seventeen digits."""
    return CHECKS[sum(int(d) * w for d, w in zip(first17, WEIGHTS, strict=True)) % 11]


def lengthen(old: str) -> str:
    """The 18-character number for an old one of 15 digits, taken as born in the 1900s as the standard does."""
    first17 = old[:6] + "19" + old[6:]
    return first17 + check_character(first17)


def shorten(number: str) -> str:
    """The 15-digit form of an 18-character number of someone born in the 1900s. Raises ValueError for others."""
    if number[6:8] != "19":
        raise ValueError("only births of the 1900s had a 15-digit number")
    return number[:6] + number[8:17]


def read(text: str, *, today: date) -> Number:
    """What a typed identity number says; `today` bounds the birth date. Never raises: faults are part of the answer."""
    number = tidy(text)
    if re.fullmatch(r"\d{15}", number, re.ASCII):
        number = lengthen(number)
    if not re.fullmatch(r"\d{17}[\dX]", number, re.ASCII):
        return Number(number, None, "", (FORM,))
    born = _date(number[6:14])
    return Number(number, born, "male" if int(number[16]) % 2 else "female", tuple(_faults(number, born, today)))


def agrees(number: Number, *, sex: str, birth_date: date | None) -> tuple[Text, ...]:
    """Contradictions between a well-formed number and what was recorded of the person."""
    found = []
    if sex in {"male", "female"} and number.sex and number.sex != sex:
        found.append(Text("证件号码的性别与登记不符", "The number tells another sex"))
    if birth_date and number.birth_date and number.birth_date != birth_date:
        found.append(Text("证件号码的出生日期与登记不符", "The number tells another birth date"))
    return tuple(found)


def _faults(number: str, born: date | None, today: date) -> list[Text]:
    found = []
    if number[:2] not in PROVINCES:
        found.append(Text("地区码不存在", "There is no such region code"))
    if born is None:
        found.append(Text("出生日期不存在", "There is no such birth date"))
    elif born > today:
        found.append(Text("出生日期在今天之后", "The birth date lies in the future"))
    if check_character(number[:17]) != number[17]:
        found.append(Text("校验位不符，请核对号码", "The check character does not fit; compare the number"))
    return found


def _date(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def near(number: str) -> list[str]:
    """Well-checked numbers one slip (two neighbours swapped, one digit mistyped) away from one that fails its check."""
    if not re.fullmatch(r"\d{17}[\dX]", number, re.ASCII) or check_character(number[:17]) == number[17]:
        return []
    swapped = {number[:i] + number[i + 1] + number[i] + number[i + 2 :] for i in range(17)}
    digits = {number[:i] + d + number[i + 1 :] for i in range(18) for d in "0123456789" if d != number[i]}
    ends = {number[:17] + "X"}
    plain = (n for n in swapped | digits | ends if n[:17].isdigit())
    return sorted(n for n in plain if n != number and check_character(n[:17]) == n[17])


def masked(number: str) -> str:
    """The number as it may be shown to somebody who has not opened the record: region and the last two characters."""
    return f"{number[:6]}{'*' * (len(number) - 8)}{number[-2:]}" if len(number) > 8 else "*" * len(number)
