"""Who may: an officer's posts decide, at the unit they are held at and below it. Never the state, never the law."""

from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.org import remembered
from mingjing.org.models import Officer, Posting, Unit
from mingjing.org.posts import Grant, grants, posts


def postings_of(officer_id: str) -> list[tuple[str, str]]:
    """(post, path of the unit) of every posting in force now."""
    return Posting.objects.held_by(officer_id)


def may(by: Actor, permission: str, *, unit: Unit | None = None, assigned: bool = False) -> Verdict:
    """Whether the actor's posts grant `permission` for a record of `unit` (None: anywhere at all).

    `assigned` says that the officer is named on the record's case: posts that see only what they are assigned to
    (and a case officer at a visiting centre) need it. Machines may what their code does. Raises KeyError for an unknown
    permission.
    """
    grant = grants()[permission]
    if by.kind == "machine":
        return OK
    if not remembered.lets(by.id, permission):
        return _beyond(grant)
    held = [(p, path) for p, path in postings_of(by.id) if p in grant.posts and (not by.post or p == by.post)]
    if any(_covers(post, path, unit, assigned) for post, path in held):
        remembered.note_granted(permission)
        return OK
    return _refusal(permission, held=bool(held))


def reach(officer: Officer, permission: str) -> list[str]:
    """Unit paths whose whole subtree the officer may act on under `permission`. What shows things alone is within reach
    of posts that see no person (docs/decisions/0140)."""
    grant = grants()[permission]
    if not remembered.lets(str(officer.pk), permission):
        return []
    sees = {"subtree", "nothing"} if grant.things else {"subtree"}
    return [path for p, path in postings_of(str(officer.pk)) if p in grant.posts and posts()[p].sees in sees]


def holds(officer: Officer, permission: str) -> bool:
    """Whether any post of the officer grants the permission anywhere (for menus)."""
    grant = grants()[permission]
    lets = remembered.lets(str(officer.pk), permission)
    return lets and any(p in grant.posts for p, _ in postings_of(str(officer.pk)))


def _covers(post: str, path: str, unit: Unit | None, assigned: bool) -> bool:
    if unit is None or assigned:
        return True
    return posts()[post].sees != "assigned" and unit.path.startswith(path)


def _beyond(grant: Grant) -> Verdict:
    said = Text("这个接入没有“{what}”的授权。", "This integration was not given: {what}.").format(what=grant.text)
    return Verdict(False, "access.scope", said)


def _refusal(permission: str, *, held: bool) -> Verdict:
    grant = grants()[permission]
    if held:
        return no("access.elsewhere", "您的岗位不涉及这个单位或案件。", "Your post does not cover this unit or case.")
    who = sorted(posts()[p].text.zh for p in grant.posts), sorted(posts()[p].text.en for p in grant.posts)
    said = Text("“{what}”须由{who}办理。", "“{what}” is for: {who}.")
    said = said.format(what=grant.text, who=Text("、".join(who[0]), ", ".join(who[1])))
    return Verdict(False, "access.post", said)
