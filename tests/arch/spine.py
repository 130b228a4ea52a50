"""Reads the source of actions: what each does in order, on every way through it, with the helpers it calls.

A way is followed through branches and loops (none or one round); ways that raise are left out, for nothing of them
remains. A helper counts where it is called, when it is given the open act or is a private function of the module.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import mingjing

PACKAGE = Path(mingjing.__file__).parent
ASKS = {"permit", "gate"}
ON_ACT = {"lock", "permit", "gate", "move", "enter"}
ALWAYS = {"save", "bulk_create", "bulk_update", "update_or_create", "get_or_create"}
OF_MANAGERS = {"create", "update", "delete", "set", "add", "remove", "clear"}
DEPTH = 6


@dataclass(frozen=True)
class Place:
    """A function of a module of ours."""

    module: str
    name: str
    node: ast.FunctionDef = field(compare=False, hash=False)

    def __str__(self) -> str:
        return f"{self.module.removeprefix('mingjing.')}.{self.name}"


@dataclass(frozen=True)
class Way:
    """One way through an action, so far. `pending` are the lines of writes that no entry has followed yet."""

    opened: bool = False
    entered: bool = False
    pending: frozenset[str] = frozenset()
    faults: frozenset[str] = frozenset()

    def told(self, what: str, where: str) -> "Way":
        if what == "write":
            return replace(self, pending=self.pending | {where})
        if what == "enter":
            return replace(self, entered=True, pending=frozenset())
        if what in ASKS and self.pending:
            return replace(self, faults=self.faults | {f"asks ({what}, {where}) after it wrote"})
        return self


@dataclass
class Module:
    name: str
    functions: dict[str, ast.FunctionDef]
    imported: dict[str, tuple[str, str]]  # name here → (module, name there; empty for a module)


@cache
def read(module: str) -> Module | None:
    base = PACKAGE.parent.joinpath(*module.split("."))
    place = next((p for p in (base.with_suffix(".py"), base / "__init__.py") if p.exists()), None)
    if place is None or not module.startswith("mingjing."):
        return None
    tree = ast.parse(place.read_text(encoding="utf-8"))
    functions = {n.name: n for n in tree.body if isinstance(n, ast.FunctionDef)}
    imported = {}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                imported[alias.asname or alias.name] = (node.module, alias.name)
    return Module(module, functions, imported)


def action_modules() -> Iterator[str]:
    for place in sorted(PACKAGE.rglob("actions/*.py")):
        if place.name != "__init__.py":
            yield ".".join(place.relative_to(PACKAGE.parent).with_suffix("").parts)


def is_part(node: ast.FunctionDef) -> bool:
    """A step of an action under way: it takes the open `Act`, or says that its caller tells of it."""
    if "the entry is the caller's" in (ast.get_docstring(node) or ""):
        return True
    every = [*node.args.posonlyargs, *node.args.args]
    return bool(every) and every[0].annotation is not None and ast.unparse(every[0].annotation).strip("'\"") == "Act"


def actions() -> Iterator[Place]:
    for name in action_modules():
        module = read(name)
        assert module is not None
        for label, node in module.functions.items():
            if not label.startswith("_") and not is_part(node):
                yield Place(name, label, node)


def ways(place: Place) -> frozenset[Way]:
    """How the action can end without a refusal."""
    return _Reader(place.module, 0).body(place.node.body, frozenset({Way()})).ended


def writes(node: ast.Call) -> bool:
    """Whether the call is one of the ORM's that change rows, told by its name and what stands before it."""
    if not isinstance(node.func, ast.Attribute):
        return False
    verb, before = node.func.attr, node.func.value
    if verb in ALWAYS:
        return True
    if verb == "delete":
        return True
    if verb == "set" and not node.args:  # an event of a thread
        return False
    chain = ast.unparse(before)
    managed = "objects" in chain.split(".") or ".filter(" in chain or ".exclude(" in chain or ".all(" in chain
    return verb in OF_MANAGERS and (managed or (verb in {"set", "create"} and isinstance(before, ast.Attribute)))


@dataclass
class _Ends:
    """Ways that go on behind a statement, and ways that ended in a return within it."""

    on: frozenset[Way]
    ended: frozenset[Way] = frozenset()


@dataclass
class _Reader:
    module: str
    depth: int

    def body(self, statements: list[ast.stmt], ways: frozenset[Way]) -> _Ends:
        """Those that fall off the end have ended too, for whoever calls this on a whole function."""
        found = self.block(statements, ways)
        return _Ends(frozenset(), found.ended | found.on)

    def block(self, statements: list[ast.stmt], ways: frozenset[Way]) -> _Ends:
        ended: frozenset[Way] = frozenset()
        for statement in statements:
            if not ways:
                break
            found = self.statement(statement, ways)
            ways, ended = found.on, ended | found.ended
        return _Ends(ways, ended)

    def statement(self, node: ast.stmt, ways: frozenset[Way]) -> _Ends:
        match node:
            case ast.Return():
                found = _Ends(frozenset(), self.calls(node, ways))
            case ast.Raise():
                found = _Ends(frozenset())
            case ast.If():
                before = self.calls(node.test, ways)
                found = _either([self.block(node.body, before), self.block(node.orelse, before)])
            case ast.For() | ast.While():
                before = self.calls(node.iter if isinstance(node, ast.For) else node.test, ways)
                found = _either([_Ends(before), self.block(node.body, before)])
            case ast.With():
                for item in node.items:
                    ways = self.calls(item.context_expr, ways)
                found = self.block(node.body, ways)
            case ast.Try():
                tried = self.block([*node.body, *node.orelse], ways)
                found = _either([tried, *(self.block(h.body, ways | tried.on) for h in node.handlers)])
                last = self.block(node.finalbody, found.on)
                found = _Ends(last.on, found.ended | last.ended)
            case ast.Match():
                before = self.calls(node.subject, ways)
                found = _either([_Ends(before), *(self.block(c.body, before) for c in node.cases)])
            case ast.FunctionDef() | ast.ClassDef():
                found = _Ends(ways)
            case _:
                found = _Ends(self.calls(node, ways))
        return found

    def calls(self, node: ast.AST, ways: frozenset[Way]) -> frozenset[Way]:
        """The calls of an expression, innermost first."""
        for child in ast.iter_child_nodes(node):
            ways = self.calls(child, ways)
        return self.call(node, ways) if isinstance(node, ast.Call) else ways

    def call(self, node: ast.Call, ways: frozenset[Way]) -> frozenset[Way]:
        function = node.func
        if isinstance(function, ast.Attribute) and ast.unparse(function.value) == "it":
            return self.tell(function.attr, node, ways) if function.attr in ON_ACT else ways
        if writes(node):
            return self.tell("write", node, ways)
        if _opens(node):
            return frozenset(replace(w, opened=True) for w in ways)
        found = self.resolve(function)
        return self.helper(found, node, ways) if found else ways

    def helper(self, found: Place, node: ast.Call, ways: frozenset[Way]) -> frozenset[Way]:
        if {k.arg for k in node.keywords} >= {"by", "at"}:  # an action of its own: it writes and enters
            return frozenset(replace(w, opened=True, entered=True) for w in ways)
        near = found.module == self.module and found.name.startswith("_")
        given = any(isinstance(a, ast.Name) and a.id == "it" for a in node.args)
        if not (near or given) or self.depth > DEPTH:
            return ways
        return _Reader(found.module, self.depth + 1).body(found.node.body, ways).ended

    def tell(self, what: str, node: ast.Call, ways: frozenset[Way]) -> frozenset[Way]:
        where = f"{self.module.removeprefix('mingjing.')}: {ast.unparse(node.func)}"
        return frozenset(w.told(what, where) for w in ways)

    def resolve(self, function: ast.expr) -> Place | None:
        here = read(self.module)
        assert here is not None
        if isinstance(function, ast.Name):
            if function.id in here.functions:
                return Place(self.module, function.id, here.functions[function.id])
            there, name = here.imported.get(function.id, ("", ""))
        elif isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
            package, leaf = here.imported.get(function.value.id, ("", ""))
            there, name = f"{package}.{leaf}", function.attr
        else:
            return None
        module = read(there) if there else None
        node = module.functions.get(name) if module else None
        return Place(there, name, node) if node else None


def _either(several: list[_Ends]) -> _Ends:
    return _Ends(frozenset().union(*(e.on for e in several)), frozenset().union(*(e.ended for e in several)))


def _opens(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "act" and {k.arg for k in node.keywords} >= {
        "by", "at",
    }  # fmt: skip
