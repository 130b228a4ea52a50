"""What other floors ask of face verification: may this officer see that camera."""

from collections.abc import Iterable

from mingjing.faces.models import Camera
from mingjing.org.models import Officer
from mingjing.org.seeing import sees


@sees("face_camera")
def cameras_seen(officer: Officer, ids: list[str]) -> Iterable[object]:
    return Camera.objects.visible_to(officer).filter(pk__in=ids).values_list("pk", flat=True)
