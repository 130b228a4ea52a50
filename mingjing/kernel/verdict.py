"""May this be? If not: which code, which sentence, on what legal or local basis.

A refusal is a value first (shown on the disabled button) and an exception second (stopping an action).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from mingjing.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of a permission, a state or a legal gate.

    `code` is stable and dotted (`custody.search.same_sex`); `basis` names the article (`CPL 139`) or is empty;
    `severity` is `block` (refuses) or `warn` (shown, never refuses: unconfirmed law).
    `way` is a relative address that makes the act possible, or empty.
    """

    ok: bool
    code: str = ""
    text: Text = Text("", "")
    basis: str = ""
    severity: str = "block"
    way: str = ""
    field: str = ""

    def __bool__(self) -> bool:
        return self.ok


OK = Verdict(True)


def no(code: str, zh: str, en: str, *, basis: str = "", way: str = "", field: str = "") -> Verdict:
    """A blocking verdict."""
    return Verdict(False, code, Text(zh, en), basis, "block", way, field)


class Refusal(Exception):
    """An act was refused and nothing was written. Carries every verdict that refused it, so that all show at once."""

    def __init__(self, *verdicts: Verdict) -> None:
        self.verdicts = tuple(verdicts)
        super().__init__("; ".join(v.code for v in verdicts))

    @property
    def code(self) -> str:
        return self.verdicts[0].code if self.verdicts else ""


def require(verdicts: Verdict | Iterable[Verdict]) -> None:
    """Raise one Refusal carrying all blocking verdicts that are not ok; warnings pass."""
    several = (verdicts,) if isinstance(verdicts, Verdict) else tuple(verdicts)
    blocking = [v for v in several if not v.ok and v.severity == "block"]
    if blocking:
        raise Refusal(*blocking)
