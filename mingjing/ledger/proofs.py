"""Proofs for people outside: this entry is in the signed log; this log continues that older one."""

import base64
from dataclasses import dataclass

from mingjing.kernel import merkle
from mingjing.ledger.logs import LogDirectory, directory
from mingjing.ledger.notes import Note, TreeHead, open_checkpoint


class NotSealed(LookupError):
    """The entry is entered but lies under no checkpoint yet; seal first."""


@dataclass(frozen=True, slots=True)
class SealedTree:
    """One log under its current checkpoint: every proof it gives leads to the root in `note`."""

    place: LogDirectory
    note: Note
    head: TreeHead
    node: merkle.Node

    def inclusion(self, seq: int) -> list[bytes]:
        """The inclusion proof of entry `seq`, lowest sibling first. Raises NotSealed beyond the checkpoint."""
        if not 0 <= seq < self.head.size:
            raise NotSealed(f"{self.place.log} is sealed up to {self.head.size}, entry {seq} is not")
        return merkle.inclusion_proof(seq, self.head.size, self.node)

    def consistency(self, old: int) -> list[bytes]:
        """The proof that this tree continues the one of `old` entries. Raises NotSealed beyond the checkpoint."""
        if not 0 <= old <= self.head.size:
            raise NotSealed(f"{self.place.log} is sealed up to {self.head.size}, not to {old}")
        return merkle.consistency_proof(old, self.head.size, self.node)

    def tlog_proof(self, seq: int) -> str:
        """The C2SP tlog-proof of entry `seq`: index, path and checkpoint in one small text."""
        path = "".join(f"{base64.b64encode(h).decode()}\n" for h in self.inclusion(seq))
        return f"c2sp.org/tlog-proof@v1\nindex {seq}\n{path}\n{self.note}"


def sealed_tree(log: str) -> SealedTree:
    """The log as its checkpoint on disk has it. Raises NotSealed before the first checkpoint."""
    place = directory(log)
    note = place.note()
    if note is None:
        raise NotSealed(f"{log} has no checkpoint yet")
    return _tree(place, note, TreeHead.parse(note.text))


def tree_under(log: str, checkpoint: bytes) -> SealedTree:
    """The log as it was under a checkpoint it signed before. Raises NoteError for one it has not signed."""
    place = directory(log)
    head, note = open_checkpoint(checkpoint, place.signer.vkey)
    return _tree(place, note, head)


def _tree(place: LogDirectory, note: Note, head: TreeHead) -> SealedTree:
    return SealedTree(place, note, head, place.reader(head.size).node)
