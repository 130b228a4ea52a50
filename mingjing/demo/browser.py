"""A browser without a screen: keeps cookies, reads the forms of a page, sends them as a person would."""

import urllib.error
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.parse import urlencode, urljoin, urlsplit

SECONDS = 60


@dataclass
class FormSeen:
    """One form of a page: what would be sent as it stands, and what can be chosen (value → label)."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, dict[str, str]] = field(default_factory=dict)

    def pick(self, name: str, label: str) -> str:
        """The value of the first choice whose label holds `label`. Raises LookupError when there is none."""
        for value, text in self.choices.get(name, {}).items():
            if value and label in text:
                return value
        raise LookupError(f"{name}: no choice with {label!r} among {list(self.choices.get(name, {}).values())}")


@dataclass(frozen=True)
class Page:
    """An answer: its status after redirects, its address, its content."""

    status: int
    url: str
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode("utf-8", "replace")

    def form(self, holding: str) -> FormSeen:
        """The form that has a field of that name. Raises LookupError when there is none."""
        reader = _Reader()
        reader.feed(self.text)
        for seen in reader.forms:
            if holding in seen.values or holding in seen.choices:
                return seen
        raise LookupError(f"{self.url} ({self.status}): no form with a field {holding!r}")

    def last_form(self) -> FormSeen:
        """The last form that is sent, which has perhaps nothing but a button. Raises LookupError when there is none."""
        reader = _Reader()
        reader.feed(self.text)
        sent = [seen for seen in reader.forms if seen.method == "post"]
        if not sent:
            raise LookupError(f"{self.url} ({self.status}): no form that is sent")
        return sent[-1]


class Browser:
    """One session of one officer."""

    def __init__(self, base: str) -> None:
        self.base = base
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self._opener.addheaders = [("User-Agent", "mingjing-check"), ("Accept-Language", "zh-Hans")]

    def get(self, path: str) -> Page:
        return self._open(path, None)

    def send(self, page: Page, form: FormSeen, said: dict[str, str | list[str]]) -> Page:
        """The form with everything it held already and `said` in place of it."""
        fields = [(name, value) for name, values in form.values.items() if name not in said for value in values]
        for name, value in said.items():
            fields += [(name, one) for one in ([value] if isinstance(value, str) else value)]
        return self._open(urljoin(page.url, form.action), urlencode(fields).encode())

    def _open(self, path: str, data: bytes | None) -> Page:
        url = urljoin(self.base, path)
        ask = urllib.request.Request(url, data, {"Referer": url})  # noqa: S310  our own server on the loopback
        try:
            with self._opener.open(ask, timeout=SECONDS) as answer:
                return Page(answer.status, answer.url, answer.read())
        except urllib.error.HTTPError as why:
            return Page(why.code, why.url or url, why.read())

    def path_of(self, page: Page) -> str:
        return urlsplit(page.url).path


class _Reader(HTMLParser):
    """Collects the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[FormSeen] = []
        self._form: FormSeen | None = None
        self._select = self._option = self._area = ""
        self._label = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = FormSeen(told.get("action", ""), told.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is None:
            return
        elif tag == "input" and told.get("name"):
            self._input(self._form, told)
        elif tag == "select":
            self._select = told.get("name", "")
            self._form.choices[self._select] = {}
        elif tag == "option" and self._select:
            self._chosen(self._form, told)
        elif tag == "textarea":
            self._area = told.get("name", "")
            self._form.values[self._area] = [""]

    def _input(self, form: FormSeen, told: dict[str, str]) -> None:
        name, value, kind = told["name"], told.get("value", ""), told.get("type", "text")
        if kind in {"checkbox", "radio"}:
            form.choices.setdefault(name, {})[value] = ""
            self._select, self._option = name, value
            if "checked" in told:
                form.values.setdefault(name, []).append(value or "on")
        elif kind not in {"submit", "file", "button"}:
            form.values.setdefault(name, []).append(value)

    def _chosen(self, form: FormSeen, told: dict[str, str]) -> None:
        self._option = told.get("value", "")
        form.choices[self._select][self._option] = ""
        if "selected" in told:
            form.values[self._select] = [self._option]

    def handle_data(self, data: str) -> None:
        if self._form is None:
            return
        if self._area:
            self._form.values[self._area][0] += data
        elif self._select and data.strip() and self._option in self._form.choices.get(self._select, {}):
            self._form.choices[self._select][self._option] += data.strip()

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._form and self._area:
            self._form.values[self._area][0] = self._form.values[self._area][0].removeprefix("\n")
            self._area = ""
        elif tag in {"select", "label"}:
            self._select = self._option = ""
        elif tag == "form":
            self._form = None
