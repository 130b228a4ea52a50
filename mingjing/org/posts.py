"""The catalogue of posts and grants, read from data files of every app (`posts.yaml`, `<app>/grants.yaml`)."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps

from mingjing.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Post:
    """`sees`: `subtree`, `assigned` or `nothing`; `apart`: posts the same officer may not hold as well."""

    code: str
    text: Text
    auxiliaries: bool
    sees: str
    apart: frozenset[str]


@dataclass(frozen=True, slots=True)
class Grant:
    """One permission (`app:noun:verb`) and the posts that hold it. `things`: it shows equipment of a site and nobody,
    so that posts which see no record of a person have it within reach too."""

    permission: str
    text: Text
    posts: frozenset[str]
    things: bool = False


@cache
def posts() -> dict[str, Post]:
    """Post code → post. Raises ValueError when a post names an unknown one."""
    rows = _read(Path(__file__).with_name("posts.yaml"))["posts"]
    found = {
        code: Post(code, Text(r["zh"], r["en"]), bool(r["auxiliaries"]), r["sees"], frozenset(r["apart"]))
        for code, r in rows.items()
    }
    for post in found.values():
        unknown = post.apart - found.keys()
        if unknown:
            raise ValueError(f"posts.yaml: {post.code} is apart from unknown {sorted(unknown)}")
    return found


@cache
def grants() -> dict[str, Grant]:
    """Permission → grant, over all installed apps. Raises ValueError for one declared twice or an unknown post."""
    found: dict[str, Grant] = {}
    for config in apps.get_app_configs():
        place = Path(config.path) / "grants.yaml"
        if place.exists():
            for permission, row in _read(place).items():
                if permission in found:
                    raise ValueError(f"{place}: {permission} is declared twice")
                unknown = set(row["posts"]) - posts().keys()
                if unknown:
                    raise ValueError(f"{place}: {permission} names unknown posts {sorted(unknown)}")
                text, things = Text(row["zh"], row["en"]), bool(row.get("things"))
                found[permission] = Grant(permission, text, frozenset(row["posts"]), things)
    return found


def _read(place: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(place.read_text(encoding="utf-8")) or {})
