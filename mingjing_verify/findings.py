"""What a verification found."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from mingjing_verify.words import sentence

MOST = 100
"""Findings kept of one report; more are only counted, so that a ruined log cannot fill the memory."""


class Finding(NamedTuple):
    code: str
    where: str

    def as_json(self) -> dict[str, str]:
        zh, en = (sentence(self.code, self.where, lang) for lang in ("zh", "en"))
        return {"code": self.code, "where": self.where, "zh": zh, "en": en}


class Unusable(Exception):
    """The input is not something this program can judge at all (exit code 2)."""

    def __init__(self, code: str, where: str) -> None:
        self.finding = Finding(code, where)
        super().__init__(f"{code}: {where}")


class Cosigned(NamedTuple):
    """A witness vouched for the checkpoint at this POSIX second."""

    witness: str
    at: int


@dataclass
class Head:
    """A log as its checkpoint shows it, and who signed that."""

    origin: str = ""
    size: int = 0
    root: str = ""
    key: str = ""
    cosigned: list[Cosigned] = field(default_factory=list)


@dataclass
class Report:
    """`kind` is `log` or `record`. It is good when there is no finding."""

    kind: str
    name: str
    heads: list[Head] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    notices: list[Finding] = field(default_factory=list)
    unlisted: int = 0
    code: str = ""
    about: dict[str, Any] = field(default_factory=dict)
    entries: list[dict[str, Any]] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.findings

    def find(self, code: str, where: object = "", *, first: bool = False) -> None:
        """Note something wrong, once. What concerns the log as a whole comes `first` and is never left out."""
        finding = Finding(code, str(where))
        if finding in self.findings:
            return
        if first:
            self.findings.insert(0, finding)
        elif len(self.findings) < MOST:
            self.findings.append(finding)
        else:
            self.unlisted += 1

    def notice(self, code: str, where: object = "") -> None:
        self.notices.append(Finding(code, str(where)))

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "name": self.name,
            "ok": self.ok,
            "logs": [
                {
                    "origin": h.origin,
                    "size": h.size,
                    "root": h.root,
                    "key": h.key,
                    "cosigned": [c._asdict() for c in h.cosigned],
                }
                for h in self.heads
            ],
            "findings": [f.as_json() for f in self.findings],
            "unlisted": self.unlisted,
            "notices": [n.as_json() for n in self.notices],
            "code": self.code,
            "about": self.about,
            "entries": self.entries,
        }
