"""Case numbers from the pattern in numbering.yaml."""

import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from mingjing.cases.models import Case, CaseCounter
from mingjing.kernel.time import local
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.org.models import Unit


def next_number(unit: Unit, at: datetime) -> str:
    """The next free number of the unit in the month of `at` (Asia/Shanghai). Call inside the action's transaction:
    the counter stays locked until it ends, so a refused action uses up no number. Numbers that cases brought with them
    are passed over."""
    month = local(at)
    key = f"{unit.code}/{month:%Y%m}"
    CaseCounter.objects.bulk_create([CaseCounter(key=key)], ignore_conflicts=True)
    counter = CaseCounter.objects.select_for_update().get(pk=key)
    while True:
        counter.last += 1
        number = str(_form()["pattern"]).format(unit=unit.code, month=month, sequence=counter.last)
        if not Case.objects.filter(number=number).exists():
            break
    counter.save()
    return number


def acceptable(number: str) -> Verdict:
    """Whether a number given from outside has the form of a case number."""
    if re.fullmatch(_form()["accepted"], number):
        return OK
    return no("cases.number.form", "案件编号格式不对，请核对。", "Not the form of a case number.", field="number")


def free(number: str) -> Verdict:
    """Whether no case bears the number yet."""
    taken = Case.objects.filter(number=number).exists()
    return no("cases.number.taken", "该案件编号已经登记。", "This number is taken.", field="number") if taken else OK


@cache
def _form() -> dict[str, Any]:
    return dict(yaml.safe_load(Path(__file__).with_name("numbering.yaml").read_text(encoding="utf-8")))
