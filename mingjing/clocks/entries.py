"""Bodies and sentences of what the watch announces."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mingjing.clocks.vocab import Tag
from mingjing.kernel.text import Text
from mingjing.kernel.time import local, parse
from mingjing.ledger.entries import entry

BY = Text("于 {due} 前", "by {due}")
PROMPTLY = Text("及时", "promptly")  # the law gives no number


@dataclass(frozen=True)
class _About:
    rule: str
    title_zh: str
    title_en: str
    subject: str
    due_at: datetime | None
    book: str

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        due = body.get("due_at")
        return {
            "title": Text(body["title_zh"], body["title_en"]),
            "due": local(parse(due)).strftime("%m-%d %H:%M") if due else "—",
            "by": BY.format(due=f"{local(parse(due)):%m-%d %H:%M}") if due else PROMPTLY,
        }


@entry(Tag.CLOCK_WARNED, zh="{title}将于 {due} 届满", en="{title} runs out at {due}")
@dataclass(frozen=True)
class ClockWarned(_About):
    pass


@entry(Tag.CLOCK_BREACHED, zh="{title}已于 {due} 届满，现已超限", en="{title} ran out at {due} and is over the limit")
@dataclass(frozen=True)
class ClockBreached(_About):
    pass


@entry(Tag.CLOCK_EASED, zh="{title}的提示撤回（现期限 {due}）", en="{title}: announcement taken back (due {due} now)")
@dataclass(frozen=True)
class ClockEased(_About):
    pass


@entry(Tag.DUTY_WARNED, zh="{title}应{by}办理", en="{title} must be done {by}")
@dataclass(frozen=True)
class DutyWarned(_About):
    pass


@entry(Tag.DUTY_OVERDUE, zh="{title}应{by}办理，已逾期", en="{title} was to be done {by} and is overdue")
@dataclass(frozen=True)
class DutyOverdue(_About):
    pass


@entry(Tag.DUTY_EASED, zh="{title}的提示撤回", en="{title}: announcement taken back")
@dataclass(frozen=True)
class DutyEased(_About):
    pass


@entry(Tag.BOOK_SIGNED_OFF, zh="签核法规库 {version}", en="Signed off the law books {version}")
@dataclass(frozen=True)
class BookSignedOff:
    version: str
    digest: str
    note: str


@entry(
    Tag.BOOK_CHANGED,
    zh="法规库由 {before} 换为 {version}，重新推算 {open} 个对象的时限",
    en="Law books changed from {before} to {version}; limits of {open} subjects are reckoned anew",
)
@dataclass(frozen=True)
class BookChanged:
    before: str
    version: str
    digest: str
    open: int

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"before": body.get("before") or "—"}


@entry(
    Tag.BOOK_MOVED,
    zh="法规库换为 {version} 后重新推算，{number} 项时限变动",
    en="Reckoned anew under the law books {version}: {number} limits moved",
)
@dataclass(frozen=True)
class BookMovedLimits:
    """`moved`: a line for each: rule, number, what became of it, due before and after (RFC 3339 or null)."""

    version: str
    moved: list[dict[str, Any]]

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"number": len(body["moved"])}


@entry(
    Tag.BOOK_READ,
    zh="按法规库 {version} 重新推算完毕：{subjects} 个对象，{moved} 项时限变动",
    en="Reckoned anew under the law books {version}: {subjects} subjects, {moved} limits moved",
)
@dataclass(frozen=True)
class BookRead:
    version: str
    subjects: int
    moved: int


BODIES: dict[str, type[_About]] = {
    Tag.CLOCK_WARNED: ClockWarned,
    Tag.CLOCK_BREACHED: ClockBreached,
    Tag.CLOCK_EASED: ClockEased,
    Tag.DUTY_WARNED: DutyWarned,
    Tag.DUTY_OVERDUE: DutyOverdue,
    Tag.DUTY_EASED: DutyEased,
}
