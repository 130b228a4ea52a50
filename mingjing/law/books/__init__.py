"""The books of law: `current()` for the shipped ones, `load(folder, overlay)` for others. The data lie beside this."""

from mingjing.law.shelf import BookError, Books, current, load

__all__ = ["BookError", "Books", "current", "load"]
