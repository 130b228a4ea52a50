"""Conditions of rules: CEL expressions over the declared facts, checked when the books are loaded.

Evaluation is three-valued: True, False, or None when a fact the answer hangs on is not known. The CEL runtime gives
this by itself: `a && b` is false as soon as one side is false, and an error while a decisive name is missing.
"""

from typing import Any

import cel

from mingjing.law.facts import Facts, Scalar, Vocabulary
from mingjing.law.typecheck import ConditionError, check_types

_REMEMBERED = 4096


class Condition:
    """One compiled expression. `names` are the facts it reads, dotted, in the order written."""

    __slots__ = ("_answers", "_program", "_split", "names", "source")

    def __init__(self, source: str, vocabulary: Vocabulary) -> None:
        """Raises ConditionError for a syntax error, an undeclared fact or a type mismatch."""
        self.source = source
        self.names = check_types(source, vocabulary)
        self._split = tuple(name.split(".", 1) for name in self.names)
        try:
            self._program = cel.compile(source)
        except ValueError as error:
            raise ConditionError(str(error)) from error
        self._answers: dict[tuple[Scalar | None, ...], bool | None] = {}

    def __call__(self, facts: Facts) -> bool | None:
        """True, False, or None when the facts known do not decide."""
        key = tuple([facts.get(name) for name in self.names])
        if key not in self._answers:
            if len(self._answers) >= _REMEMBERED:
                self._answers.clear()
            self._answers[key] = self._run(key)
        return self._answers[key]

    def missing(self, facts: Facts) -> tuple[str, ...]:
        """The facts it reads that are not known."""
        return tuple(name for name in self.names if facts.get(name) is None)

    def _run(self, values: tuple[Scalar | None, ...]) -> bool | None:
        try:
            return bool(self._program.execute(self._nested(values)))
        except (RuntimeError, ValueError, KeyError, TypeError):
            if None in values:
                return None
            raise

    def _nested(self, values: tuple[Scalar | None, ...]) -> dict[str, Any]:
        nested: dict[str, dict[str, Scalar]] = {}
        for (group, leaf), value in zip(self._split, values, strict=True):
            members = nested.setdefault(group, {})
            if value is not None:
                members[leaf] = value
        return nested
