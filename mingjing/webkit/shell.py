"""What the frame around a page needs, asked for only when the page draws it: the reader's posts, menu and sites."""

from collections.abc import Iterator
from functools import cached_property, lru_cache

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString

from mingjing.kernel.text import Text, language
from mingjing.kernel.time import now
from mingjing.org.access import postings_of
from mingjing.org.models import Officer, Posting, Site
from mingjing.webkit import menu
from mingjing.webkit.preferences import RAIL_COOKIE, SITE_KEY, THEME_COOKIE


class Shell:
    """One per request. Costs at most two queries (postings, sites), and none in a fragment."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.now = now()

    @property
    def officer(self) -> Officer | None:
        user = getattr(self._request, "user", None)
        return user if isinstance(user, Officer) else None

    @property
    def language(self) -> str:
        return language()

    @property
    def theme(self) -> str:
        """`light`, `dark` or empty (as the machine is set); `?theme=` shows one without keeping it."""
        asked = self._request.GET.get("theme") or self._request.COOKIES.get(THEME_COOKIE, "")
        return asked if asked in {"light", "dark"} else ""

    @property
    def rail(self) -> str:
        return "narrow" if self._request.COOKIES.get(RAIL_COOKIE) == "narrow" else "wide"

    @property
    def after(self) -> str:
        """The live cursor taken when the request came in (mingjing.config.asgi): bells after it ring on this page."""
        return str(getattr(self._request, "scope", {}).get("live_after", ""))

    @property
    def here(self) -> str:
        return self._request.get_full_path()

    @cached_property
    def postings(self) -> list[tuple[str, str]]:
        officer = self.officer
        return postings_of(str(officer.pk)) if officer else []

    @property
    def acting_at(self) -> Posting | None:
        """The post the reader chose among several, None when he holds one only."""
        return getattr(self._request, "posting", None)

    @cached_property
    def menu(self) -> list[tuple[Text, list[tuple[menu.Item, bool]]]]:
        return list(menu.for_posts({post for post, _ in self.postings}, self._request.path))

    @property
    def rail_items(self) -> SafeString:
        """The same menu as markup: it hangs on posts, entry and language only, so it is drawn once for all of them."""
        posts = frozenset(post for post, _ in self.postings)
        return _rail(posts, menu.here(posts, self._request.path), self.language)

    @cached_property
    def sites(self) -> list[Site]:
        """Sites of the units the reader's posts cover, and those above him that he brings people to."""
        paths = [path for _, path in self.postings]
        rows = Site.objects.select_related("unit").order_by("unit__path", "code")
        return [s for s in rows if any(_covers(path, s.unit.path) for path in paths)]

    @cached_property
    def site(self) -> Site | None:
        """The site the reader works at now: as chosen, else the one of his own unit, else the first."""
        return here(self._request, self.sites)

    @cached_property
    def bell_url(self) -> str:
        """The alarms' panel for the bell in the top bar; empty while no app offers `alerts:bell`."""
        return _address("alerts:bell")

    @cached_property
    def home_url(self) -> str:
        return _address("home") or "/"


@lru_cache(maxsize=512)
def _rail(posts: frozenset[str], here: str, _language: str) -> SafeString:
    return render_to_string("webkit/rail.html", {"desks": list(menu.for_posts(posts, here))})


def here(request: HttpRequest, sites: list[Site]) -> Site | None:
    """Which of `sites` the reader works at: the one he chose in this session, else his own unit's, else the first."""
    chosen = request.session.get(SITE_KEY) if hasattr(request, "session") else None
    own = getattr(getattr(request, "user", None), "unit_id", None)
    return next(_first_of(sites, chosen, own), None)


def shell_of(request: HttpRequest) -> Shell:
    """The shell of this request, made once."""
    if not hasattr(request, "shell"):
        request.shell = Shell(request)  # type: ignore[attr-defined]
    return request.shell  # type: ignore[attr-defined]


def current_site(request: HttpRequest) -> Site | None:
    """The site chosen in the top bar. Screens of one site start from it."""
    return shell_of(request).site


def _first_of(sites: list[Site], chosen: str | None, own_unit: object) -> Iterator[Site]:
    yield from (s for s in sites if str(s.pk) == chosen)
    yield from (s for s in sites if s.unit_id == own_unit)
    yield from sites


def _covers(path: str, unit: str) -> bool:
    return unit.startswith(path) or path.startswith(unit)


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
