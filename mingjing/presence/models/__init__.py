"""Rows of presence."""

from mingjing.presence.models.device import Binding, Device, Heard
from mingjing.presence.models.finding import Finding, Segment
from mingjing.presence.models.gateway import Connection, Pulse, Refused
from mingjing.presence.models.places import FloorPlan, TrackSegment

__all__ = [
    "Binding", "Connection", "Device", "Finding", "FloorPlan", "Heard", "Pulse", "Refused", "Segment", "TrackSegment",
]  # fmt: skip
