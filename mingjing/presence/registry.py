"""What the door must know, read from the database: gateways with their secrets, and every device."""

from mingjing.presence.intake import Gateway, Known
from mingjing.presence.models import Connection, Device
from mingjing.presence.secrets import opened
from mingjing.presence.vocab import DeviceState

GONE = (DeviceState.RETIRED,)


def known() -> Known:
    """As of now. A gateway whose secret cannot be opened is let in by no signature."""
    connections = Connection.objects.select_related("device__site").exclude(device__state__in=GONE)
    devices = Device.objects.exclude(state__in=GONE).values_list("number", "site__code", "kind")
    return Known({c.device.number: _gateway(c) for c in connections}, {n: (site, kind) for n, site, kind in devices})


def _gateway(connection: Connection) -> Gateway:
    number = connection.device.number
    sealed = [bytes(s) for s in (connection.secret, connection.secret_before) if s is not None]
    secrets = tuple(s for s in (opened(one, number) for one in sealed) if s is not None)
    return Gateway(number, connection.device.site.code, connection.profile, secrets)
