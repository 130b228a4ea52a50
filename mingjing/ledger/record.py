"""The exported record (`.mjr`): entries, proofs and checkpoints in one file that proves itself.

One canonical JSON object per line: a header, one line per entry, a seal by the issuing site over all lines before.
A withheld field is present as its salted digest only. The format is docs/reference/ledger-format.md.
"""

import base64
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from typing import Any

from django.db.models import QuerySet

from mingjing.kernel.canonical import dump
from mingjing.kernel.time import iso, now
from mingjing.ledger.content import digests_of
from mingjing.ledger.logs import cosigner_of, directory
from mingjing.ledger.models import Entry
from mingjing.ledger.notes import Note
from mingjing.ledger.proofs import SealedTree, sealed_tree, tree_under
from mingjing.ledger.sealing import seal

FORMAT = "mingjing-record/1"

HANDFUL = 200  # entries read and held at a time
Named = tuple[str, int, int]
"""Log, number and key of one entry."""
Withhold = Callable[[Entry, str], bool]
"""Asked for each entry and field name: keep the value back?"""


@dataclass(frozen=True, slots=True)
class Terms:
    """Under what a record was issued: the hour, and for each log its checkpoint and keys, as they stand in the header.

    The same entries, heading, fields withheld and terms give the same bytes, however much was entered since.
    """

    made_at: str
    logs: dict[str, dict[str, Any]]

    @classmethod
    def of_today(cls, logs: Iterable[str]) -> "Terms":
        """The newest checkpoint of each log, now. Raises NotSealed for a log without one."""
        return cls(iso(now()), {log: _vouched(sealed_tree(log)) for log in sorted(set(logs))})

    @classmethod
    def of(cls, record: bytes) -> "Terms":
        """Those of a record of ours, issued before. Raises ValueError for anything else."""
        try:
            header = json.loads(record.partition(b"\n")[0])
            terms = cls(header["made_at"], header["logs"])
        except (ValueError, TypeError, KeyError):
            header = {}
        if header.get("format") != FORMAT:
            raise ValueError("not a record of this format")
        return terms

    def size(self, log: str) -> int:
        """How many entries of the log were sealed when the record was issued."""
        return self.trees()[log].head.size

    def trees(self) -> dict[str, SealedTree]:
        """Each log as it stood. Raises NoteError for a checkpoint that this site has not signed."""
        return {log: tree_under(log, said["checkpoint"].encode()) for log, said in sorted(self.logs.items())}


def export(entries: QuerySet[Entry], **asked: Any) -> bytes:
    """The whole of `stream`, of the entries as they are now."""
    return b"".join(stream(entries, _named(entries), **asked))


def stream(
    entries: QuerySet[Entry],
    named: Sequence[Named],
    *,
    about: dict[str, Any],
    made_by: str,
    withhold: Withhold | Collection[str] = (),
    terms: Terms | None = None,
) -> Iterator[bytes]:
    """The record of those `named` among `entries` (of one or several logs), issued and sealed by the log `made_by`,
    line by line: of all the entries their numbers are held, of their content one handful after the other.

    `about` tells the reader what this is a record of (JSON; no floats). `withhold` names the fields to keep back, or
    decides for each. Erased fields are withheld by nature. `terms` of an earlier record make the same bytes again;
    without them it is issued under the newest checkpoints. Raises NotSealed while an entry lies under no checkpoint.
    """
    held = terms or Terms.of_today({log for log, _, _ in named} | {made_by})
    trees, keep_back, body = held.trees(), _decider(withhold), sha256()
    lines = (_line(entry, trees[entry.log], keep_back) for entry in _one_by_one(entries, named))
    for told in chain([_header(named, held, about, made_by)], lines):
        line = dump(told) + b"\n"
        body.update(line)
        yield line
    yield dump({"seal": str(_seal(body.hexdigest(), made_by))}) + b"\n"


def issue(entries: QuerySet[Entry], *, made_by: str, **asked: Any) -> bytes:
    """Seal what is not sealed yet, then export. Raises Tampering when a log of these entries is found wrong."""
    named = _named(entries)  # first: what is entered while the logs are sealed is not in this record
    for log in sorted({log for log, _, _ in named} | {made_by}):
        seal(log)
    return b"".join(stream(entries, named, made_by=made_by, **asked))


def _named(entries: QuerySet[Entry]) -> list[Named]:
    return list(entries.order_by("log", "seq").values_list("log", "seq", "pk"))


def _one_by_one(entries: QuerySet[Entry], named: Sequence[Named]) -> Iterator[Entry]:
    """In this order; no more than a handful is held at a time."""
    for start in range(0, len(named), HANDFUL):
        keys = [pk for _, _, pk in named[start : start + HANDFUL]]
        found = entries.order_by().select_related("content").in_bulk(keys)
        yield from (found.pop(pk) for pk in keys)


def code(record: bytes) -> str:
    """The code to print on paper beside a record's contents; the verifier prints it too, e.g. ABCD-EFGH-IJKL-MNOP.

    80 bits of the digest that the seal signs: whoever holds paper and file can see that they belong together.
    """
    body, _, _ = record.rstrip(b"\n").rpartition(b"\n")
    text = base64.b32encode(sha256(body + b"\n").digest()[:10]).decode()
    return "-".join(text[at : at + 4] for at in range(0, 16, 4))


def listed(record: bytes) -> list[tuple[str, int]]:
    """Log and number of every entry of a record, in its order. Raises ValueError for anything else."""
    try:
        header = json.loads(record.partition(b"\n")[0])
        return [(str(log), int(seq)) for log, seq in header["entries"]]
    except (TypeError, KeyError) as why:
        raise ValueError("not a record of this format") from why


def about(record: bytes) -> dict[str, Any]:
    """What the heading of a record of ours says it is. Raises ValueError for anything else."""
    try:
        return dict(json.loads(record.partition(b"\n")[0])["about"])
    except (TypeError, KeyError) as why:
        raise ValueError("not a record of this format") from why


def _vouched(tree: SealedTree) -> dict[str, Any]:
    return {
        "vkey": str(tree.place.signer.vkey),
        "witnesses": [str(cosigner_of(tree.place.log).key)],
        "checkpoint": str(tree.note),
    }


def _header(named: Sequence[Named], terms: Terms, about: dict[str, Any], made_by: str) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "made_at": terms.made_at,
        "made_by": made_by,
        "about": about,
        "logs": terms.logs,
        "entries": [[log, seq] for log, seq, _ in named],
    }


def _line(entry: Entry, tree: SealedTree, keep_back: Withhold) -> dict[str, Any]:
    content = entry.content.fields
    return {
        "log": entry.log,
        "seq": entry.seq,
        "digest": entry.digest,
        "digests": digests_of(content),
        "open": {name: held for name, held in content.items() if held[0] is not None and not keep_back(entry, name)},
        "proof": [base64.b64encode(h).decode() for h in tree.inclusion(entry.seq)],
    }


def _seal(body: str, made_by: str) -> Note:
    """Over the SHA-256 of the lines. A note whose first line is no log's origin, so that it can never pass for a
    checkpoint."""
    text = f"{FORMAT}\n{body}\n"
    return Note(text, (directory(made_by).signer.sign(text),))


def _decider(withhold: Withhold | Collection[str]) -> Withhold:
    if callable(withhold):
        return withhold
    names = frozenset(withhold)
    return lambda _entry, name: name in names
