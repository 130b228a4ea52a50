"""The rules that judge readings, pure. `BAND` are those of one device, by itself."""

from mingjing.presence.rules import body, device

BAND = (*body.RULES, *device.RULES)
