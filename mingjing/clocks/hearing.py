"""Who hears whom, and which rules hang on what.

A subject of the law hears its own entries and those that name it, of a person, of a request and of subjects that are no
rivals of its kind. What happens in custody is nobody else's story: an act of a stay is followed for the stay alone.
A rule hangs on the kind of subject whose entries begin it, so a case that names its stays starts no clock of theirs.
"""

from collections.abc import Mapping
from types import MappingProxyType

from mingjing.kernel.ref import Ref
from mingjing.law.rule import Timed
from mingjing.law.shelf import Books

STAY, CASE, MEASURE, REPORT = "stay", "case", "measure", "report"

SILENT = frozenset({"alarm", "clock", "duty"})
"""Kinds whose entries establish no facts: the watch's own announcements."""

HEARD_BY: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        STAY: frozenset(),
        CASE: frozenset({STAY, MEASURE, REPORT}),
        MEASURE: frozenset({STAY, CASE}),
        REPORT: frozenset({CASE}),
    }
)
"""Kind of an entry's subject → the kinds that hear it when it names them."""

SUBJECTS = frozenset(HEARD_BY)
"""Kinds of subjects the law's clocks hang on."""

_BEGINS = (("custody.", STAY), ("measures.", MEASURE), ("intake.", REPORT), ("cases.", CASE))
"""By the tags that begin a rule, the most particular first: one that an arrival or a case may begin is the stay's."""

_about: dict[tuple[str, str], frozenset[str]] = {}


def hearers(kind: str) -> frozenset[str]:
    """Kinds of named subjects that hear an entry about something of this kind, besides itself."""
    return frozenset() if kind in SILENT else HEARD_BY.get(kind, SUBJECTS)


def hears(subject: Ref, told_of: Ref) -> bool:
    """Whether an entry that names `subject` and is about `told_of` speaks to it."""
    return subject == told_of or subject.kind in hearers(told_of.kind)


def belongs(rule: Timed) -> str:
    """The kind of subject a rule hangs on; empty when any may begin it."""
    tags = [tag for clause in rule.starts for tag in (*clause.tags, *clause.since)]
    return next((kind for beginning, kind in _BEGINS if any(tag.startswith(beginning) for tag in tags)), "")


def rules_about(books: Books, kind: str) -> frozenset[str]:
    """Ids of the clocks and duties that may hang on a subject of this kind."""
    key = books.digest, kind
    if key not in _about:
        _about[key] = frozenset(r.id for r in (*books.clocks, *books.duties) if belongs(r) in ("", kind))
    return _about[key]
