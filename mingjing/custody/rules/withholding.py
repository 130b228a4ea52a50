"""What of the record is protected, by kind of entry: the same answer for the file, the paper and the time line."""

from collections.abc import Collection, Iterable

from mingjing.custody.tags import Tag
from mingjing.custody.vocab import ContactKind, IncidentKind, Kept

AMENDMENT, REASON = "body.changes", "reason"
_ALL_FACTS = "fact."
_HARMLESS = frozenset({"fact.health.assessed", "fact.search.done"})

_HEALTH: dict[str, frozenset[str]] = {
    Tag.MEDICAL: frozenset({"body.findings", "body.fit", "body.why"}),
    Tag.ASSESSED: frozenset({"body.answers", "body.note", _ALL_FACTS}),
    Tag.SEARCHED: frozenset({"body.self_report"}),
    Tag.MEDICATION: frozenset({"body.what", "body.note"}),
    Tag.INCIDENT: frozenset({"body.what", "body.measures"}),
    Tag.INCIDENT_CLOSED: frozenset({"body.outcome"}),
    Tag.REPORTED: frozenset({"body.note"}),
}
_OF_INCIDENTS = frozenset({Tag.INCIDENT, Tag.INCIDENT_CLOSED, Tag.REPORTED})
NOT_BODILY = frozenset({IncidentKind.ESCAPE, IncidentKind.OVERRUN, IncidentKind.OTHER})
"""Incidents whose words tell nothing of anybody's health."""
_TALKS = (
    Tag.VISIT_ASKED, Tag.LAWYER_VISIT_ASKED, Tag.VISITED, Tag.LAWYER_MET, Tag.GUARDIAN_ARRIVED,
    Tag.INTERPRETER_ARRIVED, Tag.VISIT_ENDED, Tag.VISIT_NOT_HELD, Tag.LAWYER_VISIT_OFF,
    *(Tag(f"custody.stay.{kind.value}") for kind in ContactKind),
)  # fmt: skip
_WHO = frozenset(f"body.{name}" for name in ("name", "relation", "document", "means", "note", "why"))
_CONTACTS: dict[str, frozenset[str]] = dict.fromkeys(_TALKS, _WHO)
PROTECTED: dict[str, dict[str, frozenset[str]]] = {Kept.HEALTH: _HEALTH, Kept.CONTACTS: _CONTACTS}


def keeps_back(
    groups: Iterable[str],
    tag: str,
    field: str,
    *,
    amending: bool = False,
    changes: Collection[str] = (),
    kind: str = "",
) -> bool:
    """Whether a copy that keeps these groups back withholds the field of an entry with that tag. `amending`: of an
    amendment of such an entry, protected when a field among its `changes` is. `kind`: of an incident, when it is known.
    """
    if tag in _OF_INCIDENTS and kind in NOT_BODILY:
        return False
    return any(_within(PROTECTED[group].get(tag, frozenset()), field, amending, changes) for group in groups)


def _within(named: frozenset[str], field: str, amending: bool, changes: Collection[str]) -> bool:
    if field == REASON and not amending:  # why it was entered late, in somebody's own words
        return bool(named)
    if amending and field == AMENDMENT:
        return any(f"body.{name}" in named for name in changes)
    return field in named or (_ALL_FACTS in named and field.startswith(_ALL_FACTS) and field not in _HARMLESS)
