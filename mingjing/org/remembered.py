"""Postings are asked for a dozen times while one page is made: within `while_answering()` they are read once.

The memory belongs to one request and dies with it; a posting given or ended in the meantime counts from the next one.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Held = list[tuple[str, str]]

_memory: ContextVar[dict[str, Held] | None] = ContextVar("mingjing_postings", default=None)


@contextmanager
def while_answering() -> Iterator[None]:
    """Remember postings until the block ends."""
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


def postings(officer_id: str, read: Callable[[], Held]) -> Held:
    """What `read()` answers, or what it answered before in this request."""
    memory = _memory.get()
    if memory is None:
        return read()
    if officer_id not in memory:
        memory[officer_id] = read()
    return memory[officer_id]


def forget() -> None:
    """Postings have just changed."""
    memory = _memory.get()
    if memory is not None:
        memory.clear()
