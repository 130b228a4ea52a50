"""`./mj models`: the weights the site supplies, and the error curves of its cameras."""

import getpass
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from mingjing.faces import labelled, weights
from mingjing.faces.actions import camera, model
from mingjing.faces.eye import Eye, EyeFailed
from mingjing.faces.frames import Models
from mingjing.faces.models import Camera, FaceModel
from mingjing.faces.vocab import ModelKind
from mingjing.kernel.actor import machine
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.commands import SpokenCommand

BY = machine("console")
UNLOADED = Text("模型无法加载：{name}", "The model cannot be loaded: {name}")
CHANGED = Text("模型文件与登记的校验值不一致：{name}", "A model file does not match its checksum: {name}")
INCOMPLETE = Text("请先安装检测模型和比对模型。", "Add a detector and a recogniser first.")
MEASURED = Text(
    "同一人 {same} 对，不同人 {different} 对，未能比对 {refused} 对",
    "same {same}, different {different}, not compared {refused}",
)
VERB = Text("要做什么", "what to do")
VERBS = {
    "add": Text("安装模型文件", "add a file of weights"),
    "list": Text("列出模型", "list the models"),
    "measure": Text("用标注照片对测定误差曲线", "measure error curves from labelled pairs"),
}
FILE = Text("模型文件", "the file of weights")
KIND = Text("检测模型（detector）或比对模型（recogniser）", "what it does")
LICENCE = Text("许可及来源", "licence and where it came from")
PAIRS = Text("标注照片对所在目录，含 pairs.csv", "the folder of labelled pairs, with its pairs.csv")
CAMERA = Text("场所代码/相机编号", "the camera whose pictures they are")
NO_CAMERA = Text("没有这台相机，请写 场所代码/相机编号。", "There is no such camera; write SITE/CODE.")


class Command(SpokenCommand):
    told = Text("人脸模型：安装、列出、测定误差曲线。", "Face models: add, list, measure error curves.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, help=str(VERB))
        adding, _, measuring = (verbs.add_parser(n, help=str(t), description=str(t)) for n, t in VERBS.items())
        adding.add_argument("path", type=Path, help=str(FILE))
        adding.add_argument("--kind", required=True, choices=ModelKind.values(), help=str(KIND))
        adding.add_argument("--licence", required=True, help=str(LICENCE))
        measuring.add_argument("folder", type=Path, help=str(PAIRS))
        measuring.add_argument("--camera", required=True, metavar="SITE/CODE", help=str(CAMERA))

    def handle(self, *_args: object, **options: Any) -> None:
        """Raises CommandError, which ends with exit code 1 and one sentence."""
        try:
            {"add": self._add, "list": self._list, "measure": self._measure}[options["verb"]](options)
        except Refusal as why:
            raise CommandError("; ".join(str(v.text) for v in why.verdicts)) from why
        except weights.Changed as why:
            raise CommandError(str(CHANGED.format(name=why.model.name))) from why
        except (OSError, labelled.Unreadable) as why:
            raise CommandError(str(why)) from why

    def _add(self, options: dict[str, Any]) -> None:
        path, kind = options["path"], options["kind"]
        data = path.read_bytes()
        self._try(kind, data, path.name)
        added = model.add(
            by=BY, at=now(), kind=kind, name=path.name, data=data, licence=options["licence"], account=getpass.getuser()
        )
        self._line(added)

    def _try(self, kind: str, data: bytes, name: str) -> None:
        """Load it beside the other kind, when that is there, before it takes the place of one that works."""
        models = weights.in_use()
        other = next((one for one in models if one != kind), None)
        if other is None or data.startswith(weights.POINTER):
            return
        pair = {kind: data, other: weights.checked(models[other])}
        try:
            Eye(Models(**pair)).close()
        except EyeFailed as why:
            raise CommandError(str(UNLOADED.format(name=name))) from why

    def _list(self, _options: dict[str, Any]) -> None:
        for one in FaceModel.objects.order_by("kind", "-added_at"):
            self._line(one)

    def _line(self, one: FaceModel) -> None:
        try:
            weights.checked(one)
            state = Text("使用中", "in use") if one.in_use else Text("已停用", "not in use")
        except weights.Changed:
            state = Text("文件被改动或缺失", "CHANGED OR MISSING")
        self.stdout.write(f"{one.kind}\t{one.sha256}\t{one.size}\t{one.name}\t{one.licence}\t{state}")

    def _measure(self, options: dict[str, Any]) -> None:
        site, _, code = options["camera"].partition("/")
        found = Camera.objects.filter(site__code=site, code=code).first()
        if found is None:
            raise CommandError(str(NO_CAMERA))
        models = weights.in_use()
        if not weights.complete(models):
            raise CommandError(str(INCOMPLETE))
        pairs, digest = labelled.read(options["folder"])
        with Eye(weights.loaded(models)) as eye:
            same, different, refused = labelled.scores(pairs, eye)
        row = camera.measured(
            found.pk, by=BY, at=now(), same=same, different=different, refused=refused, pairs=digest,
            detector=models[ModelKind.DETECTOR].sha256, recogniser=models[ModelKind.RECOGNISER].sha256,
        )  # fmt: skip
        self.stdout.write(str(MEASURED.format(same=len(row.same), different=len(row.different), refused=refused)))
