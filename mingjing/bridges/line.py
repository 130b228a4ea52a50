"""The line between the web server and the process that takes readings: a socket in the data folder.

A frame is a length and a MessagePack array: [number, gateway, message, token] there, [number, word] back.
"""

import os
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

SOCKET = "sense.sock"
LENGTH = struct.Struct("<I")
Frame = tuple[int, str, bytes, bytes]
Reply = tuple[int, str]
encode = msgspec.msgpack.Encoder().encode
frame = msgspec.msgpack.Decoder(Frame).decode
_reply = msgspec.msgpack.Decoder(Reply).decode


class Line:
    """One connection to the process that takes readings, for one thread. Raises OSError when nobody listens."""

    def __init__(self, folder: Path, timeout: float = 10) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.settimeout(timeout)
        with near(folder) as place:
            self._socket.connect(place)
        self._number = 0

    def send(self, gateway: str, raw: bytes, token: bytes = b"") -> int:
        """Send without waiting; the number of the frame."""
        self._number += 1
        self._socket.sendall(framed((self._number, gateway, raw, token)))
        return self._number

    def hear(self) -> tuple[int, str]:
        """The next answer: the frame's number and what became of its message."""
        (length,) = LENGTH.unpack(self._exactly(LENGTH.size))
        return _reply(self._exactly(length))

    def ask(self, gateway: str, raw: bytes, token: bytes = b"") -> str:
        """Send one and wait until it is on the disk."""
        number = self.send(gateway, raw, token)
        while (answer := self.hear())[0] != number:
            pass
        return answer[1]

    def close(self) -> None:
        self._socket.close()

    def _exactly(self, size: int) -> bytes:
        got = b""
        while len(got) < size:
            part = self._socket.recv(size - len(got))
            if not part:
                raise ConnectionError("the line was closed")
            got += part
        return got


class Lines:
    """The lines of a few threads, one each, for however many askers: strangers may open connections to the web server
    without end, and each of theirs must not become one of the process that watches over people."""

    def __init__(self) -> None:
        self._of_thread = threading.local()

    def ask(self, folder: Path, gateway: str, raw: bytes, token: bytes = b"") -> str:
        """As `Line.ask`. After an OSError the line is hung up, and the next question opens a fresh one."""
        line: Line | None = getattr(self._of_thread, "line", None)
        try:
            if line is None:
                line = self._of_thread.line = Line(folder)
            return line.ask(gateway, raw, token)
        except OSError:
            self.hang_up()
            raise

    def hang_up(self) -> None:
        """Close the line of this thread."""
        line: Line | None = getattr(self._of_thread, "line", None)
        if line is not None:
            with suppress(OSError):
                line.close()
            self._of_thread.line = None


def framed(what: Frame | Reply) -> bytes:
    """Length and body."""
    body = encode(what)
    return LENGTH.pack(len(body)) + body


@contextmanager
def near(folder: Path) -> Iterator[str]:
    """A short name for the socket, whatever the length of the folder's: the system allows a hundred characters."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{handle}/{SOCKET}"
    finally:
        os.close(handle)
