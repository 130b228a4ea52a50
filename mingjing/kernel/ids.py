"""Identifiers: time-ordered UUIDs (RFC 9562 version 7), so that two sites never mint the same one."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A fresh, time-ordered, unguessable-enough identifier. It is a name, never a secret."""
    return uuid7()
