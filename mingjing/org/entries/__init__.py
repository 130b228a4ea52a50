"""Bodies and sentences of the organisation's entries. Importing this registers them all. Passwords, codes and keys
never stand in one."""

from mingjing.org.entries import accounts, places, sessions, shifts

__all__ = ["accounts", "places", "sessions", "shifts"]
