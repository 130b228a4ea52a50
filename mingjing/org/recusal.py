"""From which things an officer is kept because he is recused from a case; every app asks before it shows or lets act.

The app of cases says from which cases; every app above names the things of its own that belong to them:

    recusal.follows("stay", lambda cases: Stay.objects.filter(case__in=cases).values_list("pk", flat=True))

There is one query for an officer who is recused from nothing, which is nearly everybody.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q

from mingjing.kernel.actor import Actor
from mingjing.kernel.ref import Ref
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.org import remembered

RECUSED = no("access.recused", "您已回避本案，不得办理或查看。", "You are recused from this case.", basis="CPR 38")
Cases = Callable[[str], Iterable[UUID]]
Following = Callable[[Collection[UUID]], Iterable[object]]

_following: dict[str, list[Following]] = defaultdict(list)
_cases: list[Cases] = []


@dataclass(frozen=True, slots=True)
class Kept:
    """Ids by kind of what the officer is kept from; false when it is nothing."""

    ids: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.ids)

    def __contains__(self, ref: Ref) -> bool:
        return ref.id in self.ids.get(ref.kind, ())

    def rows(self, kind: str = "subject_kind", ident: str = "subject_id") -> Q:
        """The condition on rows that name such a thing by the two columns; nothing meets it when there is none."""
        wanted = Q(pk__in=())
        for name, several in self.ids.items():
            wanted |= Q(**{kind: name, f"{ident}__in": several})
        return wanted


def cases(of: Cases) -> Cases:
    """Decorator: names the function officer id → ids of the cases he is recused from now."""
    _cases[:] = [of]
    return of


def follows(kind: str, of: Following) -> None:
    """Say which things of `kind` belong to those cases. Several may answer for one kind."""
    _following[kind].append(of)


def kept_from(officer_id: object) -> Kept:
    """What the officer is kept from now; read once per request."""
    return remembered.once("recusals", str(officer_id), lambda: _kept(str(officer_id)))


def _kept(officer_id: str) -> Kept:
    barred = frozenset(one for of in _cases for one in of(officer_id))
    if not barred:
        return Kept()
    told = {kind: frozenset(str(i) for of in several for i in of(barred)) for kind, several in _following.items()}
    return Kept({"case": frozenset(map(str, barred)), **told})


def barred(by: Actor, subject: Ref) -> Verdict:
    """RECUSED when the actor is an officer who is kept from the subject, else OK."""
    return RECUSED if by.kind == "officer" and subject in kept_from(by.id) else OK
