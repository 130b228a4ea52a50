"""How a value is written on paper: days, times and amounts as Chinese documents write them."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from mingjing.documents.template import Field
from mingjing.documents.vocab import FieldKind
from mingjing.kernel.text import Text
from mingjing.kernel.time import local

DIGITS, SMALL, LARGE = "零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"), ("", "万", "亿", "万亿")
Written = str | list[dict[str, str]]


def written(field: Field, value: Any) -> Written:
    """The value as the paper says it; empty when there is none."""
    if value is None or value in ("", []):
        return ""
    if field.kind == FieldKind.ROWS:
        return [{k: plain(v) for k, v in row.items()} for row in value] if isinstance(value, list) else plain(value)
    if field.kind == FieldKind.CHOICE:
        return dict(field.choices).get(str(value), Text(plain(value), "")).zh
    if field.kind == FieldKind.MONEY:
        return money(value)
    if field.kind in (FieldKind.DAY, FieldKind.INSTANT):
        return _moment(field.kind, value)
    return plain(value)


def plain(value: Any) -> str:
    """Any value without a kind of its own."""
    match value:
        case None:
            said = ""
        case Text():
            said = value.zh
        case bool():
            said = "是" if value else "否"
        case datetime():
            said = instant(value)
        case date():
            said = day(value)
        case Mapping():
            said = "，".join(plain(v) for v in value.values())
        case list() | tuple():
            said = "、".join(plain(v) for v in value)
        case _:
            said = str(value)
    return said


def day(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"


def instant(value: datetime) -> str:
    here = local(value)
    return f"{day(here.date())}{here.hour}时{here.minute}分"


def money(value: Any) -> str:
    """`5000` → `5000元（大写：伍仟元整）`."""
    try:
        amount = Decimal(str(value).replace(",", "").replace("元", "")).quantize(Decimal("0.01"))
    except InvalidOperation:
        return str(value)
    shown = f"{amount:f}".removesuffix(".00")
    return f"{shown}元（大写：{in_words(amount)}）"


def in_words(amount: Decimal) -> str:
    """An amount in the characters that cannot be altered on paper."""
    whole, cents = divmod(int(amount * 100), 100)
    said = f"{_whole(whole)}元" if whole else ""
    jiao, fen = divmod(cents, 10)
    if not cents:
        return f"{said or '零元'}整"
    small = (f"{DIGITS[jiao]}角" if jiao else ("零" if said else "")) + (f"{DIGITS[fen]}分" if fen else "")
    return said + small


def _whole(number: int) -> str:
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    said = ""
    for at in range(len(groups) - 1, -1, -1):
        if groups[at]:
            gap = "零" if said and groups[at] < 1000 and not said.endswith("零") else ""
            said += gap + _four(groups[at]) + LARGE[at]
        elif said and not said.endswith("零") and any(groups[:at]):
            said += "零"
    return said


def _four(number: int) -> str:
    said, gap = "", False
    for at, digit in enumerate(f"{number:04d}"):
        if digit == "0":
            gap = bool(said)
            continue
        said += ("零" if gap else "") + DIGITS[int(digit)] + SMALL[3 - at]
        gap = False
    return said


def _moment(kind: FieldKind, value: Any) -> str:
    """A day or an instant; values that were typed are kept as ISO text."""
    found = value
    if isinstance(value, str):
        try:
            found = datetime.fromisoformat(value) if kind == FieldKind.INSTANT else date.fromisoformat(value[:10])
        except ValueError:
            return value
    if isinstance(found, datetime):
        return instant(found) if kind == FieldKind.INSTANT else day(local(found).date())
    return day(found) if isinstance(found, date) else str(found)
