"""Numbers of interviews from the pattern in numbering.yaml."""

from datetime import datetime
from functools import cache
from pathlib import Path

import yaml

from mingjing.interviews.models import InterviewCounter
from mingjing.kernel.time import local
from mingjing.org.models import Unit


def next_number(unit: Unit, at: datetime) -> str:
    """The next free number of the unit in the month of `at` (Asia/Shanghai). Call inside the action's transaction: the
    counter stays locked until it ends, so a refused plan leaves no gap."""
    month = local(at)
    key = f"{unit.code}/{month:%Y%m}"
    InterviewCounter.objects.bulk_create([InterviewCounter(key=key)], ignore_conflicts=True)
    counter = InterviewCounter.objects.select_for_update().get(pk=key)
    counter.last += 1
    counter.save()
    return _pattern().format(unit=unit.code, month=month, sequence=counter.last)


@cache
def _pattern() -> str:
    return str(yaml.safe_load(Path(__file__).with_name("numbering.yaml").read_text(encoding="utf-8"))["pattern"])
