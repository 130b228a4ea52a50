"""Who acted is read in the reader's language, also when a part of the program did."""

import re
from pathlib import Path

import mingjing
from mingjing.kernel.actor import MACHINES, spoken

NAMED = re.compile(r"""\bmachine\("([a-z-]+)"\)""")


def test_every_part_of_the_program_that_acts_has_words():
    sources = [p.read_text(encoding="utf-8") for p in Path(mingjing.__file__).parent.rglob("*.py")]
    named = {name for text in sources for name in NAMED.findall(text)}
    assert "watch" in named
    assert named <= set(MACHINES)


def test_people_are_named_as_they_are():
    assert spoken("officer", "watch") == "watch"
    assert spoken("machine", "watch").en == "System (watch)"
