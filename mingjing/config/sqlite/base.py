"""The database backend: every transaction takes its turn before it begins and gives it up when it ends."""

import sqlite3
import time
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from mingjing.config.sqlite.queue import TooLong, Turn

OPEN_AGAIN = 0.01
"""Seconds until a file that could not be opened is tried again."""


class DatabaseWrapper(base.DatabaseWrapper):
    """SQLite in a file, shared by several processes. A database in memory has one process and no queue."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._turn: Turn | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if self.is_in_memory_db():
            return super().get_new_connection(conn_params)
        patience = float(conn_params.get("timeout", 5))
        self._turn = Turn(str(conn_params["database"]), patience)
        return self._opened(conn_params, until=time.monotonic() + patience)

    def _opened(self, conn_params: dict[str, Any], until: float) -> Any:
        """SQLite does not wait for somebody who closes as the last, or who recovers the log after a kill: we do."""
        while True:
            try:
                return super().get_new_connection(conn_params)
            except sqlite3.OperationalError as refused:
                if "locked" not in str(refused) or time.monotonic() >= until:
                    raise
                time.sleep(OPEN_AGAIN)

    def _start_transaction_under_autocommit(self) -> None:
        if self._turn:
            try:
                self._turn.take()
            except TooLong:
                raise OperationalError("database is locked") from None
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._give_up()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._give_up()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._give_up()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._give_up()

    def _give_up(self) -> None:
        if self._turn:
            self._turn.give_up()
