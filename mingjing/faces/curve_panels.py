"""What the screens of cameras draw: models, thresholds, error curves."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from mingjing.faces import weights
from mingjing.faces.actions.camera import CHOOSE, SET_UP
from mingjing.faces.models import Camera, FaceModel, Measurement
from mingjing.faces.policy import policy
from mingjing.faces.rules.curves import Scores, at_most
from mingjing.faces.vocab import ModelKind, Tag
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.org.access import may
from mingjing.org.models import Officer, Site
from mingjing.persons.history import events_about
from mingjing.webkit.tables import Column

OF_PEOPLE = (Tag.PORTRAIT_TAKEN, Tag.COMPARISON_STARTED, Tag.COMPARISON_JUDGED)
WIDE, HIGH, STEPS = 720, 300, 120
NONE_SEEN = Text("零错误时误认率上限（95%）", "Most false matches when none was seen (95 %)")
UNMEASURED = no("faces.unmeasured", "尚未测定。", "Not measured yet.")


def state(camera: Camera) -> Text:
    """What the machine is worth with this camera."""
    current = weights.in_use().get(ModelKind.RECOGNISER)
    if camera.threshold is None:
        return Text("人工核对（未选定阈值）", "by eye (no threshold)")
    if current is None or current.sha256 != camera.recogniser:
        return Text("人工核对（模型已更换，须重新测定）", "by eye (another model since; measure again)")
    return Text("机器参考，民警确认", "the machine advises, officers confirm")


COLUMNS = [
    Column(
        "code", Text("编号", "Code"), lambda c: c.code, sort="code", url=lambda c: reverse("faces:camera", args=[c.pk])
    ),
    Column("name", Text("名称", "Name"), lambda c: c.name, sort="name"),
    Column("threshold", Text("同一人 ≥", "Same ≥"), lambda c: _score(c.threshold), number=True),
    Column("floor", Text("不同 <", "Different <"), lambda c: _score(c.floor), number=True),
    Column("state", Text("状态", "State"), state),
    Column("chosen", Text("选定时间", "Chosen"), lambda c: c.chosen_at, sort="chosen_at"),
]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table beside the curve: of a threshold, what share of errors it would make."""

    threshold: float
    fmr: str
    fnmr: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A measurement as two lines of a picture `WIDE` × `HIGH`, where the limits in force stand (x, or None), and the
    scale of the shares (y, what is written there)."""

    fmr: str
    fnmr: str
    threshold: float | None
    floor: float | None
    low: float
    high: float
    wide: int = WIDE
    height: int = HIGH
    shares: tuple[tuple[float, str], ...] = tuple((HIGH * (1 - part / 4), f"{25 * part} %") for part in range(5))


def models() -> list[FaceModel]:
    return list(FaceModel.objects.filter(in_use=True).order_by("kind"))


def may_set_up(by: Actor, site: Site | None) -> list[Verdict]:
    return [may(by, SET_UP, unit=site.unit)] if site else []


def page(camera: Camera, officer: Officer, by: Actor) -> dict[str, Any]:
    """Everything the page of a camera shows."""
    latest = camera.measurements.first()
    return {
        "camera": camera,
        "state": state(camera),
        "latest": latest,
        "drawn": drawn(latest.scores, camera) if latest else None,
        "lines": lines(latest.scores) if latest else [],
        "sure": sure(latest) if latest else [],
        "choosing": [may(by, CHOOSE, unit=camera.site.unit), OK if latest else UNMEASURED],
        "events": events_about(officer, camera.ref, without=OF_PEOPLE),
        "back": reverse("faces:camera", args=[camera.pk]),
    }


def drawn(scores: Scores, camera: Camera) -> Drawn:
    points = scores.points(STEPS)
    low, high = points[0][0], points[-1][0]

    def x(score: float) -> float:
        return round((score - low) / ((high - low) or 1) * WIDE, 1)

    def line(which: int) -> str:
        return " ".join(f"{x(point[0])},{round(HIGH * (1 - point[which]), 1)}" for point in points)

    limits = [None if one is None else min(max(x(one), 0.0), float(WIDE)) for one in (camera.threshold, camera.floor)]
    return Drawn(line(1), line(2), limits[0], limits[1], low, high)


def lines(scores: Scores) -> list[Line]:
    """A dozen thresholds from the lowest score to the highest, the highest first."""
    return [Line(at, percent(fmr), percent(fnmr)) for at, fmr, fnmr in reversed(scores.points(13))]


def sure(row: Measurement) -> list[tuple[Text, str]]:
    """What was counted, and what no error in so few pairs still allows for."""
    return [
        (Text("同一人照片对", "Pairs of one person"), str(len(row.same))),
        (Text("不同人照片对", "Pairs of different people"), str(len(row.different))),
        (Text("未能比对", "Not compared"), str(row.refused)),
        (NONE_SEEN, percent(at_most(0, len(row.different)))),
    ]  # fmt: skip


def proposed(scores: Scores) -> tuple[float, float]:
    """The threshold and the floor that keep the shares of the house's policy."""
    return scores.proposed(policy().proposed_fmr, policy().proposed_fnmr)


def percent(share: float) -> str:
    return f"{share * 100:.2f}%"


def _score(score: float | None) -> str | None:
    return None if score is None else f"{score:.4f}"
