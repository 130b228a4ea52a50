from django.apps import AppConfig

from mingjing.kernel.text import Text


class AdministrationConfig(AppConfig):
    name = "mingjing.administration"
    label = "administration"

    def ready(self) -> None:
        from mingjing.administration import find  # noqa: PLC0415 - models are loaded only now
        from mingjing.webkit import search  # noqa: PLC0415 - as above

        search.provider(Text("民警辅警", "Officers"), "people", find.officers)
        search.provider(Text("房间", "Rooms"), "place", find.rooms)
