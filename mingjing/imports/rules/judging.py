"""One row of a table: what it would make, or why it makes nothing. Pure: plain values in, an answer out."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mingjing.imports.rules import words
from mingjing.kernel.text import Text
from mingjing.kernel.time import local
from mingjing.persons.rules import identity_number

CLOSED, ACCEPTED, FILED = "closed", "accepted", "filed"
LEFT_OUT = "-"
"""Of an officer: the case comes over without him."""
LONGEST = {"number": 64, "cause": 120, "place": 200, "summary": 4000, "outcome": 200, "sealed_basis": 120}
MOST_PEOPLE = 50
LONGEST_NAME = 96


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row is refused (`warns` is false), or what one should know of it. `value` is what stands in the cell."""

    field: str
    code: str
    text: Text
    value: str = ""
    warns: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """An officer who may be meant: his id, whether an auxiliary, the path of his unit."""

    id: str
    auxiliary: bool
    path: str


@dataclass(frozen=True, slots=True)
class Place:
    """A unit cases may come into."""

    id: str
    path: str


@dataclass(frozen=True)
class Known:
    """What the house knows that rows are judged by. Keys are folded, of units and officers also as written; `titles`:
    kind → stage → what the law calls it; `final`: kind → its stages that close a case."""

    now: datetime
    units: Mapping[str, Sequence[Place]]
    officers: Mapping[str, Sequence[Seat]]
    causes: Collection[str]
    taken: Collection[str]
    elsewhere: Collection[str]
    numbers: Collection[str]
    earlier: dict[str, int]
    titles: Mapping[str, Mapping[str, Text]]
    final: Mapping[str, Collection[str]]


@dataclass(frozen=True)
class Matching:
    """Which column is which field, what words mean here (field → word → meaning), the unit of rows that name none, and
    what is let pass: causes nobody used before, numbers of identity that fail their own check."""

    columns: Mapping[str, int]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    unit: str = ""
    any_cause: bool = False
    bad_numbers: bool = False
    keep_number: bool = True


@dataclass(frozen=True, slots=True)
class Somebody:
    role: str
    name: str
    number: str


@dataclass(frozen=True)
class Judged:
    """`key` is the number of the row, folded; `known` says that the case is here already; `made` is what
    `cases.actions.arriving.take_over` asks, when nothing refuses the row. `unread` are words nobody knows."""

    key: str
    faults: list[Fault]
    known: bool = False
    made: dict[str, Any] | None = None
    people: list[Somebody] = field(default_factory=list)
    unread: list[tuple[str, str]] = field(default_factory=list)


def judged(cells: Sequence[str], width: int, matching: Matching, known: Known, line: int) -> Judged:
    """Judge one row. `width`: how many columns have a header. Never raises."""
    row = _Row(cells, matching, known)
    if len(cells) > width:
        row.refuse("", "imports.row.longer", "本行的单元格多于表头，可能有未加引号的分隔符。",
                   "The row has more cells than the header; a separator may stand without quotes.")  # fmt: skip
    key = row.key(line)
    if key and key in known.taken:
        return Judged(key, [Fault("number", "imports.number.known", KNOWN, row.said("number"), True)], known=True)
    made = {**row.what(), **row.when(), **row.who()}
    people = row.people(made.get("opened_at"))
    refused = any(not one.warns for one in row.faults)
    return Judged(key, row.faults, False, None if refused else made, people, row.unread)


KNOWN = Text("此前已从同一来源导入，不再重复。", "Taken over from this source before; not made twice.")


class _Row:
    """Judges field by field and gathers what it finds."""

    def __init__(self, cells: Sequence[str], matching: Matching, known: Known) -> None:
        self.cells, self.matching, self.known = cells, matching, known
        self.faults: list[Fault] = []
        self.unread: list[tuple[str, str]] = []
        self.kind = ""
        self.place: Place | None = None

    def said(self, name: str) -> str:
        at = self.matching.columns.get(name)
        return self.cells[at] if at is not None and at < len(self.cells) else ""

    def refuse(self, name: str, code: str, zh: str, en: str, *, value: str = "", warns: bool = False) -> None:
        self.faults.append(Fault(name, code, Text(zh, en), value[:200], warns))

    def key(self, line: int) -> str:
        number = self.said("number")
        key = words.folded(number).upper()
        if not key:
            self.refuse(
                "number", "imports.number.missing", "缺少原案件编号。", "The old number is missing.", value=number
            )
            return ""
        first = self.known.earlier.get(key)
        if first is not None and first != line:
            self.refuse("number", "imports.number.twice", f"与第 {first} 行的编号重复。",
                        f"The number stands on row {first} already.", value=number)  # fmt: skip
        if key in self.known.numbers:
            self.refuse("number", "imports.number.taken", "本系统已有此编号的案件。",
                        "A case of this house has this number.", value=number)  # fmt: skip
        if key in self.known.elsewhere:
            self.refuse("number", "imports.number.elsewhere", "另一来源有同样的编号，请确认不是同一案件。",
                        "Another source has the same number; see that it is not the same case.",
                        value=number, warns=True)  # fmt: skip
        return key

    def what(self) -> dict[str, Any]:
        self._fits()
        self.kind = self._meant("kind", words.kind_of)
        unit = self._unit()
        return {
            "kind": self.kind, "cause": self._cause(), "unit": unit.id if unit else "",
            "old_number": self.said("number"), "place": self.said("place"), "summary": self.said("summary"),
            "outcome": self.said("outcome"),
            "sealed_basis": self.said("sealed_basis"), "keep_number": self.matching.keep_number,
        }  # fmt: skip

    def _fits(self) -> None:
        for name, most in LONGEST.items():
            if len(self.said(name)) > most:
                self.refuse(
                    name, "imports.long", f"最多 {most} 个字。", f"At most {most} characters.", value=self.said(name)
                )

    def _meant(self, name: str, mean: Callable[[str], str]) -> str:
        """What a word means: as somebody said on the page, else as the lists say. Refuses what nobody knows."""
        word = self.said(name)
        if not word:
            self.refuse(name, f"imports.{name}.missing", "此项必填。", "This must be said.")
            return ""
        found = self.matching.values.get(name, {}).get(word, "") or mean(word)
        if not found:
            self.unread.append((name, word))
            self.refuse(name, f"imports.{name}.unknown", "不认识这个值，请在“取值对应”中指定。",
                        "Nobody knows this word; say what it means.", value=word)  # fmt: skip
        return found

    def _cause(self) -> str:
        word = self.said("cause")
        if word and (self.matching.any_cause or word in self.known.causes):
            return word
        return self._meant("cause", lambda _: "")

    def _unit(self) -> Place | None:
        word = self.said("unit") or self.matching.unit
        told = self.matching.values.get("unit", {}).get(word, word)
        found = self.known.units.get(told) or self.known.units.get(words.folded(told)) or ()
        if len(found) == 1:
            self.place = found[0]
            return self.place
        if not word:
            self.refuse(
                "unit", "imports.unit.missing", "未写明办案单位，也没有指定默认单位。", "No unit, and no default."
            )
            return None
        self.unread.append(("unit", word))
        if found:
            self.refuse(
                "unit", "imports.unit.several", "有几个单位同名，请指定。", "Several units bear the name.", value=word
            )
        else:
            self.refuse("unit", "imports.unit.unknown", "没有这个单位，或者不在您负责的范围。",
                        "No such unit, or not one you may import into.", value=word)  # fmt: skip
        return None

    def when(self) -> dict[str, Any]:
        """The days of the case, in their order, and where it stands."""
        opened, filed, since, closed, happened = (
            self._moment(name) for name in ("accepted_at", "filed_at", "stage_since", "closed_at", "happened_at")
        )
        if not self.said("accepted_at"):
            self.refuse(
                "accepted_at", "imports.accepted_at.missing", "缺少受案时间。", "The day of acceptance is missing."
            )
        self._order("happened_at", happened, "accepted_at", opened)
        self._order("accepted_at", opened, "filed_at", filed)
        self._order("accepted_at", opened, "stage_since", since)
        self._order("filed_at" if filed else "accepted_at", filed or opened, "closed_at", closed)
        stage = self._stage(bool(filed), bool(closed))
        if opened is None or not stage:
            return {}
        if stage in self.known.final.get(self.kind, ()):
            closed = closed or since
            if closed is None:
                self.refuse("closed_at", "imports.closed_at.missing", "已办结的案件须有结案时间。",
                            "A case that is over needs its end.", value=self.said("stage"))  # fmt: skip
        elif closed:
            stage = CLOSED
        return self._stood(stage, opened, filed, since, closed, happened)

    def _stood(
        self, stage: str, opened: datetime, filed: datetime | None, since: datetime | None, closed: datetime | None,
        happened: datetime | None,
    ) -> dict[str, Any]:  # fmt: skip
        filed = words.later(filed, opened) if filed else None
        last = words.later(since, filed or opened) if since else filed or opened
        closed = words.later(closed, last) if closed else None
        told = []
        for move, which in words.steps().get(self.kind, {}).get(stage, ()):
            when = filed if which == FILED else since and last
            if when is None and not closed:
                self.refuse("filed_at" if which == FILED else "stage_since", "imports.stage.undated",
                            "这一阶段的期限从该日起算，须写明日期。",
                            "The limits of this stage run from this day; give it.",
                            value=self.said("stage"))  # fmt: skip
            elif when is not None:
                told.append((move, when))
        stood_since = closed or (opened if stage == ACCEPTED else last)
        return {"opened_at": opened, "happened_at": happened, "stage": stage, "since": stood_since,
                "steps": [] if closed else told, "closed_at": closed}  # fmt: skip

    def _stage(self, filed: bool, closed: bool) -> str:
        if not self.said("stage"):
            return CLOSED if closed else FILED if filed else ACCEPTED
        if not self.kind:
            return ""
        found = self._meant("stage", lambda word: words.stage_of(self.kind, word, self.known.titles.get(self.kind, {})))
        if found and found not in words.steps().get(self.kind, {}):
            self.refuse("stage", "imports.stage.other", "这类案件没有这个阶段。",
                        "This kind of case has no such stage.", value=self.said("stage"))  # fmt: skip
            return ""
        return found

    def _moment(self, name: str) -> datetime | None:
        word = self.said(name)
        if not word:
            return None
        found = words.moment(word)
        if found is None:
            self.refuse(name, f"imports.{name}.date", "不是能读懂的日期，请写作 2024-05-17 或 2024-05-17 09:30。",
                        "Not a date; write 2024-05-17 or 2024-05-17 09:30.", value=word)  # fmt: skip
        elif found > self.known.now:
            if words.is_day(word) and local(found).date() == local(self.known.now).date():
                return self.known.now
            self.refuse(name, f"imports.{name}.future", "日期在今天之后。", "The day lies ahead.", value=word)
            return None
        return found

    def _order(self, first: str, one: datetime | None, then: str, other: datetime | None) -> None:
        if one is None or other is None or words.not_before(other, one):
            return
        names = words.fields()
        self.refuse(then, f"imports.{then}.order", f"早于{names[first].text.zh}。",
                    f"Earlier than: {names[first].text.en}.", value=self.said(then))  # fmt: skip

    def who(self) -> dict[str, Any]:
        lead = self._officer("lead", self.said("lead")) if self.said("lead") else None
        if lead and lead.auxiliary:
            self.refuse("lead", "imports.lead.auxiliary", "辅警不得主办案件。", "Auxiliaries lead no case.",
                        value=self.said("lead"))  # fmt: skip
        helpers = [found for one in words.several(self.said("helpers")) if (found := self._officer("helpers", one))]
        return {"lead_id": lead.id if lead else None, "helpers": [one.id for one in helpers]}

    def _officer(self, name: str, word: str) -> Seat | None:
        told = self.matching.values.get("lead", {}).get(word, word)
        if told == LEFT_OUT:
            return None
        found = list(self.known.officers.get(told) or self.known.officers.get(words.folded(told)) or ())
        if len(found) > 1 and self.place:
            near = [one for one in found if one.path.startswith(self.place.path)]
            found = near if near else found
        if len(found) == 1:
            return found[0]
        self.unread.append(("lead", word))
        if found:
            self.refuse(name, "imports.officer.several", "有几名同名民警，请写警号。",
                        "Several officers bear the name; give the number.", value=word)  # fmt: skip
        else:
            self.refuse(name, "imports.officer.unknown", "没有这名在职民警，请改写警号，或在“取值对应”中指定。",
                        "No such officer in service; give his number, or say who is meant.", value=word)  # fmt: skip
        return None

    def people(self, opened: datetime | None) -> list[Somebody]:
        return [*self._people("suspect", "suspects", opened), *self._people("victim", "victims", opened)]

    def _people(self, role: str, name: str, opened: datetime | None) -> list[Somebody]:
        numbered = f"{role}_ids"
        called, numbers = words.several(self.said(name)), words.several(self.said(numbered))
        if len(called) > MOST_PEOPLE or any(len(one) > LONGEST_NAME for one in called):
            self.refuse(name, "imports.people.many", f"最多 {MOST_PEOPLE} 人，姓名最多 {LONGEST_NAME} 个字。",
                        f"At most {MOST_PEOPLE} people, names of {LONGEST_NAME} characters.",
                        value=self.said(name))  # fmt: skip
            return []
        if numbers and len(numbers) != len(called):
            self.refuse(numbered, "imports.people.uneven", "姓名与证件号码个数不一致。",
                        "Not as many numbers as names.", value=self.said(numbered))  # fmt: skip
            return []
        for one in numbers:
            self._identity(numbered, one, opened)
        pairs = zip(called, numbers or [""] * len(called), strict=True)
        return list(dict.fromkeys(Somebody(role, one, number) for one, number in pairs))

    def _identity(self, name: str, number: str, opened: datetime | None) -> None:
        read = identity_number.read(number, today=local(opened or self.known.now).date())
        if not read.ok:
            self.refuse(name, f"imports.{name}.check", f"证件号码校验不通过：{read.faults[0].zh}。",
                        f"The identity number fails its check: {read.faults[0].en}.", value=number,
                        warns=self.matching.bad_numbers)  # fmt: skip
