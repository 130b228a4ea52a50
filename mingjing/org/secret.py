"""Halves of enrolment codes."""

import secrets

READABLE = "abcdefghjkmnpqrstuvwxyz23456789"  # without signs that are mistaken for one another


def half_code() -> str:
    """About 49 bits, in groups that can be read aloud. Shown once, kept only as a hash."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(5)) for _ in range(2))
