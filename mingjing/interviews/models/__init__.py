"""Rows of interviews and of their records."""

from mingjing.interviews.models.interview import Asker, Helper, Interview, InterviewCounter, Pause
from mingjing.interviews.models.record import Check, Correction, Record, Revision, Signature, Supplement

__all__ = [
    "Asker", "Check", "Correction", "Helper", "Interview", "InterviewCounter", "Pause", "Record", "Revision",
    "Signature", "Supplement",
]  # fmt: skip
