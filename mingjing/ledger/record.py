"""The exported record (`.mjr`): entries, proofs and checkpoints in one file that proves itself.

One canonical JSON object per line: a header, one line per entry, a seal by the issuing site over all lines before.
A withheld field is present as its salted digest only. The format is docs/reference/ledger-format.md.
"""

import base64
from collections.abc import Callable, Collection, Iterable
from hashlib import sha256
from typing import Any

from mingjing.kernel.canonical import dump
from mingjing.kernel.time import iso, now
from mingjing.ledger.content import digests_of
from mingjing.ledger.logs import directory, witness_of
from mingjing.ledger.models import Entry
from mingjing.ledger.notes import Note
from mingjing.ledger.proofs import SealedTree, sealed_tree
from mingjing.ledger.sealing import seal

FORMAT = "mingjing-record/1"

Withhold = Callable[[Entry, str], bool]
"""Asked for each entry and field name: keep the value back?"""


def export(
    entries: Iterable[Entry],
    *,
    about: dict[str, Any],
    made_by: str,
    withhold: Withhold | Collection[str] = (),
) -> bytes:
    """The record of `entries` (of one or several logs), issued and sealed by the log `made_by`.

    `about` tells the reader what this is a record of (JSON; no floats). `withhold` names the fields to keep back, or
    decides for each. Erased fields are withheld by nature. Raises NotSealed while an entry lies under no checkpoint.
    """
    chosen = sorted(entries, key=lambda entry: (entry.log, entry.seq))
    trees = {log: sealed_tree(log) for log in sorted({entry.log for entry in chosen} | {made_by})}
    lines = [_header(chosen, trees, about, made_by)]
    lines += [_line(entry, trees[entry.log], _decider(withhold)) for entry in chosen]
    body = b"".join(dump(line) + b"\n" for line in lines)
    return body + dump({"seal": str(_seal(body, made_by))}) + b"\n"


def issue(
    entries: Iterable[Entry],
    *,
    about: dict[str, Any],
    made_by: str,
    withhold: Withhold | Collection[str] = (),
) -> bytes:
    """Seal what is not sealed yet, then export. Raises Tampering when a log of these entries is found wrong."""
    chosen = list(entries)
    for log in sorted({entry.log for entry in chosen} | {made_by}):
        seal(log)
    return export(chosen, about=about, made_by=made_by, withhold=withhold)


def code(record: bytes) -> str:
    """The code to print on paper beside a record's contents; the verifier prints it too, e.g. ABCD-EFGH-IJKL-MNOP.

    80 bits of the digest that the seal signs: whoever holds paper and file can see that they belong together.
    """
    body, _, _ = record.rstrip(b"\n").rpartition(b"\n")
    text = base64.b32encode(sha256(body + b"\n").digest()[:10]).decode()
    return "-".join(text[at : at + 4] for at in range(0, 16, 4))


def _header(entries: list[Entry], trees: dict[str, SealedTree], about: dict[str, Any], made_by: str) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "made_at": iso(now()),
        "made_by": made_by,
        "about": about,
        "logs": {
            log: {
                "vkey": str(tree.place.signer.vkey),
                "witnesses": [str(witness_of(log).signer.vkey)],
                "checkpoint": str(tree.note),
            }
            for log, tree in trees.items()
        },
        "entries": [[entry.log, entry.seq] for entry in entries],
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


def _seal(body: bytes, made_by: str) -> Note:
    """A note whose first line is no log's origin, so that it can never pass for a checkpoint."""
    text = f"{FORMAT}\n{sha256(body).hexdigest()}\n"
    return Note(text, (directory(made_by).signer.sign(text),))


def _decider(withhold: Withhold | Collection[str]) -> Withhold:
    if callable(withhold):
        return withhold
    names = frozenset(withhold)
    return lambda _entry, name: name in names
