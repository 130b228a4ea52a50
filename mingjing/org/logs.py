"""Which log an act of the organisation is entered in."""

from mingjing.org.models import Unit


def org_log(unit: Unit) -> str:
    """The log of staff, posts and sign-ins of the bureau a unit belongs to, e.g. `610921-org`: a county cut off from
    the city goes on writing its own. What concerns a site goes to the site's log (ADR 0050)."""
    return f"{unit.code[:6]}-org"
