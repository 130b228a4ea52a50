"""Who opens, agrees to and revokes an integration."""

from mingjing.api.models import Integration
from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.org.access import may
from mingjing.org.models import Posting, Unit


def may_open(by: Actor, posting: Posting, unit: Unit) -> list[Verdict]:
    """An administrator over both units; never for himself, so that it takes two."""
    verdicts = [may(by, "api:token:manage", unit=posting.unit), may(by, "api:token:manage", unit=unit)]
    if by.id == str(posting.officer_id):
        said = "不能为本人岗位开设接入，须由另一人办理。", "Nobody opens one for his own post: it takes another person."
        verdicts.append(no("api.token.self", *said))
    if not unit.path.startswith(posting.unit.path):
        said = "所选单位不在该岗位范围内。", "The unit is beyond that post."
        verdicts.append(no("api.token.unit", *said, field="unit"))
    return verdicts


def may_agree(by: Actor, integration: Integration) -> Verdict:
    """Only he for whom it would act."""
    if by.kind == "officer" and by.id == str(integration.posting.officer_id):
        return OK
    said = "须由其所代表的人员本人同意。", "Only the officer it acts for agrees to it."
    return no("access.own", *said)


def may_revoke(by: Actor, integration: Integration) -> Verdict:
    """He for whom it acts, and administrators."""
    return may_agree(by, integration) or may(by, "api:token:manage", unit=integration.unit)
