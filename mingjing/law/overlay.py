"""A prefecture's own folder on top of the books: it may tighten a rule, never loosen it."""

from pathlib import Path

from mingjing.law.shelf import Books


def tightened(books: Books, folder: Path, overlay: Path) -> Books:
    raise NotImplementedError
