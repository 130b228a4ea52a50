"""Telephone numbers and addresses in one plain form."""

import re
import unicodedata

_SEVERAL = re.compile(r"[、,，;；/|\n]+")


def phone(text: str) -> str:
    """Digits only; the country code of mainland China (+86, 0086) is dropped, others are kept with a plus."""
    plain = unicodedata.normalize("NFKC", text).strip()
    digits = re.sub(r"[^0-9]", "", plain)
    abroad = plain.startswith("+") or digits.startswith("00")
    digits = digits.removeprefix("00") if digits.startswith("00") else digits
    if abroad and digits.startswith("86"):
        return digits[2:]
    if len(digits) == 13 and digits.startswith("861"):
        return digits[2:]
    return f"+{digits}" if abroad and digits else digits


def address(text: str) -> str:
    """Half-width digits and letters, single spaces."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()


def several(text: str) -> list[str]:
    """Names typed into one field, apart: by comma, pause mark, semicolon, slash or line."""
    return [one.strip() for one in _SEVERAL.split(text) if one.strip()]
