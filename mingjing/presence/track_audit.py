"""Do the tracks on the disk still say what the log says they said?"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mingjing.kernel.text import Text
from mingjing.kernel.vocab import Vocab
from mingjing.ledger.models import Entry
from mingjing.org.models import Site
from mingjing.presence import tracks
from mingjing.presence.models import TrackSegment
from mingjing.presence.vocab import Tag
from mingjing.presence.whereabouts import folder


class Wrong(Vocab):
    MISSING = "track.missing", "轨迹文件缺失：{where}", "The file of tracks is missing: {where}"
    CHANGED = "track.changed", "轨迹文件与日志摘要不符：{where}", "The file of tracks differs from the log: {where}"
    ROW_CHANGED = "track.row_changed", "数据库行与日志不符：{where}", "The row differs from the log: {where}"
    UNENTERED = "track.unentered", "轨迹文件没有登记：{where}", "The file of tracks was never entered: {where}"
    STILL_THERE = "track.still_there", "已登记销毁的轨迹仍在：{where}", "Tracks entered as destroyed are there: {where}"


@dataclass(frozen=True, slots=True)
class Found:
    wrong: Wrong
    site: str
    where: str

    @property
    def text(self) -> Text:
        return self.wrong.text.format(where=self.where)


def audit(site: Site) -> list[Found]:
    """Everything wrong with the tracks of a site: every closed file's digest is computed anew and compared with the
    entry in the log, which the row only repeats."""
    return [Found(wrong, site.code, where) for wrong, where in _audit(site)]


def _audit(site: Site) -> Iterator[tuple[Wrong, str]]:
    entries = Entry.objects.filter(log=site.code, tag=Tag.TRACKS_CLOSED).with_content()
    entered = {e.subject_id: e.body.get("sha256") for e in entries}
    here = {path.name: path for _, path in tracks.pieces(folder(site)) if path.name.endswith(tracks.CLOSED)}
    for segment in TrackSegment.objects.filter(site=site):
        name = segment.name
        path = here.pop(name, None)
        if entered.get(str(segment.pk)) != segment.sha256:
            yield Wrong.ROW_CHANGED, name
        if segment.destroyed_at:
            if path:
                yield Wrong.STILL_THERE, name
        elif path is None:
            yield Wrong.MISSING, name
        elif not _whole(path, str(entered.get(str(segment.pk)))):
            yield Wrong.CHANGED, name
    for name in here:
        yield Wrong.UNENTERED, name


def _whole(path: Path, sha256: str) -> bool:
    try:
        return tracks.digest(path) == sha256
    except OSError:
        return False
