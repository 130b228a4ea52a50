"""Do the particulars of a person fit together? Every fault is told at once."""

from dataclasses import dataclass
from datetime import date

from mingjing.kernel.verdict import Verdict, no, require
from mingjing.persons.rules import identity_number
from mingjing.persons.vocab import Basis, DocumentKind, Sex

BY_NUMBER = frozenset({DocumentKind.RESIDENT_ID, DocumentKind.HOUSEHOLD_REGISTER, DocumentKind.RESIDENCE_PERMIT})
UNKNOWN_CALLED = {"male": "不明身份男子", "female": "不明身份女子"}
OLDEST = 130  # nobody lives longer: catches mistyped ages, not a rule of law
NAME_OR_UNKNOWN = no(
    "persons.name.missing",
    "请填写姓名；身份不明的请登记为“身份不明”。",
    "Give the name; if it is not known, register the identity as unknown.",
    field="name",
)


@dataclass(frozen=True, slots=True)
class Told:
    """What holds after the check: gaps filled from a well-formed resident number."""

    name: str
    sex: str
    birth_date: date | None


def check_registration(
    *,
    name: str,
    sex: str,
    birth_date: date | None,
    identity_known: bool,
    age_about: int | None,
    document_kind: str,
    document_number: str,
    today: date,
) -> Told:
    """Raises Refusal with everything that is missing or contradicts itself."""
    told = _filled(name, sex, birth_date, document_kind, document_number, today)
    found = _common(told, document_kind, document_number, today)
    if identity_known and not told.name:
        found.append(NAME_OR_UNKNOWN)
    if age_about is not None and not 0 <= age_about <= OLDEST:
        found.append(no("persons.age", "估计年龄不合理。", "The estimated age cannot be.", field="age_about"))
    require(found)
    return told if told.name else Told(UNKNOWN_CALLED.get(told.sex, "不明身份人员"), told.sex, told.birth_date)


def check_identification(
    *,
    name: str,
    sex: str,
    birth_date: date | None,
    basis: str,
    document_kind: str,
    document_number: str,
    today: date,
) -> Told:
    """Raises Refusal unless name, sex and the way the identity was established are there and fit together."""
    told = _filled(name, sex, birth_date, document_kind, document_number, today)
    found = _common(told, document_kind, document_number, today)
    if not told.name:
        found.append(no("persons.name.missing", "请填写姓名。", "Give the name.", field="name"))
    if told.sex not in {Sex.MALE, Sex.FEMALE}:
        found.append(no("persons.sex.missing", "请填写性别。", "Give the sex.", field="sex"))
    if basis not in Basis.values():
        found.append(no("persons.basis.missing", "请选择查明身份的依据。", "Say by what.", field="basis"))
    require(found)
    return told


def _filled(name: str, sex: str, born: date | None, kind: str, number: str, today: date) -> Told:
    read = identity_number.read(number, today=today) if kind in BY_NUMBER and number else None
    if read is None or not read.ok:
        return Told(name.strip(), sex, born)
    return Told(name.strip(), read.sex if sex in {"", Sex.UNKNOWN} else sex, born or read.birth_date)


def _common(told: Told, kind: str, number: str, today: date) -> list[Verdict]:
    found = []
    if told.sex not in Sex.values():
        found.append(no("persons.sex.missing", "请选择性别。", "Choose the sex.", field="sex"))
    if kind and kind not in DocumentKind.values():
        found.append(no("persons.document.kind", "请选择证件种类。", "Choose the paper.", field="document_kind"))
    if told.birth_date and told.birth_date > today:
        found.append(no("persons.birth.future", "出生日期晚于今天。", "Birth date lies ahead.", field="birth_date"))
    if kind in BY_NUMBER and number:
        read = identity_number.read(number, today=today)
        if read.ok:
            found += [
                Verdict(False, "persons.document.contradiction", text, field="document_number")
                for text in identity_number.agrees(read, sex=told.sex, birth_date=told.birth_date)
            ]
    return found
