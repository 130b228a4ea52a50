"""Verify an exported record (`.mjr`): each entry is in the signed log, each shown field is what the entry committed to.

One JSON object per line: a header, one line per entry, a seal. See docs/reference/ledger-format.md.
"""

import base64
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from mingjing_verify.encoding import Malformed, canonical, entry_digest, field_digest, leaf_data, parse, unbase64
from mingjing_verify.findings import Report, Unusable
from mingjing_verify.heads import judge
from mingjing_verify.note import BadSignature, Checkpoint, Key, read_key, read_note, signed
from mingjing_verify.tree import included, leaf

FORMAT = "mingjing-record/1"
MOST_LINE = 1 << 26


def verify_record(file: Path, *, keys: list[Key] = [], witnesses: list[Key] = []) -> Report:  # noqa: B006
    """Verify one file. `keys` are the logs' keys the reader trusts, by whatever way he got them. Raises Unusable."""
    lines = _lines(file)
    header, first = _header(file, lines)
    report = Report("record", file.name, about=header["about"] | {"made_at": header["made_at"]})
    if not keys:
        report.notice("key.from_the_log")
    if not witnesses:
        report.notice("witness.from_the_log")
    trusted = _Logs(report, header, keys, witnesses)
    _Body(report, header, trusted).run(lines, first)
    return report


def _lines(file: Path) -> Iterator[bytes]:
    try:
        with file.open("rb") as opened:
            while line := opened.readline(MOST_LINE):
                yield line
    except OSError as why:
        raise Unusable("input.missing", str(file)) from why


def _header(file: Path, lines: Iterator[bytes]) -> tuple[dict[str, Any], bytes]:
    raw = next(lines, b"")
    try:
        header = parse(raw)
        if not isinstance(header, dict) or header.get("format") != FORMAT:
            raise Malformed("another format")
        _shape(header, {"made_at": str, "made_by": str, "about": dict, "logs": dict, "entries": list})
        for log in header["logs"].values():
            _shape(log, {"vkey": str, "witnesses": list, "checkpoint": str})
    except Malformed:
        raise Unusable("input.not_a_record", str(file)) from None
    return header, raw


def _shape(value: Any, types: dict[str, type]) -> None:
    if not isinstance(value, dict) or any(not isinstance(value.get(name), kind) for name, kind in types.items()):
        raise Malformed("something is missing or of the wrong type")


class _Logs:
    """The keys and checkpoints a record brings along, judged."""

    def __init__(self, report: Report, header: dict[str, Any], keys: list[Key], witnesses: list[Key]) -> None:
        self.report = report
        self.keys: dict[str, Key] = {}
        self.points: dict[str, Checkpoint] = {}
        for log, brought in header["logs"].items():
            key = self._key(brought["vkey"], keys)
            if key is None:
                continue
            self.keys[log] = key
            if key.name.rpartition("/")[2] != log:
                report.find("checkpoint.wrong_log", key.name)
            vouching = witnesses or [w for w in map(self._read, brought["witnesses"]) if w]
            raw = brought["checkpoint"].encode("utf-8", "replace")
            point = judge(report, raw, key, vouching, demanded=bool(witnesses))
            if point is not None:
                self.points[log] = point

    def _key(self, text: str, trusted: list[Key]) -> Key | None:
        """The key to verify with: the trusted one of that name, if the reader named any."""
        key = self._read(text)
        if key is None or not trusted or key in trusted:
            return key
        self.report.find("key.wrong", key.name)
        return next((t for t in trusted if t.name == key.name), None)

    def _read(self, text: Any) -> Key | None:
        try:
            return read_key(str(text))
        except Malformed:
            self.report.find("key.malformed", str(text)[:80])
            return None


class _Body:
    """One pass over the lines after the header."""

    def __init__(self, report: Report, header: dict[str, Any], logs: _Logs) -> None:
        self.report = report
        self.logs = logs
        self.made_by = header["made_by"]
        self.listed = [_name(each) for each in header["entries"]]
        self.seen: set[str] = set()

    def run(self, lines: Iterator[bytes], first: bytes) -> None:
        so_far, sealed, number = sha256(first), False, 1
        for number, raw in enumerate(lines, 2):
            if sealed:
                self.report.find("record.malformed", number)
                break
            try:
                line = parse(raw)
                sealed = isinstance(line, dict) and "seal" in line
                if sealed:
                    self.report.code = _code(so_far.digest())
                    self._seal(line["seal"], so_far.hexdigest())
                    if raw != canonical({"seal": line["seal"]}) + b"\n":  # what no seal covers must say nothing more
                        self.report.find("record.malformed", number)
                else:
                    self._entry(line)
            except Malformed:
                self.report.find("record.malformed", number)
            so_far.update(raw)
        if not sealed:
            self.report.find("record.seal_missing")
        for name in self.listed:
            if name not in self.seen:
                self.report.find("record.entry_missing", name)

    def _seal(self, text: Any, digest: str) -> None:
        """The issuer signed the digest of all lines before: nothing was added, dropped or changed since."""
        key = self.logs.keys.get(self.made_by)
        if not isinstance(text, str) or key is None:
            self.report.find("record.seal_invalid", self.made_by)
            return
        note = read_note(text.encode("utf-8", "replace"))
        if len(note.lines) != 1:
            self.report.find("record.seal_invalid", self.made_by)
        try:
            by_the_log = signed(note, key)
        except BadSignature:
            by_the_log = None
        if by_the_log is None:
            self.report.find("record.seal_invalid", key.name)
        if note.text != f"{FORMAT}\n{digest}\n":
            self.report.find("record.changed")

    def _entry(self, line: Any) -> None:
        _shape(line, {"log": str, "seq": int, "digest": str, "digests": dict, "open": dict, "proof": list})
        name = _name([line["log"], line["seq"]])
        if name in self.seen:
            self.report.find("record.entry_repeated", name)
        elif name not in self.listed:
            self.report.find("record.entry_extra", name)
        self.seen.add(name)
        shown = self._fields(name, line)
        if entry_digest(line["digests"]) != line["digest"]:
            self.report.find("entry.digest_mismatch", name)
        if not self._proven(line):
            self.report.find("proof.invalid", name)
        withheld = sorted(set(line["digests"]) - set(shown))
        self.report.entries.append({"log": line["log"], "seq": line["seq"], "fields": shown, "withheld": withheld})

    def _fields(self, name: str, line: dict[str, Any]) -> dict[str, Any]:
        shown: dict[str, Any] = {}
        for field, held in line["open"].items():
            if not isinstance(held, list) or len(held) != 2 or not isinstance(held[0], str):
                raise Malformed("a shown field has a salt and a value")
            if field_digest(held[0], field, held[1]) != line["digests"].get(field):
                self.report.find("field.changed", f"{name} {field}")
            shown[field] = held[1]
        return shown

    def _proven(self, line: dict[str, Any]) -> bool:
        point = self.logs.points.get(line["log"])
        proof = [unbase64(str(each)) for each in line["proof"]]
        data = leaf_data(line["log"], line["seq"], line["digest"])
        return point is not None and included(line["seq"], point.size, leaf(data), proof, point.root)


def _code(digest: bytes) -> str:
    """What the paper print-out of this very file bears: 80 bits in base 32."""
    text = base64.b32encode(digest[:10]).decode()
    return "-".join(text[at : at + 4] for at in range(0, 16, 4))


def _name(entry: Any) -> str:
    if isinstance(entry, list) and len(entry) == 2:
        return f"{entry[0]}#{entry[1]}"
    return str(entry)[:80]
