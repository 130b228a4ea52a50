"""Every view says who may open it, with exactly one of three marks. A view without a mark opens to nobody.

    from mingjing.org.guard import needs, open_to_all_officers, public

    @needs("custody:stay:view")                  # a post of the officer grants it, at any unit
    def stay_page(request, stay_id): ...

    @needs("org:room:close", "org:room:certify") # any one of them is enough
    @open_to_all_officers                        # every signed-in officer: home, my account
    @public                                      # anybody, signed in or not: sign-in, health, verification

    @needs("org:officer:enrol")                  # and he must have shown again lately that it is he, before it is done
    @fresh
    def reset_password(request, officer_id): ...

    @needs("custody:stay:search")                # the mark is the outermost decorator: refused before anything else
    @require_POST
    def search(request, stay_id): ...

    path("stays/", needs("custody:stay:view")(StayList.as_view()))   # class-based views: mark the result

The mark answers “may this post ever open this page”. Which records the page shows is the business of
`Model.objects.visible_to(officer)`, and what may be done with one is asked again inside the action, by
`may(by, permission, unit=…)`. `tests/access/test_urls.py` walks every address of the project × every post and fails
for a view without a mark and for an answer that differs from the printed matrix.

In a marked view `request.actor` is the `Actor` to hand to actions as `by=`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse

from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import OK, Refusal, Verdict, no
from mingjing.org.access import may
from mingjing.org.models import Officer

View = Callable[..., HttpResponse]


class OfficerRequest(HttpRequest):
    """What a marked view is handed: the officer who asks, and the author of what he does. A type; never made anew."""

    user: Officer
    actor: Actor


@dataclass(frozen=True, slots=True)
class Mark:
    """Who may open a view. `permissions`: any one of them is enough; empty together with not `public`: all officers."""

    permissions: tuple[str, ...] = ()
    public: bool = False


def needs(*permissions: str) -> Callable[[View], View]:
    """Only officers one of whose posts grants any of `permissions`; others get the refusal page with status 403."""
    if not permissions:
        raise ValueError("needs() names at least one permission")

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            refused = may_open(request, permissions)
            if not refused:
                raise Refusal(refused)
            return view(request, *args, **kwargs)

        return _marked(guarded, Mark(permissions))

    return mark


def open_to_all_officers(view: View) -> View:
    """Every signed-in officer, whatever his posts."""
    return _marked(view, Mark())


def public(view: View) -> View:
    """Anybody, signed in or not."""
    return _marked(view, Mark(public=True))


def fresh(view: View) -> View:
    """Under the mark, for what concerns other people's accounts: a POST from somebody who has not given his password or
    second factor lately waits until he has, and is then carried out as it was sent."""
    return cast(View, reauthentication_required(view, allow_get=True))


def mark_of(view: object) -> Mark | None:
    """The mark of a view, None when it carries none."""
    return getattr(view, "mark", None)


def may_open(request: HttpRequest, permissions: tuple[str, ...]) -> Verdict:
    """OK when the officer of this request holds any of the permissions; else the refusal of the first."""
    answers = [may(request.actor, permission) for permission in permissions]  # type: ignore[attr-defined]
    return OK if any(answers) else answers[0]


NO_MARK = no(
    "access.unmarked",
    "这个页面没有说明谁可以打开，因此不开放。",
    "This page does not say who may open it; it stays shut.",
)


def _marked(view: View, mark: Mark) -> View:
    if mark_of(view) is not None:
        raise ValueError(f"{view!r} is marked twice")
    view.mark = mark  # type: ignore[attr-defined]
    return view
