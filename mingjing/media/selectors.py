"""Who may see kept bytes: whoever stored them and is not recused since, and whoever may see the subject of an entry
that names them.

Only the subject counts, not every thing an entry mentions: naming a site does not show an injury to the whole site.
"""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from mingjing.kernel.ref import Ref
from mingjing.kernel.verdict import OK, Refusal, Verdict, no
from mingjing.ledger.models import Entry
from mingjing.media.models import Blob
from mingjing.media.vocab import Tag
from mingjing.org.models import Officer
from mingjing.org.recusal import kept_from
from mingjing.org.seeing import seen_by


def may_open(officer: Officer, sha256: str) -> bool:
    """Whether the officer may see these bytes."""
    named = Entry.objects.about(Ref("blob", sha256))
    rows = named.filter(~Q(subject_kind="blob")).order_by().values_list("subject_kind", "subject_id").distinct()
    subjects = [Ref(kind, ident) for kind, ident in rows]
    if named.filter(tag=Tag.BLOB_STORED, actor_kind="officer", actor_id=str(officer.pk)).exists():
        kept = kept_from(officer.pk)
        if not any(one in kept for one in subjects):
            return True
    return bool(seen_by(officer, subjects))


def get(officer: Officer | AnonymousUser, sha256: str) -> Blob:
    """The blob. Raises Refusal `record.unknown` when there is none or it is not his to see: the answer is the same."""
    blob = Blob.objects.filter(pk=sha256).first()
    if blob is None or not isinstance(officer, Officer) or not may_open(officer, sha256):
        raise Refusal(no("record.unknown", "找不到这个文件。", "There is no such file."))
    return blob


def usable(officer: Officer, sha256: str) -> Verdict:
    """Whether the officer may name these bytes in an act of his: knowing a hash must not open what it stands for."""
    if Blob.objects.filter(pk=sha256).exists() and may_open(officer, sha256):
        return OK
    return no("media.unknown", "照片或文件未上传成功，请重新上传。", "The picture or file was not uploaded; try again.")
