"""What the page of alarms says is what the rules say, and every limit it names is a line of the book."""

from mingjing.alerts.rules import rules
from mingjing.presence.rules.limits import Limits
from tests import alarm_table


def test_what_the_page_says_is_what_the_rules_say():
    stale = set(alarm_table.PAGE.read_text(encoding="utf-8").splitlines()) - set(alarm_table.written().splitlines())
    assert not stale, "python -m tests.alarm_table"


def test_every_rule_stands_on_the_page():
    page = alarm_table.PAGE.read_text(encoding="utf-8")
    assert not [code for code in rules() if f"| `{code}` |" not in page], "python -m tests.alarm_table"


def test_every_limit_it_names_is_a_line_of_the_book_and_every_code_a_rule():
    named = {one for several in alarm_table.LIMITS.values() for one in several.split(", ")}
    assert named <= set(Limits.__struct_fields__)
    assert alarm_table.LIMITS.keys() <= rules().keys()
