"""Every kind of stay can be played by the rules, whoever is left over is brought to an end, officers sign in."""

import re
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from mingjing.custody.models import Stay
from mingjing.demo import seed, stories
from mingjing.demo.crew import gathered, plan_shifts
from mingjing.demo.duty import Attendance
from mingjing.demo.resumed import going_on
from mingjing.demo.scene import Scene
from mingjing.demo.timetable import Timetable, every
from mingjing.kernel.time import frozen
from mingjing.ledger.entries import sentence
from mingjing.ledger.models import Entry
from mingjing.org.models import SignIn
from mingjing.presence.models import Binding

START = datetime(2026, 11, 20, 1, tzinfo=UTC)

pytestmark = pytest.mark.django_db


HAN, LATIN = re.compile(r"[\u3400-\u9fff]+"), re.compile(r"[A-Za-z]*[a-z][A-Za-z]*")
CODE = re.compile(r"[\w.]*\d[\w.-]*|[a-z]+(-[a-z]+)+(?=[-#]\d)|mm|cm|SpO2")  # numbers of things; units of measure


def typed(value):
    """Every text somebody typed or chose, wherever it stands in a body."""
    if isinstance(value, dict):
        value = [*value.values()]
    return "\n".join(map(typed, value)) if isinstance(value, list) else str(value)


def other_words(entry):
    """Words of the other language in the sentences of an entry, apart from what people typed and what has a name."""
    said, told = sentence(entry.tag, entry.body), typed(entry.body)
    in_chinese = LATIN.findall(CODE.sub("", said.zh))
    in_english = [word for word in HAN.findall(said.en) if word not in told]
    return [*in_chinese, *in_english]


def test_every_story_begins_lawfully_and_everybody_left_over_can_leave():
    crew = seed.prefecture(START - timedelta(days=60))
    scene, table = Scene(crew, Random(7)), Timetable()
    with frozen(START):
        plan_shifts(crew, START, days=2)
    table.add(START, "attendance", every(1, Attendance(crew)))
    kinds = dict.fromkeys(stories.USUAL)
    for place, kind in enumerate(kinds):
        table.add(START + timedelta(minutes=2 + 9 * place), kind.__name__, kind(scene))
    middle = START + timedelta(hours=3)
    table.play(middle)
    assert table.refused == []
    assert Stay.objects.count() == len(kinds)
    assert SignIn.objects.filter(until=None).exists()
    banded = set(Binding.objects.open().filter(holder_kind="stay").values_list("holder_id", flat=True))
    assert banded
    assert banded <= {str(pk) for pk in Stay.objects.present().values_list("pk", flat=True)}

    left_over, again = list(Stay.objects.present()), Timetable()
    assert left_over
    later = Scene(gathered(seed.home()), Random(8), known=100)
    for stay in left_over:
        again.add(middle, stay.number, going_on(later, stay))
    again.play(middle + timedelta(hours=5))
    assert again.refused == []
    assert not Stay.objects.present().exists()
    assert not Binding.objects.open().filter(holder_kind="stay").exists()
    record = Entry.objects.filter(refs__kind="stay").distinct().with_content()
    assert {"custody.stay.observed", "custody.stay.released"} <= {entry.tag for entry in record}
    assert {entry.tag: words for entry in record if (words := other_words(entry))} == {}
