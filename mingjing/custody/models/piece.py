"""What every row that belongs to a stay has in common."""

from typing import ClassVar

from django.db import models

from mingjing.kernel.ids import new_id
from mingjing.kernel.ref import Ref
from mingjing.org.models import Officer


class PieceQuerySet(models.QuerySet):
    def visible_to(self, officer: Officer) -> "PieceQuerySet":
        """What belongs to a stay is seen with the stay."""
        from mingjing.custody.models.stay import Stay  # noqa: PLC0415  the stay's module is above this one

        return self.filter(stay__in=Stay.objects.visible_to(officer))


class Piece(models.Model):
    """A row of a stay. Its `ref` stands among the refs of every entry about it; that is how a row finds its proof and
    an amendment finds its row. `voided` rows were amended away and count for nothing."""

    KIND: ClassVar[str]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    stay = models.ForeignKey("custody.Stay", on_delete=models.PROTECT)
    voided = models.BooleanField(default=False)

    objects = PieceQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def ref(self) -> Ref:
        return Ref(self.KIND, str(self.id))


def signature() -> models.CharField:
    """SHA-256 of the picture of a signature in the store of bytes; empty when not signed."""
    return models.CharField(max_length=64, blank=True)
