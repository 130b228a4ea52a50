"""The process that looks at pictures: finds faces, turns one into numbers, compares it with the one template it is
given. It knows no database, no people and no files: models and pictures come through its standard input.

It is started by `faces.eye` with bounds of memory and may be killed at any moment. Run as `python -m
mingjing.faces.looking`. Frames are msgpack behind four bytes of length.
"""

import resource
import sys
from typing import Any

import cv2
import msgspec
import numpy as np

from mingjing.faces.frames import Answer, Models, Request, read, write
from mingjing.kernel.verdict import Refusal
from mingjing.media import pictures

MOST_MEMORY = 3 * 1024**3  # of addresses, not of pages: libraries reserve far more than they use
INPUT = 640
SCORE, OVERLAP, MOST_FACES = 0.6, 0.3, 50


class Looker:
    """Both models, loaded. Raises cv2.error for bytes that are none."""

    def __init__(self, models: Models) -> None:
        cv2.setNumThreads(1)
        nothing = np.zeros(0, np.uint8)
        self.detector = cv2.FaceDetectorYN.create(
            "onnx", _bytes(models.detector), nothing, (INPUT, INPUT), SCORE, OVERLAP, MOST_FACES
        )
        self.recogniser = cv2.FaceRecognizerSF.create("onnx", _bytes(models.recogniser), nothing)

    def look(self, request: Request) -> Answer:
        """Raises Refusal for a picture that cannot be opened."""
        square, scale = self._square(request.picture)
        _, found = self.detector.detect(square)
        rows = [] if found is None else list(found)
        answer = Answer(faces=[round(min(row[2], row[3]) / scale) for row in rows])
        if len(rows) == 1:
            numbers = self.recogniser.feature(self.recogniser.alignCrop(square, rows[0]))
            answer.template = numbers.astype(np.float32).tobytes()
            if request.template is not None:
                answer.score = self._score(numbers, request.template)
        return answer

    def _score(self, numbers: Any, template: bytes) -> float | None:
        other = np.frombuffer(template, np.float32).reshape(1, -1)
        if other.shape != numbers.shape:
            return None
        return float(self.recogniser.match(numbers, other, cv2.FaceRecognizerSF_FR_COSINE))

    def _square(self, data: bytes) -> tuple[Any, float]:
        """The picture in the upper left of the square the detector wants, blue first, and by what it was shrunk."""
        picture = pictures.colour(data, INPUT)
        whole = max(pictures.measure(data))
        square = np.zeros((INPUT, INPUT, 3), np.uint8)
        square[: picture.height, : picture.width] = np.asarray(picture)[:, :, ::-1]
        return square, max(picture.size) / whole


def _bytes(data: bytes) -> Any:
    return np.frombuffer(data, np.uint8)


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    source, out = sys.stdin.buffer, sys.stdout.buffer
    first = read(source)
    if first is None:
        return 0
    looker = Looker(msgspec.msgpack.decode(first, type=Models))
    write(out, Answer())
    while (frame := read(source)) is not None:
        write(out, _answer(looker, msgspec.msgpack.decode(frame, type=Request)))
    return 0


def _answer(looker: Looker, request: Request) -> Answer:
    try:
        return looker.look(request)
    except Refusal as why:
        return Answer(wrong=why.code)
    except (MemoryError, cv2.error) as why:  # of this picture; the next one may do
        return Answer(wrong=type(why).__name__)


if __name__ == "__main__":
    sys.exit(main())
