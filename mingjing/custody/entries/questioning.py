"""Questioning and its recording."""

from dataclasses import dataclass
from typing import Any

from mingjing.custody.entries.words import clause, listed, rooms, said
from mingjing.custody.tags import Tag
from mingjing.custody.vocab import QuestioningKind
from mingjing.ledger.entries import entry


@entry(Tag.QUESTIONING_STARTED, zh="{officers}在{room}开始{kind}。", en="{kind} begun by {officers} in {room}.")
@dataclass(frozen=True)
class QuestioningStarted:
    kind: str
    room: str
    officers: list[str]
    first: bool
    remote: bool

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        officers = {"officers": listed(body.get("officers") or [])}
        return said(body, kind=QuestioningKind) | officers | rooms(body, "room")


@entry(Tag.QUESTIONING_ENDED, zh="结束{kind}{note}。", en="{kind} ended{note}.")
@dataclass(frozen=True)
class QuestioningEnded:
    kind: str
    note: str = ""

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return said(body, kind=QuestioningKind) | {"note": clause(body.get("note"), "（{}）", " ({})")}


@entry(Tag.RECORDING_STARTED, zh="{room}开始同步录音录像。", en="Recording started in {room}.")
@dataclass(frozen=True)
class RecordingStarted:
    room: str
    device: str = ""

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return rooms(body, "room")


@entry(Tag.RECORDING_FAILED, zh="{room}录音录像中断：{why}。", en="Recording failed in {room}: {why}.")
@dataclass(frozen=True)
class RecordingFailed:
    room: str
    why: str

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return rooms(body, "room")


@entry(Tag.RECORDING_ENDED, zh="{room}结束同步录音录像。", en="Recording ended in {room}.")
@dataclass(frozen=True)
class RecordingEnded:
    room: str

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return rooms(body, "room")
