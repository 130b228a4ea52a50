"""A stay and what belongs to it, as rows. The entries are the record; rows are what the record means now."""

from mingjing.custody.models.arrival import (
    Assessment,
    Belonging,
    Collection,
    Injury,
    Locker,
    RightsNotice,
    Search,
)
from mingjing.custody.models.care import CareAct, Check, Contact, MedicalVisit, ObservationLevel, Visit
from mingjing.custody.models.control import Force, Incident, Restraint, TempExit
from mingjing.custody.models.issued import IssuedRecord
from mingjing.custody.models.leaving import Departure, ExitSignature
from mingjing.custody.models.questioning import Questioning, RecordingSpan
from mingjing.custody.models.rooms import Occupancy, PlacementOverride
from mingjing.custody.models.stay import Stay

__all__ = [
    "Assessment",
    "Belonging",
    "CareAct",
    "Check",
    "Collection",
    "Contact",
    "Departure",
    "ExitSignature",
    "Force",
    "Incident",
    "Injury",
    "IssuedRecord",
    "Locker",
    "MedicalVisit",
    "ObservationLevel",
    "Occupancy",
    "PlacementOverride",
    "Questioning",
    "RecordingSpan",
    "Restraint",
    "RightsNotice",
    "Search",
    "Stay",
    "TempExit",
    "Visit",
]
