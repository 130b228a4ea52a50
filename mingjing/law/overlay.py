"""A prefecture's own folder on top of the books: it may tighten a rule or add one, never loosen anything.

Tighter means: a shorter limit, a longer retention, one more or an earlier warning, a shorter extension, a higher rank
for it or none at all, a refusal where the book only warned (by a named local order), and rules of its own whose ids
begin with `local.`. Every file is YAML of the overlay schema.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from mingjing.law.counting import Period
from mingjing.law.reading import BookError
from mingjing.law.rule import Certainty, Dated, Rule, Severity, Timed, Value, Version
from mingjing.law.shelf import Books, Written, assembled, read_yaml, rules_of

LOCAL = "local."
_COMPARABLE = {"clock", "duty", "retention"}
_ORDERED = str(Certainty.ORDERED)


def tightened(books: Books, overlay: Path) -> Books:
    """The books with an overlay folder applied. Raises BookError naming each rule and the direction it was moved."""
    concepts = {str(w["id"]): dict(w) for w in books.written}
    faults: list[str] = []
    where: dict[str, str] = {}
    for path in sorted(overlay.glob("**/*.yaml")):
        content, file = read_yaml(path), str(path.relative_to(overlay))
        for rule in rules_of(content, file, "overlay"):
            faults += _not_local(rule, file)
            concepts[rule["id"]] = rule
        for change in content.get("tighten", ()):
            written = concepts.get(change["rule"])
            if written is None:
                faults.append(f"{file}: {change['rule']}: no such rule")
            elif "values" in change and written["kind"] not in _COMPARABLE:
                faults.append(f"{file}: {change['rule']}: a {written['kind']} has no limit that could be tightened")
            else:
                concepts[change["rule"]] = _changed(written, change)
                where[change["rule"]] = file
    if faults:
        raise BookError(faults)
    result = assembled(books.frame, list(concepts.values()))
    if looser := list(_looser(books, result, where)):
        raise BookError(looser)
    return replace(result, nationwide={rule_id: books.rules[rule_id] for rule_id in where if rule_id in books.rules})


def _not_local(rule: Written, file: str) -> Iterator[str]:
    if not rule["id"].startswith(LOCAL):
        yield f"{file}: {rule['id']}: a rule of the overlay has an id that begins with {LOCAL}"


def _changed(rule: dict[str, Any], change: Written) -> dict[str, Any]:
    """The written rule with the written change merged in; whether it is tighter is judged on what comes out."""
    made = {**rule, "values": _merged(rule["values"], change.get("values") or {})}
    if "warn" in change:
        made["warn"] = change["warn"]
    if "order" in change:
        made |= {"certainty": _ORDERED, "severity": change.get("severity", rule.get("severity", Severity.WARN))}
    elif "severity" in change:
        made["severity"] = change["severity"]
    if "extensions" in rule:
        made["extensions"] = list(_extended(rule["extensions"], change))
    return made


def _extended(extensions: list[Written], change: Written) -> Iterator[dict[str, Any]]:
    dropped = set(change.get("without_extensions") or ())
    changes = {e["id"]: e for e in change.get("extensions") or ()}
    for extension in extensions:
        if extension["id"] not in dropped:
            yield _extension(extension, changes.get(extension["id"], {}))


def _extension(written: Written, change: Written) -> dict[str, Any]:
    values = _merged(written["values"], change.get("values") or {})
    return {**written, "values": values, "rank": change.get("rank", written["rank"])}


def _merged(values: Mapping[date, Any], changes: Mapping[date, Any]) -> dict[date, Any]:
    """Each change on top of the version in force that day, keeping its conditions and adding to its basis."""
    made = dict(values)
    for day, change in changes.items():
        before = [d for d in values if d <= day]
        base = values[max(before)] if before else {}
        made[day] = {**base, **change, "basis": _both(base.get("basis"), change.get("basis"))}
    return made


def _both(first: Any, second: Any) -> list[str]:
    return list(dict.fromkeys([*_listed(first), *_listed(second)]))


def _listed(basis: Any) -> list[str]:
    return [] if basis is None else [basis] if isinstance(basis, str) else list(basis)


def _looser(before: Books, after: Books, where: Mapping[str, str]) -> Iterator[str]:
    """`where`: the file of the overlay that changed a rule, which is the one to put right."""
    for rule_id, old in before.rules.items():
        new = after.rules[rule_id]
        for what in _ways_looser(before, old, new):
            yield f"{where.get(rule_id, new.file)}: {rule_id}: looser than the book: {what}"


def _ways_looser(books: Books, old: Rule, new: Rule) -> Iterator[str]:
    if old.severity is Severity.BLOCK and new.severity is Severity.WARN:
        yield "refusal → warning"
    longer_is_looser = not isinstance(old, Value)
    yield from _values(old.versions, new.versions, longer_is_looser)
    if isinstance(old, Timed) and isinstance(new, Timed):
        if lost := set(old.warn) - set(new.warn):
            yield f"warning {', '.join(map(str, sorted(lost)))} ahead → none"
        yield from _extensions(books, old, new)


def _extensions(books: Books, old: Timed, new: Timed) -> Iterator[str]:
    kept = {e.id: e for e in new.extensions}
    for extension in old.extensions:
        now = kept.get(extension.id)
        if now is None:
            continue
        if books.ranks[now.rank].level < books.ranks[extension.rank].level:
            yield f"extension {extension.id}: rank {extension.rank} → {now.rank}"
        yield from (f"extension {extension.id}: {what}" for what in _values(extension.totals, now.totals, True))


def _values(old: Dated[Version], new: Dated[Version], longer_is_looser: bool) -> Iterator[str]:
    days = sorted({day for day, _ in (*old.entries, *new.entries)})
    for day in days:
        was, now = old.on(day), new.on(day)
        if was is None or now is None or was == now:
            continue
        if _longer(was, now) if longer_is_looser else _longer(now, was):
            yield f"from {day}: {_said(was)} → {_said(now)}"


def _longer(was: Version, now: Version) -> bool:
    """Whether `now` lasts longer than `was`. No number at all is longer than any number, permanent than any period."""
    if was.permanent or now.permanent:
        return now.permanent and not was.permanent
    if was.period is None or now.period is None:
        return was.period is not None
    return _exceeds(now.period, was.period)


def _exceeds(one: Period, other: Period) -> bool:
    return one.amount > other.amount if one.unit is other.unit else one.rough > other.rough


def _said(version: Version) -> str:
    return "permanent" if version.permanent else str(version.period or "no number")
