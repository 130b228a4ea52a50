"""Static type check of the part of CEL that rules may use.

The runtime compares a number with a text without complaint and simply says false; in a rule of law that silence would
be a wrong answer, so every expression is read here first and refused unless every name is declared and every
comparison makes sense.

    or    = and {"||" and}          test  = "(" or ")" | operand [op operand | "in" list]
    and   = not {"&&" not}          op    = "==" "!=" "<" "<=" ">" ">="
    not   = {"!"} test              list  = "[" literal {"," literal} "]"
"""

import re
from dataclasses import dataclass

from mingjing.law.facts import FactType, Vocabulary


class ConditionError(ValueError):
    """An expression the books may not contain; the message says where and why."""


@dataclass(frozen=True, slots=True)
class _Operand:
    type: FactType
    fact: str = ""
    literal: str = ""


_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"[^"\\]*"|'[^'\\]*')|(?P<int>\d+)|(?P<name>[a-z_]\w*(?:\.[a-z_]\w*)*)
    |(?P<op>\|\||&&|==|!=|<=|>=|[<>!()\[\],]))""",
    re.VERBOSE,
)
_ORDER = {"<", "<=", ">", ">="}
_COMPARE = _ORDER | {"==", "!="}
_TEXTUAL = {FactType.TEXT, FactType.ENUM}


def check_types(source: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The facts the expression reads, each once, in the order written. Raises ConditionError."""
    reader = _Reader(_tokens(source), vocabulary)
    reader.disjunction()
    reader.end()
    return tuple(dict.fromkeys(reader.names))


def _tokens(source: str) -> list[tuple[str, str]]:
    found, at = [], 0
    while source[at:].strip():
        match = _TOKEN.match(source, at)
        if match is None or match.lastgroup is None:
            raise ConditionError(f"cannot read {source[at:].strip()!r}")
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


class _Reader:
    def __init__(self, tokens: list[tuple[str, str]], vocabulary: Vocabulary) -> None:
        self._tokens = tokens
        self._at = 0
        self._vocabulary = vocabulary
        self.names: list[str] = []

    def disjunction(self) -> None:
        self._conjunction()
        while self._take("||"):
            self._conjunction()

    def end(self) -> None:
        if self._at < len(self._tokens):
            raise ConditionError(f"unexpected {self._tokens[self._at][1]!r}")

    def _conjunction(self) -> None:
        self._negation()
        while self._take("&&"):
            self._negation()

    def _negation(self) -> None:
        while self._take("!"):
            pass
        if self._take("("):
            self.disjunction()
            self._need(")")
        else:
            self._test()

    def _test(self) -> None:
        left = self._operand()
        if self._take("in"):
            for item in self._list():
                self._comparable(left, item)
            return
        op = self._peek()
        if op in _COMPARE:
            self._at += 1
            self._compared(left, op, self._operand())
        elif left.type is not FactType.BOOL:
            raise ConditionError(f"{left.fact or left.literal!r} is {left.type}, not a yes or no")

    def _compared(self, left: _Operand, op: str, right: _Operand) -> None:
        self._comparable(left, right)
        if op in _ORDER and left.type is not FactType.INT:
            raise ConditionError(f"{op} compares numbers, {left.fact or left.literal!r} is {left.type}")

    def _comparable(self, left: _Operand, right: _Operand) -> None:
        if left.type is not right.type and {left.type, right.type} != _TEXTUAL:
            raise ConditionError(
                f"{left.fact or left.literal!r} ({left.type}) cannot equal "
                f"{right.fact or right.literal!r} ({right.type})"
            )
        for fact, other in ((left, right), (right, left)):
            if fact.type is FactType.ENUM and other.literal:
                self._among(fact.fact, other.literal)

    def _among(self, name: str, literal: str) -> None:
        if literal not in self._vocabulary[name].values:
            raise ConditionError(f"{name} is never {literal!r}")

    def _list(self) -> list[_Operand]:
        self._need("[")
        items = [self._operand()]
        while self._take(","):
            items.append(self._operand())
        self._need("]")
        return items

    def _operand(self) -> _Operand:
        if self._at >= len(self._tokens):
            raise ConditionError("the expression breaks off")
        kind, word = self._tokens[self._at]
        self._at += 1
        if kind == "text":
            return _Operand(FactType.TEXT, literal=word[1:-1])
        if kind == "int":
            return _Operand(FactType.INT, literal=word)
        if word in ("true", "false"):
            return _Operand(FactType.BOOL, literal=word)
        if kind != "name":
            raise ConditionError(f"unexpected {word!r}")
        return self._named(word)

    def _named(self, word: str) -> _Operand:
        fact = self._vocabulary.get(word)
        if fact is None:
            raise ConditionError(f"no fact is called {word}")
        self.names.append(word)
        return _Operand(fact.type, fact=word)

    def _peek(self) -> str:
        return self._tokens[self._at][1] if self._at < len(self._tokens) else ""

    def _take(self, word: str) -> bool:
        if self._peek() != word:
            return False
        self._at += 1
        return True

    def _need(self, word: str) -> None:
        if not self._take(word):
            raise ConditionError(f"{word!r} is missing")
