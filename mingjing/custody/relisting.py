"""Entries that hold a list or answers: what an amendment of them must satisfy, and what else follows from it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from mingjing.custody.actions import assessment
from mingjing.custody.demands import explained, lawful, of_samples, sealed
from mingjing.custody.facts import Facts, of_belongings
from mingjing.custody.models import Assessment, Belonging, Collection, Stay
from mingjing.custody.questions import question_set
from mingjing.custody.rules.assessment import faults, highest, judge
from mingjing.custody.vocab import BelongingState, Need, Risk
from mingjing.kernel.time import parse
from mingjing.kernel.verdict import Refusal, no, require
from mingjing.ledger.act import Act

LINE = ("item", "quantity", "unit", "description", "value", "bag")
"""What of a line of belongings is put right; a quantity of none says that it was never there."""


class Things:
    """The rows of one list of belongings, read and written like the list in its entry."""

    WRITTEN = (*LINE, "voided", "kept_at")

    def __init__(self, rows: Sequence[Belonging], stands: Mapping[str, Any]) -> None:
        """`stands`: the entry as amended so far."""
        self.rows, self._lines, self._at = rows, stands["items"], parse(stands["occurred_at"])

    @property
    def kept_at(self) -> datetime:
        return self._at

    @kept_at.setter
    def kept_at(self, moved: datetime) -> None:
        self._at = moved
        for row in self.rows:
            row.kept_at = moved

    @property
    def count(self) -> int:
        return sum(1 for row in self.rows if row.quantity)

    @count.setter
    def count(self, _: int) -> None:
        """Follows from the rows."""

    @property
    def items(self) -> list[dict[str, Any]]:
        told = zip(self._lines, self.rows, strict=True)
        return [{**line, **{name: getattr(row, name) for name in LINE}} for line, row in told]

    @items.setter
    def items(self, lines: Sequence[Mapping[str, Any]]) -> None:
        for row, line in zip(self.rows, lines, strict=True):
            for name in LINE:
                setattr(row, name, line[name])
            row.voided = not row.quantity


def settle_things(stay: Stay, row: Things, changes: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001 - as for the others
    """Valuables stay in a sealed bag; of what was given out nothing vanishes. The count follows."""
    lines = changes.get("items")
    if lines is None:
        return changes
    if len(lines) != len(row.rows):
        zh, en = "增加物品请另行登记。", "Further things are listed by an entry of their own."
        raise Refusal(no("custody.amend.lines", zh, en))
    pairs = list(zip(row.rows, lines, strict=True))
    there = [line for line in lines if line["quantity"]]
    require(sealed(line["item"], line["bag"], valuable=bool(line.get("valuable"))) for line in there)
    given = [one.item for one, line in pairs if one.state != BelongingState.KEPT and line["quantity"] != one.quantity]
    if given:
        names = "、".join(given)
        zh, en = f"已交付的物品不能更改数量：{names}。", f"Given out already, the quantity stays: {names}."
        raise Refusal(no("custody.amend.given", zh, en))
    return changes if len(there) == row.count else {**changes, "count": len(there)}


def things_changed(it: Act, stay: Stay, row: Things) -> Facts:  # noqa: ARG001
    return of_belongings(stay)


def settle_samples(stay: Stay, row: Collection, changes: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001
    """A biological sample keeps its lawful basis."""
    if "items" in changes:
        require(lawful(changes["items"]))
    return changes


def samples_changed(it: Act, stay: Stay, row: Collection) -> Facts:  # noqa: ARG001
    return of_samples(row.items)


def settle_answers(stay: Stay, row: Assessment, changes: dict[str, Any]) -> dict[str, Any]:
    """Answers are judged as when they were given; risk and needs rise with them, and fall only when that is said."""
    questions, sex = question_set(row.questions), stay.person.sex
    answers = changes.get("answers", row.answers)
    require([*faults(questions, answers, sex)])
    found, note = judge(questions, answers, sex), changes.get("note", row.note)
    said_risk, said_needs = Risk(changes.get("risk", row.risk)), changes.get("needs", row.needs)
    risk = said_risk if "risk" in changes else highest([said_risk, found.risk])
    require(explained(found, risk, note))
    require(no("custody.value.unknown", "请选择列表中的一项。", "Choose one of the list.", field="needs")
            for one in said_needs if one not in Need.values())  # fmt: skip
    full: dict[str, Any] = {**changes, "risk": risk.value, "needs": list(dict.fromkeys([*found.needs, *said_needs]))}
    same = {"risk": full["risk"] == row.risk, "needs": set(full["needs"]) == set(row.needs)}
    return {name: value for name, value in full.items() if not same.get(name)}


def answers_changed(it: Act, stay: Stay, row: Assessment) -> Facts:
    """What the answers establish now; what they established before and do so no more is unknown again."""
    found = judge(question_set(row.questions), row.answers, stay.person.sex)
    facts = {**dict.fromkeys(row.facts), **found.facts}
    row.facts = found.facts
    if row == stay.assessments.filter(voided=False).last():
        assessment.follow(it, stay, Risk(row.risk))
    return facts
