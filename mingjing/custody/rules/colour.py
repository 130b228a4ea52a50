"""In which control colour somebody is shown: by his category and his risk, as the house's rules have it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mingjing.custody.vocab import Colour, Risk
from mingjing.kernel.text import Text

UNASKED = "unasked"
"""The column of whoever was not asked the questions of risk yet."""
COLUMNS = (UNASKED, *Risk.values())


@dataclass(frozen=True, slots=True)
class Category:
    """A line of the rules: whom it fits, and his colour by risk. What is empty, or None, fits everybody."""

    code: str
    text: Text
    colours: Mapping[str, Colour]
    role: frozenset[str] = frozenset()
    case: frozenset[str] = frozenset()
    ground: frozenset[str] = frozenset()
    minor: bool | None = None

    def fits(self, *, role: str, case: str, ground: str, minor: bool | None) -> bool:
        told = ((self.role, role), (self.case, case), (self.ground, ground))
        return all(not wanted or said in wanted for wanted, said in told) and self.minor in (None, minor)


@dataclass(frozen=True, slots=True)
class Decided:
    """What the rules say of somebody, and by which line and column."""

    category: Category
    risk: str
    colour: Colour


def decide(
    categories: Sequence[Category], *, role: str, case: str, ground: str, minor: bool | None, risk: str
) -> Decided:
    """By the first line that fits. `minor` None: his age is not known; `risk` empty: not asked yet."""
    line = next(c for c in categories if c.fits(role=role, case=case, ground=ground, minor=minor))
    return Decided(line, risk, line.colours[risk or UNASKED])


def by_what(category: Text, risk: str) -> Text:
    """In words, why the rules say so."""
    if not risk:
        return Text("{category}，尚未评估风险", "{category}, risk not assessed yet").format(category=category)
    told = Text("{category}，{risk}风险", "{category}, {risk} risk")
    return told.format(category=category, risk=Risk(risk).text)
