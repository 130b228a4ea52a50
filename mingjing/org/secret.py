"""Temporary passwords."""

import secrets

READABLE = "abcdefghjkmnpqrstuvwxyz23456789"  # without signs that are mistaken for one another


def temporary_password() -> str:
    """About 74 bits, in groups that can be read aloud. Shown once; changed at the first sign-in."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(5)) for _ in range(3))
