"""A sealed log as somebody took it away on a stick, to verify and to spoil."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mingjing.kernel import merkle
from mingjing.ledger.notes import LOG, WITNESS, Note, Signer, TreeHead
from mingjing.ledger.tiles import TileReader, TileWriter
from mingjing_verify.findings import Report
from mingjing_verify.log import verify_log
from mingjing_verify.note import read_key

ORIGIN = "ankang.example/610921-centre"
LOG_KEY = Signer(ORIGIN, LOG, Ed25519PrivateKey.from_private_bytes(b"\1" * 32))
CITY = Signer("ankang.example/witness/city", WITNESS, Ed25519PrivateKey.from_private_bytes(b"\2" * 32))
SIZE = 600
AT = 1_800_000_000


def entry(seq: int, salt: str = "") -> bytes:
    digest = merkle.leaf_hash(f"{seq}{salt}".encode()).hex()
    return b'{"digest":"%s","log":"610921-centre","seq":%d,"v":1}' % (digest.encode(), seq)


def checkpoint(
    directory: Path, size: int, *, of: int | None = None, signer: Signer = LOG_KEY, witness: Signer | None = CITY
) -> Note:
    """A checkpoint over the first `size` entries of a tree of `of` (as many, by default)."""
    root = merkle.root(size, TileReader(directory, of or size).node)
    text = TreeHead(signer.name, size, root).text()
    signers = [signer.sign(text)] + ([witness.sign(text, AT)] if witness else [])
    return Note(text, tuple(signers))


def write_log(directory: Path, leaves: list[bytes], **signing) -> Note:
    """Write leaves and a checkpoint over them as the sealer does; spoilt leaves make a consistent, false log."""
    writer = TileWriter(directory, 0)
    writer.append(leaves)
    writer.flush()
    note = checkpoint(directory, len(leaves), **signing)
    (directory / "checkpoint").write_text(str(note))
    (directory / "vkey").write_text(f"{LOG_KEY.vkey}\n")
    (directory / "witness.vkey").write_text(f"{CITY.vkey}\n")
    return note


@dataclass
class Exhibit:
    """A log directory, with what a careful reader knows from elsewhere: the keys."""

    path: Path
    key: str = str(LOG_KEY.vkey)
    witness: str = str(CITY.vkey)

    def verify(self, **more) -> Report:
        given = {"keys": [read_key(self.key)], "witnesses": [read_key(self.witness)]}
        return verify_log(self.path, **(given | more))

    def codes(self, **more) -> set[str]:
        return {finding.code for finding in self.verify(**more).findings}

    def file(self, name: str) -> Path:
        return self.path / name


@pytest.fixture(scope="session")
def genuine(tmp_path_factory) -> Path:
    directory = tmp_path_factory.mktemp("genuine") / "610921-centre"
    write_log(directory, [entry(seq) for seq in range(SIZE)])
    return directory


@pytest.fixture
def exhibit(genuine, tmp_path) -> Exhibit:
    return Exhibit(Path(shutil.copytree(genuine, tmp_path / "610921-centre")))
