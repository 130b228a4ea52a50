"""What an integration may be given: pure decisions."""

from collections.abc import Collection
from datetime import datetime, timedelta

from mingjing.kernel.verdict import OK, Verdict, no

LONGEST = timedelta(days=366)
BARRED = ("org:officer:enrol", "org:officer:confirm", "org:posting:", "org:unit:", "org:site:set_up", "api:")
"""Accounts, posts and tokens are kept by people who have shown again who they are; no program keeps them."""


def may_be_given(permission: str) -> bool:
    """Whether a program may hold the permission at all."""
    return not permission.startswith(BARRED)


def decides(permission: str) -> bool:
    """Whether it is a decision: shown apart, so that nobody gives it away unawares."""
    return permission.endswith((":decide", ":approve", ":confirm", ":grant", ":release", ":seal"))


def scopes_fit(scopes: Collection[str], of_the_post: Collection[str]) -> Verdict:
    """Something, and nothing the post does not hold or no program may."""
    if not scopes:
        return no("api.scopes.none", "请至少授予一项权限。", "Give at least one permission.", field="scopes")
    if not set(scopes) <= set(of_the_post) or not all(may_be_given(one) for one in scopes):
        said = "所选权限超出该岗位，或不得授予系统。", "Beyond the post, or for people only."
        return no("api.scopes.beyond", *said, field="scopes")
    return OK


def until_fits(until: datetime, at: datetime) -> Verdict:
    """In the future and not too far."""
    if at < until <= at + LONGEST:
        return OK
    said = "有效期须在今后一年之内。", "It ends within the next year."
    return no("api.token.until", *said, field="until")
