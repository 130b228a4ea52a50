"""Bodies and sentences of stored bytes."""

from dataclasses import dataclass
from typing import Any

from mingjing.ledger.entries import entry
from mingjing.media.vocab import BlobKind, Tag


@entry(
    Tag.BLOB_STORED,
    zh="存入{kind}（{content_type}，{size} 字节）",
    en="Stored: {kind} ({content_type}, {size} bytes)",
)
@dataclass(frozen=True)
class Stored:
    sha256: str
    kind: str
    content_type: str
    size: int

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"kind": BlobKind(body["kind"]).text} if body.get("kind") in BlobKind.values() else {}
