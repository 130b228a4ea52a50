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

_chosen: ContextVar[tuple[str, tuple[str, str]] | None] = ContextVar("mingjing_posting_acted_at", default=None)
_memory: ContextVar[dict[tuple[str, str], Any] | None] = ContextVar("mingjing_postings", default=None)


@contextmanager
def while_answering() -> Iterator[None]:
    """Remember postings until the block ends."""
    token, chosen = _memory.set({}), _chosen.set(None)
    try:
        yield
    finally:
        _memory.reset(token)
        _chosen.reset(chosen)


def only(officer_id: str, post: str, path: str) -> None:
    """Until the request is answered this officer holds this one posting, whatever else he holds."""
    _chosen.set((officer_id, (post, path)))


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
        memory.clear()
