"""What the actions of faces do the same way: open the stay, name the camera, take only pictures the actor may use."""

from mingjing.custody.entering import not_before_arrival
from mingjing.custody.models import Stay
from mingjing.custody.permissions import may_touch
from mingjing.faces.models import Camera
from mingjing.kernel.actor import MACHINE, Actor
from mingjing.kernel.verdict import OK, Refusal, Verdict, no
from mingjing.ledger.act import Act
from mingjing.media.selectors import usable
from mingjing.org.models import Officer, Site

TAKE, START, CONFIRM = "faces:portrait:take", "faces:comparison:start", "faces:comparison:confirm"


def opened(it: Act, stay_id: object, permission: str) -> Stay:
    """The stay, locked. Raises Refusal for whoever may not, and for somebody who is not here."""
    stay = it.lock(Stay, stay_id)
    it.permit(may_touch(it.by, permission, stay), here(stay), not_before_arrival(stay, it.at))
    return stay


def here(stay: Stay) -> Verdict:
    """Whether he is in custody, be it out for a while."""
    return OK if stay.present else no("faces.not_here", "本人已不在区。", "He is no longer in custody.")


def may_use(by: Actor, picture: str) -> Verdict:
    """Knowing a hash must not open what it stands for. Machines may what their code does."""
    return OK if by.kind == MACHINE else usable(Officer.objects.get(pk=by.id), picture)


def camera_of(site: Site, camera_id: object) -> Camera | None:
    """A camera of that site; None when none is named. Raises Refusal for one that is not there."""
    if not camera_id:
        return None
    found = Camera.objects.filter(pk=str(camera_id), site=site).first()
    if found is None:
        raise Refusal(
            no("faces.camera.unknown", "本中心没有这台相机。", "There is no such camera here.", field="camera_id")
        )
    return found
