"""Where it is shown step by step why an alarm fired: each app that finds something says where it explains it.

whys.register(lambda officer, alarm: "/devices/findings/…")
"""

from collections.abc import Callable

from mingjing.alerts.models import Alarm
from mingjing.org.models import Officer

Provider = Callable[[Officer, Alarm], str]

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """From `AppConfig.ready()`: `provider(officer, alarm)` gives an address this officer may open, or an empty text."""
    _providers.append(provider)


def address(officer: Officer, alarm: Alarm) -> str:
    """Where this officer is shown why it fired; empty when nobody explains it, or not to him."""
    if alarm.withheld:
        return ""
    return next(filter(None, (provider(officer, alarm) for provider in _providers)), "")
