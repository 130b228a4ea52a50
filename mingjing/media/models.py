"""What is kept, one row per content."""

from django.db import models

from mingjing.kernel.ref import Ref
from mingjing.media.rules import PDF, RECORD, SUFFIX, TABLES
from mingjing.media.vocab import BlobKind


class Blob(models.Model):
    """Bytes named by their SHA-256 (lower-case hex). `content_type` was read from the bytes; `log` is where they were
    first stored; `retention` names the rule that says how long; width and height in pixels, null for papers."""

    sha256 = models.CharField(max_length=64, primary_key=True, editable=False)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=32)
    kind = models.CharField(max_length=16, choices=BlobKind.choices)
    log = models.CharField(max_length=64)
    retention = models.CharField(max_length=48)
    stored_at = models.DateTimeField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def ref(self) -> Ref:
        return Ref("blob", self.sha256)

    @property
    def url(self) -> str:
        return f"/media/{self.sha256}"

    @property
    def is_image(self) -> bool:
        """Whether browsers show it in place: pictures and drawn signatures, not papers."""
        return self.content_type not in (PDF, RECORD, *TABLES)

    @property
    def filename(self) -> str:
        return f"{self.sha256[:12]}.{SUFFIX[self.content_type]}"
