"""Bodies and sentences of the entries of a stay, by theme. Importing this registers them all."""

from mingjing.custody.entries import arrival, care, contact, control, leaving, questioning, rooms

__all__ = ["arrival", "care", "contact", "control", "leaving", "questioning", "rooms"]
