"""Every action of every app is an act of the API, unless it stands here among those withheld, with the reason. A new
action appears by itself: its address from where it stands, what it asks from its signature, words from its docstring.
"""

import inspect
import pkgutil
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db import models
from pydantic import BaseModel

from mingjing.api.asked import SIMPLE, Kind, Parameter, Unreadable, Words, kind_of, lists_in, model
from mingjing.api.rows import model_of
from mingjing.kernel.text import Text
from mingjing.ledger.models import Entry

PROGRAM = Text("由程序自身办理", "Done by the program itself")
ACCOUNTS = Text("账号、岗位和令牌只由人在网页办理", "Accounts, posts and tokens are kept by people, in the browser")
SECRETS = Text("设备密钥只在网页显示一次", "Secrets of devices are shown once, in the browser")
APPS = Text("由各业务的动作代为提出", "Asked by the acts of each subject")
MODELS = Text("在服务器上用命令办理", "Done by a command on the server")
OTHERWISE = Text("请用登记会见申请和安排会见", "Use ask and admit")
SEARCH = Text("请用 POST /persons/search", "Use POST /persons/search")
BY_FILE = Text("请在网页上读入文件，核对后导入", "Read a file in and have it checked, in the browser")
BY_HIMSELF = Text("由接手人本人在网页答复", "Answered by the taker himself, in the browser")
SIGNED = Text("交接班当面签名", "Signed by hand when the shift changes")
DECIDED = Text("须另有书面决定，在服务器上办理", "Needs a written decision, done on the server")

WITHHELD = {
    "ledger": DECIDED,
    "api": ACCOUNTS,
    "org.activation": ACCOUNTS, "org.officer": ACCOUNTS, "org.posting": ACCOUNTS, "org.session": ACCOUNTS,
    "org.prefecture": ACCOUNTS, "org.unit": ACCOUNTS, "org.site": ACCOUNTS,
    "alerts.alarm.raise_alarm": PROGRAM, "alerts.alarm.clear": PROGRAM, "alerts.alarm.clear_all": PROGRAM,
    "alerts.escalate": PROGRAM, "clocks.timed": PROGRAM, "clocks.rereading": PROGRAM,
    "approvals.request.attend": PROGRAM,
    "approvals.request.ask": APPS, "cases.handing.accept": BY_HIMSELF, "cases.handing.refuse": BY_HIMSELF,
    "cases.tasks.call_for": PROGRAM, "cases.arriving": BY_FILE, "imports": BY_FILE,
    "review.correction.call_for": PROGRAM,
    "custody.visit.arrive": OTHERWISE, "persons.searching": SEARCH,
    "org.shift.offer": SIGNED, "org.shift.relieve": SIGNED,
    "faces.camera.measured": MODELS, "faces.model": MODELS, "faces.template": PROGRAM,
    "faces.comparison.judged": PROGRAM, "faces.comparison.left": PROGRAM, "faces.portrait.looked": PROGRAM,
    "presence.finding": PROGRAM, "presence.segment": PROGRAM, "presence.track": PROGRAM, "presence.gateway": SECRETS,
}  # fmt: skip
"""App, module or action → why no program may call it."""

BESIDES = {
    "approvals.request.decide": "approvals:request:decide",
    "approvals.request.send_back": "approvals:request:decide",
}
"""Acts whose action asks for a rank instead of a permission: the scope they need as well."""

HIDDEN = {"by", "at", "log", "refs"}
FIELDS = ("CORRECTABLE", "CHANGEABLE")
"""What a module calls the fields of a row that its actions take by name (`**changes`)."""


@dataclass(frozen=True)
class Act:
    """One act: `app/noun/verb` and its action. What it asks is read off the signature when it is first wanted."""

    app: str
    noun: str
    verb: str
    action: Callable[..., Any]

    @property
    def name(self) -> str:
        return f"{self.app}.{self.noun}.{self.verb}"

    @property
    def address(self) -> str:
        return f"/acts/{self.app}/{self.noun}/{self.verb}"

    @property
    def words(self) -> str:
        return inspect.cleandoc(self.action.__doc__ or "")

    @cached_property
    def readable(self) -> bool:
        """Whether what it asks can be sent at all; what cannot is no act until it is told how (a test says which)."""
        try:
            return self.sent is not None
        except LookupError:
            return False

    @property
    def takes_log(self) -> bool:
        return "log" in inspect.signature(self.action).parameters

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """What the action takes from whoever sends the act. Raises Unreadable for what cannot be sent."""
        return tuple(_parameters(self))

    @cached_property
    def sent(self) -> type[BaseModel]:
        """The content of the request."""
        title = "".join(part.title() for part in self.name.replace(".", "_").split("_"))
        return model(title, [*self.parameters, *_besides(self)])


def withheld(name: str) -> Text | None:
    """Why the action is not offered, None when it is."""
    parts = name.split(".")
    return next((why for n in (3, 2, 1) if (why := WITHHELD.get(".".join(parts[:n])))), None)


@cache
def acts() -> dict[str, Act]:
    """Name → act, of every app."""
    found = (Act(app, noun, action.__name__, action) for app, noun, action in actions())
    return {act.name: act for act in found if withheld(act.name) is None}


def actions() -> Iterator[tuple[str, str, Callable[..., Any]]]:
    """(app, module, action) of every action there is."""
    for config in apps.get_app_configs():
        for noun, module in _modules(config.name):
            for function in list(vars(module).values()):
                if _is_action(function, module):
                    yield config.label, noun, function


def _modules(app: str) -> Iterator[tuple[str, Any]]:
    try:
        package = import_module(f"{app}.actions")
    except ModuleNotFoundError:
        return
    for info in pkgutil.iter_modules(package.__path__):
        yield info.name, import_module(f"{package.__name__}.{info.name}")


def _is_action(function: Any, module: Any) -> bool:
    if not inspect.isfunction(function) or function.__module__ != module.__name__ or function.__name__.startswith("_"):
        return False
    return {"by", "at"} <= inspect.signature(function).parameters.keys()


def _parameters(act: Act) -> Iterator[Parameter]:
    hints, lists = typing.get_type_hints(act.action), lists_in(act.action)
    told = inspect.signature(act.action).parameters
    lists.beside = _beside(hints, told)
    for one in told.values():
        if one.kind is one.VAR_KEYWORD:
            yield from _by_name(act, lists.beside, told.keys())
        elif one.name not in HIDDEN:
            default = ... if one.default is one.empty else one.default
            yield Parameter(one.name, kind_of(hints[one.name], one.name, lists), default)


def _beside(hints: dict[str, Any], told: typing.Iterable[str]) -> type[models.Model] | None:
    """The model of the row the action is about: what it answers, else what its first parameter names."""
    made = hints.get("return")
    if isinstance(made, type) and issubclass(made, models.Model) and made is not Entry:
        return made
    first = next((name for name in told if name.endswith("_id")), "")
    try:
        return model_of(first)
    except LookupError:
        return None


def _by_name(act: Act, row: type[models.Model] | None, but: typing.Collection[str]) -> Iterator[Parameter]:
    """The fields of the row that its module lets be named. Raises Unreadable when it names none."""
    module = inspect.getmodule(act.action)
    names = next((found for one in FIELDS if (found := getattr(module, one, None))), None)
    if names is None or row is None:
        raise Unreadable(act.name)
    yield from (_field(row, name) for name in names if name not in but)


def _besides(act: Act) -> list[Parameter]:
    """When it happened; and of stays, why it is entered late."""
    at = Parameter("at", Kind(SIMPLE[datetime].sent | None), None)
    late = act.app == "custody" and "late_reason" not in inspect.signature(act.action).parameters
    return [at, *([Parameter("late_reason", Kind(Words), "")] if late else [])]


def _field(model_: type[models.Model], name: str) -> Parameter:
    """A field of a row as a parameter that may be left out."""
    found: Any = model_._meta.get_field(name)
    if found.choices:
        values = tuple(str(value) for value, _ in found.choices)
        return Parameter(name, Kind(typing.Literal[values]), None)
    kinds: list[tuple[type, type]] = [
        (models.BooleanField, bool), (models.IntegerField, int), (models.DateTimeField, datetime),
        (models.DateField, date), (models.CharField, str), (models.TextField, str),
    ]  # fmt: skip
    hint = next(python for django, python in kinds if isinstance(found, django))
    kind = SIMPLE[hint]
    return Parameter(name, Kind(kind.sent | None, kind.read) if found.null else kind, None)
