"""The left rail. Each app declares its entries in `<app>/menu.yaml`, next to its `grants.yaml`:

    - {desk: custody, url: "custody:desk", permission: "custody:stay:view",
       zh: 值班台, en: Duty desk, icon: desk, order: 10}

`url` is the name of an address without arguments; an entry whose address does not exist (yet) is left out. No
`permission`: every officer. The desks and their order stand here.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.apps import apps
from django.urls import NoReverseMatch, reverse

from mingjing.kernel.text import Text
from mingjing.org.posts import grants
from mingjing.webkit.icons import ICONS

DESKS = {
    "custody": Text("办案区", "Case-handling area"),
    "cases": Text("案件", "Cases"),
    "property": Text("涉案财物", "Case property"),
    "files": Text("案卷", "Case files"),
    "supervision": Text("监督", "Supervision"),
    "law": Text("法律", "Law"),
    "administration": Text("管理", "Administration"),
}


@dataclass(frozen=True, slots=True)
class Item:
    desk: str
    url: str
    text: Text
    icon: str
    permission: str
    order: int

    @property
    def href(self) -> str:
        return address(self.url)


@cache
def address(url: str) -> str:
    """Of a name without arguments; looked up once: every page asks for every entry of the rail several times."""
    return reverse(url)


@cache
def items() -> tuple[Item, ...]:
    """Every declared entry in the order of desks. Raises ValueError for an unknown desk, icon or permission."""
    found = [_read(row, config.name) for config in apps.get_app_configs() for row in _rows(Path(config.path))]
    order = list(DESKS)
    return tuple(sorted((i for i in found if _exists(i.url)), key=lambda i: (order.index(i.desk), i.order)))


def for_posts(posts: Collection[str], path: str) -> Iterator[tuple[Text, list[tuple[Item, bool]]]]:
    """(desk, [(entry, whether the reader is there)]) for an officer who holds these posts."""
    seen, current = _seen(posts), here(posts, path)
    for desk, text in DESKS.items():
        mine = [(i, i.href == current) for i in seen if i.desk == desk]
        if mine:
            yield text, mine


def here(posts: Collection[str], path: str) -> str:
    """The address of the entry the path lies under; empty when it lies under none."""
    return max((i.href for i in _seen(posts) if _within(path, i.href)), key=len, default="")


def _seen(posts: Collection[str]) -> list[Item]:
    granted = grants()
    return [i for i in items() if not i.permission or not granted[i.permission].posts.isdisjoint(posts)]


def _within(path: str, href: str) -> bool:
    return path == href or (href != "/" and path.startswith(href.rstrip("/") + "/"))


def _rows(folder: Path) -> list[dict[str, str]]:
    place = folder / "menu.yaml"
    return list(yaml.safe_load(place.read_text(encoding="utf-8")) or []) if place.exists() else []


def _read(row: dict[str, str], app: str) -> Item:
    permission = row.get("permission", "")
    if row["desk"] not in DESKS or row["icon"] not in ICONS or (permission and permission not in grants()):
        raise ValueError(f"{app}/menu.yaml: unknown desk, icon or permission in {row}")
    return Item(row["desk"], row["url"], Text(row["zh"], row["en"]), row["icon"], permission, int(row.get("order", 50)))


def _exists(url: str) -> bool:
    try:
        return bool(reverse(url))
    except NoReverseMatch:
        return False
