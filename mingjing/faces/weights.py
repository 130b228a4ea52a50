"""The files of models under settings.MODEL_STORE: one per content, named by its SHA-256, checked on every read."""

import hashlib
import os
from pathlib import Path

from django.conf import settings

from mingjing.faces.frames import Models
from mingjing.faces.models import FaceModel
from mingjing.faces.vocab import ModelKind

POINTER = b"version https://git-lfs"  # what stands in a repository instead of a large file
MOST_BYTES = 100 * 1024**2


class Changed(Exception):
    """A model's file is missing or is not what was added. Carries the model."""

    def __init__(self, model: FaceModel) -> None:
        self.model = model
        super().__init__(model.name)


def place(sha256: str) -> Path:
    return Path(settings.MODEL_STORE) / f"{sha256}.onnx"


def keep(data: bytes) -> str:
    """Write the bytes whole or not at all; their SHA-256."""
    sha256 = hashlib.sha256(data).hexdigest()
    target = place(sha256)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = target.with_name(f".{target.name}.{os.getpid()}")
    aside.write_bytes(data)
    aside.replace(target)
    return sha256


def in_use() -> dict[str, FaceModel]:
    """Kind → the model in use."""
    return {model.kind: model for model in FaceModel.objects.filter(in_use=True)}


def complete(models: dict[str, FaceModel]) -> bool:
    return models.keys() == set(ModelKind.values())


def loaded(models: dict[str, FaceModel]) -> Models:
    """The bytes of both, each as it was added. Raises Changed."""
    return Models(checked(models[ModelKind.DETECTOR]), checked(models[ModelKind.RECOGNISER]))


def checked(model: FaceModel) -> bytes:
    """The bytes that were added, and no others. Raises Changed."""
    try:
        data = place(model.sha256).read_bytes()
    except OSError as why:
        raise Changed(model) from why
    if hashlib.sha256(data).hexdigest() != model.sha256:
        raise Changed(model)
    return data
