"""What face verification wants before a move: told from what is known, decided by nobody but the officer."""

from dataclasses import dataclass

from mingjing.custody.rules.exits import Precondition
from mingjing.faces.vocab import Held, Occasion
from mingjing.kernel.text import Text

OCCASION = {
    "question": Occasion.INTERVIEW,
    "go_out": Occasion.TEMP_EXIT,
    "come_back": Occasion.RETURN,
    "depart": Occasion.RELEASE,
}
"""Move of a stay → the occasion of the comparison before it."""
WAY = "faces"


@dataclass(frozen=True, slots=True)
class Known:
    """`portrait`: one of this stay was accepted; `open`: a comparison waits for its officer; `held`: what the latest
    one for this occasion was confirmed to be, empty when there is none; `proof`: the number of that entry."""

    portrait: bool
    open: bool = False
    held: str = ""
    proof: tuple[int, ...] = ()


SAID = {
    "open": Text("人脸核验尚未由民警确认。", "A face verification waits to be confirmed by an officer."),
    "no_portrait": Text(
        "本次在区未拍摄人像，未作人脸核验。", "No portrait was taken in this stay: no face verification."
    ),
    "missing": Text("{when}未作人脸核验。", "No face verification: {when}."),
    Held.SAME: Text("人脸核验：民警确认为本人。", "Face verification: an officer confirmed that it is he."),
    Held.UNSURE: Text("人脸核验：民警未能确定是否本人。", "Face verification: the officer could not be sure."),
    Held.DIFFERENT: Text(
        "人脸核验：民警确认不是本人，请查明后重新核验。",
        "Face verification: an officer confirmed that it is somebody else. Clear this up and compare again.",
    ),
}


def demand(verb: str, known: Known, *, refuses: bool) -> Precondition:
    """The precondition of this move. What a machine said, or that nothing was compared, only warns; what refuses is a
    comparison nobody confirmed (where `refuses`), and an officer's word that it is somebody else."""
    if known.open:
        return _lacking("unconfirmed", SAID["open"], "block" if refuses else "warn")
    if known.held == Held.SAME:
        return Precondition("faces.verified", SAID[Held.SAME], ok=True, proof=known.proof)
    if known.held == Held.DIFFERENT:
        return _lacking("different", SAID[Held.DIFFERENT], "block")
    if known.held == Held.UNSURE:
        return _lacking("unsure", SAID[Held.UNSURE], "warn")
    if not known.portrait:
        return _lacking("no_portrait", SAID["no_portrait"], "warn")
    when = OCCASION[verb].text
    return _lacking("missing", SAID["missing"].format(when=Text(when.zh, when.en.lower())), "warn")


def reason_needed(held: str, machine: str) -> bool:
    """Whether the officer says why: when he does not follow the machine, and whenever he does not hold it is he."""
    return held != Held.SAME or machine not in {"", held}


def _lacking(code: str, text: Text, severity: str) -> Precondition:
    return Precondition(f"faces.{code}", text, ok=False, way=WAY, severity=severity)
