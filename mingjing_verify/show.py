"""The report as people read it, in Chinese or English."""

import json
import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from mingjing_verify.findings import Finding, Head, Report, Unusable
from mingjing_verify.words import sentence

SHANGHAI = timezone(timedelta(hours=8))
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")

FIELDS = {
    "tag": ("事项", "act"),
    "occurred_at": ("发生时间", "happened"),
    "recorded_at": ("录入时间", "entered"),
    "actor": ("经办", "by"),
    "subject": ("对象", "subject"),
    "refs": ("关联", "concerns"),
    "reason": ("理由", "reason"),
    "amends": ("更正", "amends"),
    "rule": ("适用规则", "rules"),
    "warnings": ("提示", "warnings"),
}

WORDS = {
    "good": ("核验通过", "VERIFIED"),
    "bad": ("核验不通过：发现 {} 处问题", "NOT VERIFIED: {} findings"),
    "log": ("日志", "Log"),
    "size": ("{} 条，根 {}", "{} entries, root {}"),
    "key": ("签名公钥 {}", "signed by {}"),
    "witness": ("见证 {}，{}", "witnessed by {} at {}"),
    "code": ("核验码", "Verification code"),
    "about": ("内容", "About"),
    "unconfirmed": ("【待核对】", "[to be confirmed]"),
    "more": ("另有 {} 处问题未列出", "and {} more findings"),
    "entry": ("第 {} 条", "Entry {}"),
    "withheld": ("【不予出示】", "[withheld]"),
    "unusable": ("无法核验", "CANNOT VERIFY"),
}


def text(report: Report, lang: str) -> str:
    """The whole report: verdict, findings, who signed, notices, then the entries of a record."""
    lines = [_say("good", lang) if report.ok else _say("bad", lang, len(report.findings) + report.unlisted)]
    lines += [f"  ✗ {_finding(f, lang)}" for f in report.findings]
    if report.unlisted:
        lines.append(f"  … {_say('more', lang, report.unlisted)}")
    for head in report.heads:
        lines += _head(head, lang)
    lines += [f"  ! {_finding(n, lang)}" for n in report.notices]
    if report.code:
        lines.append(f"{_say('code', lang)} {report.code}")
    if report.about:
        lines.append(f"{_say('about', lang)}: {_value(_without_warnings(report.about))}")
        lines += [f"  ! {_warning(one, lang)}" for one in _warnings(report.about)]
    for entry in report.entries:
        lines += _entry(entry, lang)
    return "\n".join(_printable(line) for line in lines) + "\n"


def refusal(why: Unusable, lang: str) -> str:
    return _printable(f"{_say('unusable', lang)}: {_finding(why.finding, lang)}") + "\n"


def local(posix: int) -> str:
    """A POSIX second on the clock of Asia/Shanghai; a time no calendar has, as the number it is."""
    try:
        return datetime.fromtimestamp(posix, UTC).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S +08:00")
    except (ValueError, OverflowError, OSError):
        return str(posix)


def _head(head: Head, lang: str) -> list[str]:
    return [
        f"{_say('log', lang)} {head.origin}: {_say('size', lang, head.size, head.root)}",
        f"  {_say('key', lang, head.key)}",
        *(f"  {_say('witness', lang, c.witness, local(c.at))}" for c in head.cosigned),
    ]


def _entry(entry: dict[str, Any], lang: str) -> list[str]:
    fields: dict[str, Any] = entry["fields"]
    names = [n for n in FIELDS if n in fields] + sorted(set(fields) - set(FIELDS))
    return [
        "",
        _say("entry", lang, f"{entry['log']}#{entry['seq']}"),
        *(f"  {_field(name, lang)}: {_value(fields[name])}" for name in names),
        *(f"  {_field(name, lang)}: {_say('withheld', lang)}" for name in entry["withheld"]),
    ]


def _warnings(about: dict[str, Any]) -> list[dict[str, Any]]:
    """What the issuer says the law warned of: told in words below the heading. Anything else is shown as it stands."""
    said = about.get("warnings")
    shaped = isinstance(said, list) and all(isinstance(one, dict) and {"zh", "en"} <= set(one) for one in said)
    return said if shaped and isinstance(said, list) else []


def _without_warnings(about: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in about.items() if name != "warnings" or not _warnings(about)}


def _warning(said: dict[str, Any], lang: str) -> str:
    parts = [str(said["en" if lang == "en" else "zh"]), str(said.get("basis") or "")]
    if said.get("confirm") and said.get("rule"):
        parts.append(_say("unconfirmed", lang))
    named = said.get("entries")
    return " ".join([*filter(None, parts), *(str(one) for one in (named if isinstance(named, list) else ()))])


def _finding(finding: Finding, lang: str) -> str:
    return f"{sentence(finding.code, finding.where, lang)}  [{finding.code}]"


def _say(word: str, lang: str, *values: object) -> str:
    return WORDS[word][lang == "en"].format(*values)


def _field(name: str, lang: str) -> str:
    return FIELDS[name][lang == "en"] if name in FIELDS else name.removeprefix("body.")


def _value(value: Any) -> str:
    """Text as it is, an instant on the clock of Asia/Shanghai, an actor by name and office, the rest as JSON."""
    if isinstance(value, str):
        return _clock(value) if INSTANT.fullmatch(value) else value
    if isinstance(value, dict) and {"kind", "id", "name"} <= set(value):
        office = " ".join(str(value[part]) for part in ("unit", "post") if value.get(part))
        return f"{value['name']} ({office})" if office else str(value["name"])
    return json.dumps(value, ensure_ascii=False)


def _clock(text: str) -> str:
    try:
        at = datetime.fromisoformat(text).astimezone(SHANGHAI)
    except (ValueError, OverflowError):
        return text
    return at.strftime("%Y-%m-%d %H:%M:%S +08:00")


def _printable(line: str) -> str:
    """No control characters and no half characters: a record must not be able to paint over the verdict."""
    safe = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in line)
    return safe.encode("utf-8", "backslashreplace").decode()
