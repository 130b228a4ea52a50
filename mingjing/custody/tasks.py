"""Every act of a stay that people do in the browser: its address, its form, and where its button stands."""

from dataclasses import dataclass

from mingjing.custody.forms import booking, caring, leaving
from mingjing.custody.forms.stayform import StayForm
from mingjing.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Group:
    """A row of buttons on the page of a stay."""

    title: Text
    tasks: tuple[str, ...]


FORMS: dict[str, type[StayForm]] = {
    "identify": booking.Identify,
    "unknown": booking.Unknown,
    "establish": booking.Establish,
    "search": booking.Search,
    "belongings": booking.ListBelongings,
    "assess": booking.Assess,
    "rights": booking.TellRights,
    "collect": booking.Collect,
    "vest": booking.Vest,
    "place": booking.Place,
    "ask-override": booking.AskOverride,
    "decide-override": booking.DecideOverride,
    "check": caring.Check,
    "observe": caring.Observe,
    "colour": caring.SetColour,
    "care": caring.Care,
    "medical": caring.Medical,
    "injury": caring.NoteInjury,
    "contact": caring.Contact,
    "ask-visit": caring.AskVisit,
    "admit-visit": caring.AdmitVisit,
    "close-visit": caring.CloseVisit,
    "end-visit": caring.EndVisit,
    "force": caring.UseForce,
    "restrain": caring.Restrain,
    "unrestrain": caring.Unrestrain,
    "incident": caring.Report,
    "report": caring.Tell,
    "close-incident": caring.CloseIncident,
    "question": leaving.Question,
    "end-questioning": leaving.EndQuestioning,
    "recording-failed": leaving.RecordingFailed,
    "recording-again": leaving.RecordingAgain,
    "ask-exit": leaving.AskExit,
    "withdraw-exit": leaving.WithdrawExit,
    "go-out": leaving.GoOut,
    "come-back": leaving.ComeBack,
    "case": leaving.AttachCase,
    "ground": leaving.ChangeGround,
    "detain": leaving.ExecuteDetention,
    "prepare-exit": leaving.PrepareExit,
    "cancel-exit": leaving.CancelExit,
    "recheck": leaving.Recheck,
    "return-belongings": leaving.ReturnBelongings,
    "sign-case": leaving.SignCase,
    "sign-centre": leaving.SignCentre,
    "depart": leaving.Depart,
    "void": leaving.Void,
}

GROUPS = (
    Group(Text("看护与保障", "Care"), ("check", "care", "medical", "observe", "colour", "injury", "place")),
    Group(
        Text("权利与会见", "Rights and visits"),
        ("rights", "contact", "ask-visit", "admit-visit", "end-visit", "close-visit"),
    ),
    Group(Text("讯问询问", "Questioning"), ("question", "end-questioning", "recording-failed", "recording-again")),
    Group(
        Text("强制与突发", "Force and incidents"),
        ("force", "restrain", "unrestrain", "incident", "report", "close-incident"),
    ),
    Group(Text("例外安置", "Placement override"), ("ask-override", "decide-override")),
    Group(
        Text("依据与身份", "Ground and identity"),
        ("identify", "unknown", "establish", "case", "ground", "detain", "void"),
    ),
    Group(Text("临时离区", "Temporary exit"), ("ask-exit", "withdraw-exit", "go-out", "come-back")),
    Group(
        Text("出区", "Leaving"),
        ("prepare-exit", "recheck", "return-belongings", "sign-case", "sign-centre", "depart", "cancel-exit"),
    ),
)

FIRST = {
    "override_asked": "ask-override",
    "visit_waiting": "ask-visit",
    "visit_running": "admit-visit",
    "restraint_on": "restrain",
    "incident_told": "incident",
    "incident_open": "incident",
    "questioning_open": "question",
    "recording_on": "question",
    "recording_off": "question",
    "exit_asked": "ask-exit",
    "exit_out": "go-out",
    "belongings_kept": "belongings",
    "exit_prepared": "prepare-exit",
}
"""What an act needs (`selectors.matters`) → the act that brings it about."""

STEP_TASK = {
    "identity": "identify",
    "search": "search",
    "belongings": "belongings",
    "assessment": "assess",
    "rights": "rights",
    "collection": "collect",
    "vest": "vest",
    "room": "place",
}
