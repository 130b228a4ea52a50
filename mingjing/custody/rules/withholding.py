"""What of the record is protected, by kind of entry: the same answer for the file, the paper and the time line."""

from collections.abc import Collection, Iterable

from mingjing.custody.tags import Tag
from mingjing.custody.vocab import ContactKind, Kept

AMENDMENT = "body.changes"
_ALL_FACTS = "fact."
_HARMLESS = frozenset({"fact.health.assessed", "fact.search.done"})

_HEALTH: dict[str, frozenset[str]] = {
    Tag.MEDICAL: frozenset({"body.findings", "body.fit", "body.why"}),
    Tag.ASSESSED: frozenset({"body.answers", "body.note", _ALL_FACTS}),
    Tag.SEARCHED: frozenset({"body.self_report"}),
    Tag.MEDICATION: frozenset({"body.what", "body.note"}),
}
_TALKS = (
    Tag.VISIT_ASKED, Tag.LAWYER_VISIT_ASKED, Tag.VISITED, Tag.LAWYER_MET, Tag.GUARDIAN_ARRIVED,
    Tag.INTERPRETER_ARRIVED, Tag.VISIT_ENDED, Tag.VISIT_NOT_HELD, Tag.LAWYER_VISIT_OFF,
    *(Tag(f"custody.stay.{kind.value}") for kind in ContactKind),
)  # fmt: skip
_WHO = frozenset(f"body.{name}" for name in ("name", "relation", "document", "means", "note", "why"))
_CONTACTS: dict[str, frozenset[str]] = dict.fromkeys(_TALKS, _WHO)
PROTECTED: dict[str, dict[str, frozenset[str]]] = {Kept.HEALTH: _HEALTH, Kept.CONTACTS: _CONTACTS}


def keeps_back(
    groups: Iterable[str], tag: str, field: str, *, amended: str = "", changes: Collection[str] = ()
) -> bool:
    """Whether a copy that keeps these groups back withholds the field of an entry with that tag. An amendment of a
    protected field (`amended`: tag of the entry it corrects, `changes`: names of the fields) is protected as well."""
    return any(_within(PROTECTED[group], tag, field, amended, changes) for group in groups)


def _within(table: dict[str, frozenset[str]], tag: str, field: str, amended: str, changes: Collection[str]) -> bool:
    if field == AMENDMENT:
        return any(f"body.{name}" in table.get(amended, ()) for name in changes)
    named = table.get(amended or tag, frozenset())
    return field in named or (_ALL_FACTS in named and field.startswith(_ALL_FACTS) and field not in _HARMLESS)
