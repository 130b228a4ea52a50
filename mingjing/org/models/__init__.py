"""Units, sites, rooms, officers, posts and shifts as rows."""

from mingjing.org.models.people import (
    Activation,
    Officer,
    OfficerManager,
    OfficerQuerySet,
    Posting,
    PostingQuerySet,
    Proposal,
    ProposalQuerySet,
    SignIn,
    Throttle,
)
from mingjing.org.models.places import Room, RoomQuerySet, Site, SiteQuerySet, Unit, UnitQuerySet, Zone
from mingjing.org.models.shifts import Shift, ShiftPlace, ShiftQuerySet

__all__ = [
    "Activation",
    "Officer",
    "OfficerManager",
    "OfficerQuerySet",
    "Posting",
    "PostingQuerySet",
    "Proposal",
    "ProposalQuerySet",
    "Room",
    "RoomQuerySet",
    "Shift",
    "ShiftPlace",
    "ShiftQuerySet",
    "SignIn",
    "Site",
    "SiteQuerySet",
    "Throttle",
    "Unit",
    "UnitQuerySet",
    "Zone",
]
