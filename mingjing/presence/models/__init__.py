"""Rows of presence."""

from mingjing.presence.models.device import Binding, Device, Heard

__all__ = ["Binding", "Device", "Heard"]
