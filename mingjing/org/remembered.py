"""Postings and recusals are asked for a dozen times while one page is made: within `while_answering()` they are read
once. And an officer who acts at one of his posts sees, in that request, what this post sees and nothing more (`only`).

The memory belongs to one request and dies with it; what changed in the meantime counts from the next one.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Held = list[tuple[str, str]]
T = TypeVar("T")
GRANTED = ("granted", "")

_chosen: ContextVar[tuple[str, tuple[str, str]] | None] = ContextVar("mingjing_posting_acted_at", default=None)
_scopes: ContextVar[tuple[str, frozenset[str]] | None] = ContextVar("mingjing_scopes", default=None)
_memory: ContextVar[dict[tuple[str, str], Any] | None] = ContextVar("mingjing_postings", default=None)


@contextmanager
def while_answering() -> Iterator[None]:
    """Remember postings until the block ends."""
    token, chosen, scopes = _memory.set({}), _chosen.set(None), _scopes.set(None)
    try:
        yield
    finally:
        _memory.reset(token)
        _chosen.reset(chosen)
        _scopes.reset(scopes)


def only(officer_id: str, post: str, path: str, scopes: frozenset[str] | None = None) -> None:
    """Until the request is answered this officer holds this one posting, whatever else he holds; and of what the
    posting grants only `scopes`, where a program acts for him."""
    _chosen.set((officer_id, (post, path)))
    _scopes.set(None if scopes is None else (officer_id, scopes))


def lets(officer_id: str, permission: str) -> bool:
    """Whether the program that acts for the officer was given the permission; always, when he acts himself."""
    scopes = _scopes.get()
    return scopes is None or scopes[0] != officer_id or permission in scopes[1]


def note_granted(permission: str) -> None:
    """A permission was asked for and granted in this request."""
    memory = _memory.get()
    if memory is not None:
        memory.setdefault(GRANTED, set()).add(permission)


def granted() -> frozenset[str]:
    """The permissions granted since `forget_granted()`, or since the request began."""
    memory = _memory.get()
    return frozenset(memory.get(GRANTED, ())) if memory is not None else frozenset()


def forget_granted() -> None:
    memory = _memory.get()
    if memory is not None:
        memory.pop(GRANTED, None)


def postings(officer_id: str, read: Callable[[], Held]) -> Held:
    """What `read()` answers, or what it answered before in this request."""
    chosen = _chosen.get()
    if chosen and chosen[0] == officer_id:
        return [chosen[1]]
    return once("postings", officer_id, read)


def once(what: str, officer_id: str, read: Callable[[], T]) -> T:
    """What `read()` answers about the officer, or what it answered before in this request."""
    memory = _memory.get()
    if memory is None:
        return read()
    key = what, officer_id
    if key not in memory:
        memory[key] = read()
    answered: T = memory[key]
    return answered


def forget() -> None:
    """Postings or recusals have just changed."""
    memory = _memory.get()
    if memory is not None:
        said = memory.get(GRANTED, set())
        memory.clear()
        memory[GRANTED] = said
