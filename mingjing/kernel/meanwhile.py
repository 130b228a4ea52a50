"""What somebody else changed while a form lay open: kept when it was left as shown, refused when both changed it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from mingjing.kernel.text import Text
from mingjing.kernel.verdict import Verdict, no

CODE = "record.changed_meanwhile"
SAID = Text(
    "您打开后，他人已改动此项，现在是：{now}。仍要改成您填写的，请再次提交。",
    "Somebody changed this after you opened it; it is now: {now}. To have it your way all the same, send again.",
)


def plainly(_name: str, value: Any) -> Text:
    """A value as it is."""
    told = str(value) if value not in ("", None) else "—"
    return Text(told, told)


def lost(
    seen: Mapping[str, Any] | None,
    stands: Mapping[str, Any],
    wanted: Mapping[str, Any],
    said: Callable[[str, Any], Text] = plainly,
) -> Iterator[Verdict]:
    """A refusal at each field that would be overwritten unseen: it `stands` otherwise than whoever writes had `seen` it
    when he began, and he wants neither what stands nor what he saw. Nothing for who says not what he saw. All values
    plain (str, int, bool); `said` puts one of a field into words."""
    for name, value in wanted.items():
        if seen is None or name not in seen or stands[name] in (seen[name], value) or value == seen[name]:
            continue
        yield refused(said(name, stands[name]), name)


def refused(now: Text, field: str = "") -> Verdict:
    """Another changed it since: what it is `now`."""
    return no(CODE, SAID.zh.format(now=now.zh), SAID.en.format(now=now.en), field=field)


def kept(seen: Mapping[str, Any] | None, stands: Mapping[str, Any], wanted: Mapping[str, Any]) -> set[str]:
    """The fields that were left as shown, though they stand otherwise by now: what stands, stays."""
    told = seen or {}
    return {n for n, value in wanted.items() if n in told and value == told[n] and stands[n] != value}
