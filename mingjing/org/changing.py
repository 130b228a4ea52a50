"""What of a row really changes, when a form with all its fields comes back."""

from collections.abc import Mapping, Sequence
from typing import Any

from mingjing.kernel import meanwhile
from mingjing.kernel.verdict import Verdict
from mingjing.ledger.act import Act
from mingjing.org.entries.words import said


def differing(
    it: Act, row: Any, seen: Mapping[str, Any] | None, wanted: Mapping[str, Any], fields: Sequence[str], who: Verdict
) -> dict[str, list[Any]]:
    """Field → [before, after], for those of `wanted` that differ from the row. Raises Refusal when he may not (`who`)
    and when somebody else changed since what he is about to overwrite (`kernel.meanwhile`)."""
    unknown = wanted.keys() - set(fields)
    if unknown:
        raise TypeError(f"{type(row).__name__} has no changeable {sorted(unknown)}")
    stands = {name: getattr(row, name) for name in fields}
    it.permit(who, *meanwhile.lost(seen, stands, wanted, said))
    mine = {name: value for name, value in wanted.items() if name not in meanwhile.kept(seen, stands, wanted)}
    return {name: [stands[name], value] for name, value in mine.items() if stands[name] != value}
