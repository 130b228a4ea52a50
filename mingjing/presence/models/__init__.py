"""Rows of presence."""

from mingjing.presence.models.device import Binding, Device, Heard
from mingjing.presence.models.places import FloorPlan, TrackSegment

__all__ = ["Binding", "Device", "FloorPlan", "Heard", "TrackSegment"]
