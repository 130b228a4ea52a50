"""The machine part set up: toy models in use, a camera with a threshold, people the toys can tell apart."""

from mingjing.faces.actions import camera, model
from mingjing.faces.models import Camera
from mingjing.faces.weights import in_use
from mingjing.kernel.actor import machine
from tests.faces.toy import detector, recogniser

CONSOLE = machine("console")
THRESHOLD, FLOOR = 0.93, 0.88


def add_models(at, *, seed: int = 7) -> None:
    told = {"by": CONSOLE, "at": at, "licence": "MIT（测试）", "account": "tester"}
    model.add(kind="detector", name="toy-detector", data=detector(), **told)
    model.add(kind="recogniser", name="toy-recogniser", data=recogniser(seed), **told)


def measured(one: Camera, at, *, pairs: int = 100):
    sha = {kind: row.sha256 for kind, row in in_use().items()}
    same, different = [0.9 + n / 1100 for n in range(pairs)], [0.4 + n / 220 for n in range(pairs)]
    return camera.measured(one.pk, by=CONSOLE, at=at, same=same, different=different, refused=3, pairs="a" * 64, **sha)


def set_up(site, at, by, *, code: str = "A1") -> Camera:
    """A camera with a threshold chosen from a measurement."""
    one = camera.set_up(by=CONSOLE, at=at, site_id=site.pk, code=code, name="出入口")
    row = measured(one, at)
    told = {"measurement_id": row.pk, "threshold": THRESHOLD, "floor": FLOOR, "reason": "误认率低于千分之一"}
    return camera.choose(one.pk, by=by, at=at, **told)
