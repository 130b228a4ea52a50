"""The door for the web server: a socket in the data folder that only this user can open. What is said: `line.py`."""

import asyncio
import os
import socket
import threading
from functools import partial
from pathlib import Path

import msgspec

from mingjing.bridges.line import LENGTH, frame, framed, near
from mingjing.bridges.sensing import Message, Sense

LARGEST = 1 << 24


class LocalDoor(threading.Thread):
    """Listens until the process ends. Any number of connections, any number of frames under way on each."""

    def __init__(self, sense: Sense, folder: Path) -> None:
        super().__init__(name="local door", daemon=True)
        self.sense = sense
        self.folder = folder
        self.open = threading.Event()

    def run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        with near(self.folder) as place:
            server = await asyncio.start_unix_server(self._talk, sock=bound(place))
        self.open.set()
        async with server:
            await server.serve_forever()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()

        def answer(number: int, word: str) -> None:
            loop.call_soon_threadsafe(writer.write, framed((number, word)))

        try:
            while True:
                (length,) = LENGTH.unpack(await reader.readexactly(LENGTH.size))
                if length > LARGEST:
                    return
                number, gateway, raw, token = frame(await reader.readexactly(length))
                self.sense.offer(Message(gateway, raw, partial(answer, number), token=token))
        except (asyncio.IncompleteReadError, ConnectionError, msgspec.MsgspecError):
            return
        finally:
            writer.close()


def bound(place: str) -> socket.socket:
    """A socket at that path which was never open to anybody else: Linux gives the file the mode the socket has."""
    Path(place).unlink(missing_ok=True)
    door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    os.fchmod(door.fileno(), 0o600)
    door.bind(place)
    return door
