"""The hand that holds the process that looks: starts it, gives it one picture at a time, ends it when it takes long."""

import subprocess
import sys
import threading
from contextlib import suppress
from types import TracebackType
from typing import IO, BinaryIO, cast

import msgspec

from mingjing.faces.frames import Answer, Models, Request, read, write

PATIENCE = 20.0  # seconds for one picture
PATIENCE_AT_START = 60.0


class EyeFailed(Exception):
    """The process died, took too long, or could not load the models; nothing was seen."""


class Eye:
    """One process with these models. Use it in a `with`. It ends with its input, so also when we are killed."""

    def __init__(self, models: Models, *, patience: float = PATIENCE) -> None:
        self.patience = patience
        self._process = subprocess.Popen(
            [sys.executable, "-m", "mingjing.faces.looking"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._ask(models, PATIENCE_AT_START)

    def look(self, picture: bytes) -> Answer:
        """The faces of a picture. Raises EyeFailed."""
        return self._ask(Request(picture), self.patience)

    def compare(self, picture: bytes, template: bytes) -> Answer:
        """The faces of a picture, and the score of the only one with this one template. Raises EyeFailed."""
        return self._ask(Request(picture, template), self.patience)

    @property
    def pid(self) -> int:
        return self._process.pid

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()

    def __enter__(self) -> "Eye":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, frame: Models | Request, patience: float) -> Answer:
        watchdog = threading.Timer(patience, self._process.kill)
        watchdog.start()
        try:
            write(_pipe(self._process.stdin), frame)
            body = read(_pipe(self._process.stdout))
        except (OSError, ValueError) as why:
            self.close()
            raise EyeFailed(str(why)) from why
        finally:
            watchdog.cancel()
        if body is None:
            self.close()
            raise EyeFailed("the process that looks has ended")
        return msgspec.msgpack.decode(body, type=Answer)


def _pipe(pipe: IO[bytes] | None) -> BinaryIO:
    if pipe is None:
        raise EyeFailed("no pipe")
    return cast(BinaryIO, pipe)
