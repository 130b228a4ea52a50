"""No hour, day, age or rank of the law stands in code. Found in the syntax tree, so that no spelling hides it."""

import ast
import re
from pathlib import Path

import pytest

import mingjing
from mingjing.law import books

PACKAGE = Path(mingjing.__file__).parent
LAWFUL = (
    "custody", "measures", "clocks", "approvals", "cases", "persons", "law", "alerts", "desks", "presence", "faces",
)  # fmt: skip
PLACES = [p for app in LAWFUL for p in sorted((PACKAGE / app).rglob("*.py")) if "migrations" not in p.parts]
MEASURE = re.compile(
    r"hour|day|week|month|year|minute|second|\bage\b|_age|age_|limit|period|deadline|interval|\bdue", re.I
)
PERIOD = re.compile(r"[1-9]\d*(min|h|d|wd|mo|y)")
RANKS = frozenset(books.current().ranks) - {"officer"}
PLAIN = (ast.Constant, ast.Tuple, ast.BinOp, ast.UnaryOp, ast.operator, ast.unaryop, ast.expr_context)
UNITS = {60, 3600, 24, 86400, 7, 12}  # of the clock and the calendar, as factors and divisors

# What stands in code all the same, and why it is no law. A line that is not needed fails.
NOT_LAW = {
    "alerts/figures.py: timedelta(seconds=quantiles(several, n=10, method='inclusive')[-1])": "nine of ten, of a table",
    "custody/selectors/timeline.py: timedelta(minutes=15)": "a late entry is shown as such; nothing hangs on it",
    "custody/vocab.py: 'county_leader'": "to whom something is reported: no rank that approves",
    "desks/house.py: MINUTE = 60": "seconds of a minute",
    "desks/drawing.py: MINUTE = 60": "seconds of a minute",
    "measures/calendar.py: WEEK = 7": "the calendar",
    "presence/explaining.py: timedelta(minutes=3)": "how much of the readings one page explains",
    "presence/forms.py: timedelta(days=7)": "how much of the tracks one question reads",
    "presence/tracks.py: MINUTE_MS = 60000": "coordinates of who stands still are kept once a minute",
    "presence/views/floor_map.py: BACK_MINUTES = 24 * 60": "how far the slider of the replay reaches",
    "presence/views/floor_map.py: timedelta(minutes=5)": "up to then an explanation counts as of the present",
    "presence/views/meetings.py: timedelta(days=60)": "whose names the list of the question offers",
    "presence/views/meetings.py: timedelta(hours=2)": "what stands in the form before anybody typed",
    "presence/whereabouts.py: timedelta(seconds=5)": "an instant as near as that is the present",
    "presence/watching.py: timedelta(minutes=2)": "a process that says nothing for so long is called stalled",
    "law/cli.py: _FIRST_YEAR, _LAST_YEAR = (1949, 9000)": "years in which an instant of a question may lie",
    "law/holidays.py: _SATURDAY = 5": "the calendar",
    "law/counting.py: _MONTHS_OF_A_YEAR = 12": "the calendar",
}


def number(node):
    """A plain number other than nothing and one."""
    if isinstance(node, ast.UnaryOp):
        return number(node.operand)
    return isinstance(node, ast.Constant) and type(node.value) in (int, float) and node.value not in (0, 1)


def numbers_in(node):
    return any(number(n) for n in ast.walk(node))


def of_a_measure(node):
    """Whether the words of an expression speak of time, age or a limit."""
    words = [n.id for n in ast.walk(node) if isinstance(n, ast.Name)]
    words += [n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)]
    return any(MEASURE.search(word) for word in words)


def compares(node):
    """`age < 18`, `hours in {8, 12}`; what is sliced or counted (`text[:4]`, `len(x)`) measures no time."""
    sides = [node.left, *node.comparators]
    if any(isinstance(s, ast.Call) and ast.unparse(s.func) == "len" for s in sides):
        return False
    plain = [s for s in sides if number(s) or (isinstance(s, ast.Tuple | ast.List | ast.Set) and numbers_in(s))]
    return bool(plain) and any(of_a_measure(s) for s in sides if s not in plain)


def suspect(node):
    match node:
        case ast.Call(func=ast.Name(id="timedelta") | ast.Attribute(attr="timedelta")):
            return numbers_in(node)
        case ast.Compare():
            return compares(node)
        case ast.Assign(targets=[target]) | ast.AnnAssign(target=target):
            return node.value is not None and of_a_measure(target) and bare(node.value)
        case ast.keyword(arg=str(name)):
            return bool(MEASURE.search(name)) and number(node.value) and node.value.value not in UNITS
        case ast.Constant(value=str(text)):
            return bool(PERIOD.fullmatch(text)) or text in RANKS
    return False


def bare(value):
    """Numbers and nothing else."""
    return numbers_in(value) and all(isinstance(n, PLAIN) for n in ast.walk(value))


def found_in(place):
    name = str(place.relative_to(PACKAGE))
    tree = ast.parse(place.read_text(encoding="utf-8"))
    inner = {id(n) for call in ast.walk(tree) if suspect(call) for n in ast.walk(call) if n is not call}
    return [f"{name}: {ast.unparse(n)}" for n in ast.walk(tree) if suspect(n) and id(n) not in inner]


@pytest.mark.parametrize("place", PLACES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_no_number_or_rank_of_the_law_stands_in_code(place):
    assert not [line for line in found_in(place) if line not in NOT_LAW], "law belongs in the books"


def test_every_exception_is_needed():
    found = {line for place in PLACES for line in found_in(place)}
    assert NOT_LAW.keys() <= found


@pytest.mark.parametrize(
    "source",
    [
        "timedelta(hours=8)", "timedelta(0, 28800)", "datetime.timedelta(days=-3)", "age < 18", "18 > person.age",
        "due_hours in (8, 12, 24)", "16 <= age_on(day) < 18", "LIMIT_HOURS = 24", "MAX_AGE: int = 70", "limit = 8 * 60",
        "ask(rank='county_chief')", "RANK = 'department_head'", "Period.parse('24h')", "row(limit_hours=13)",
    ],
)  # fmt: skip
def test_what_the_search_must_find(source):
    assert any(suspect(node) for node in ast.walk(ast.parse(source)))


@pytest.mark.parametrize(
    "source",
    ["timedelta(days=1)", "len(day) > 2", "range(7)", "text[:4] == year", "age is None", "n == 12", "x = 24", "'days'"],
)
def test_what_the_search_must_leave(source):
    assert not any(suspect(node) for node in ast.walk(ast.parse(source)))
