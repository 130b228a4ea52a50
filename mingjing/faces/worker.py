"""`./mj compare`: looks at portraits and compares pictures, one after the other, beside the web server.

Everything it knows lies in the database, so it may be killed at any moment, started twice or not at all: what it did
not reach is compared by eye. Pictures are opened in a process of their own (`faces.eye`), which a bad one may end.
"""

import logging
from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from mingjing.custody.vocab import PRESENT
from mingjing.faces import weights
from mingjing.faces.actions import comparison, model, portrait, template
from mingjing.faces.eye import Eye, EyeFailed
from mingjing.faces.frames import Answer
from mingjing.faces.models import Comparison, FaceModel, Portrait, Template
from mingjing.faces.rules.quality import OF_FACES
from mingjing.faces.sealed import template_of
from mingjing.faces.vocab import ByEye, ComparisonState, ModelKind, PortraitState
from mingjing.kernel.actor import machine
from mingjing.kernel.verdict import Refusal
from mingjing.media import files

BY = machine("faces")
_logger = logging.getLogger("mingjing.faces")


class Worker:
    """Holds the process that looks while there is something to look at; starts it anew when the models change."""

    def __init__(self) -> None:
        self.eye: Eye | None = None
        self.models: dict[str, FaceModel] = {}

    def tick(self, now: datetime) -> int:
        """Attend to everything that waits. Answers how much that was."""
        portraits, comparisons = list(_portraits(weights.in_use())), list(_waiting())
        if not portraits and not comparisons:
            return 0
        try:
            self._ready()
        except weights.Changed as why:
            model.changed(why.model, by=BY, at=now)
            return self._leave(comparisons, now, ByEye.TAMPERED)
        except EyeFailed:
            return self._leave(comparisons, now, ByEye.FAILED)
        if self.eye is None:
            return self._leave(comparisons, now, ByEye.NO_MODEL)
        for row in portraits:
            self._portrait(row, now)
        for one in _waiting():
            self._comparison(one, now)
        return len(portraits) + len(comparisons)

    def close(self) -> None:
        if self.eye:
            self.eye.close()
        self.eye = None

    def _ready(self) -> None:
        """With the models in use loaded, or without an eye. Raises Changed and EyeFailed."""
        models = weights.in_use()
        same = {kind: one.sha256 for kind, one in models.items()} == {k: one.sha256 for k, one in self.models.items()}
        if self.eye and same:
            return
        self.close()
        self.models = models
        if weights.complete(models):
            self.eye = Eye(weights.loaded(models))

    def _sha(self, kind: ModelKind) -> str:
        return self.models[kind].sha256

    def _look(self, picture: str, against: bytes | None = None) -> Answer | None:
        """None when the picture cannot be read or the process fails; it is started anew for the next one."""
        if self.eye is None:
            return None
        try:
            data = files.read(picture)
            answer = self.eye.look(data) if against is None else self.eye.compare(data, against)
        except Refusal:
            return None
        except EyeFailed:
            _logger.warning("the process that looks failed on a picture")
            self.close()
            self.eye = Eye(weights.loaded(self.models))
            return None
        return None if answer.wrong else answer

    def _portrait(self, row: Portrait, now: datetime) -> None:
        answer = self._look(row.picture)
        sides = answer.faces if answer else None
        if row.detector != self._sha(ModelKind.DETECTOR):
            row = portrait.looked(row.pk, by=BY, at=now, sides=sides, detector=self._sha(ModelKind.DETECTOR))
        if row.state == PortraitState.ACCEPTED and answer and answer.template and not OF_FACES & set(row.flaws):
            recogniser = self._sha(ModelKind.RECOGNISER)
            template.make(row.pk, by=BY, at=now, numbers=answer.template, recogniser=recogniser)

    def _comparison(self, row: Comparison, now: datetime) -> None:
        recogniser = self._sha(ModelKind.RECOGNISER)
        mine = template_of(row.portrait, recogniser)
        if mine is None:
            comparison.left(row.pk, by=BY, at=now, why=ByEye.NO_TEMPLATE)
            return
        answer = self._look(row.picture, mine)
        if answer is None:
            comparison.left(row.pk, by=BY, at=now, why=ByEye.FAILED)
        elif answer.score is None:
            comparison.left(row.pk, by=BY, at=now, why=ByEye.UNFIT, sides=answer.faces)
        elif row.camera is None or row.camera.recogniser != recogniser:
            comparison.left(row.pk, by=BY, at=now, why=ByEye.NO_THRESHOLD)
        else:
            detector = self._sha(ModelKind.DETECTOR)
            comparison.judged(row.pk, by=BY, at=now, score=answer.score, detector=detector, recogniser=recogniser)

    def _leave(self, rows: list[Comparison], now: datetime, why: ByEye) -> int:
        for row in rows:
            comparison.left(row.pk, by=BY, at=now, why=why)
        return len(rows)


def _portraits(models: dict[str, FaceModel]) -> Iterator[Portrait]:
    """Those of people who are here that the models in use have not looked at, or made no template of."""
    if not weights.complete(models):
        return
    made = Template.objects.filter(portrait=OuterRef("pk"), recogniser=models[ModelKind.RECOGNISER].sha256)
    rows = Portrait.objects.filter(stay__state__in=PRESENT, state__in=(PortraitState.TAKEN, PortraitState.ACCEPTED))
    for row in rows.annotate(made=Exists(made)):
        unseen = row.detector != models[ModelKind.DETECTOR].sha256
        wanted = row.state == PortraitState.ACCEPTED and not row.made and not OF_FACES & set(row.flaws)
        if unseen or wanted:
            yield row


def _waiting() -> "QuerySet[Comparison]":
    rows = Comparison.objects.filter(state=ComparisonState.WAITING)
    return rows.select_related("portrait__stay__site", "camera")
