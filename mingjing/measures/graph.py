"""The graph of each kind of measure, as the law books draw it: `cn.measure.<kind>`."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from mingjing.kernel.text import Text
from mingjing.kernel.time import local
from mingjing.law import books
from mingjing.measures.models import Measure

if TYPE_CHECKING:
    from mingjing.law.procedure import Procedure


def of(kind: str, on: date | datetime) -> "Procedure":
    """The graph in force on that day. Raises KeyError when the books have none."""
    day = local(on).date() if isinstance(on, datetime) else on
    return books.current().procedure(f"cn.measure.{kind}", day)


def state_text(measure: Measure) -> Text:
    """What the graph calls the state; a state that a later graph no longer has names itself."""
    states = of(measure.kind, measure.proposed_at).states
    return states[measure.state].title if measure.state in states else Text(measure.state, measure.state)


def states(kind: str, on: date | datetime) -> list[tuple[str, Text]]:
    return [(state.id, state.title) for state in of(kind, on).states.values()]
