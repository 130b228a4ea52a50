"""Words the sentences of this app share."""

from mingjing.kernel.text import Text
from mingjing.kernel.time import local, parse
from mingjing.kernel.vocab import Vocab
from mingjing.org.posts import posts


def moment(stored: str | None) -> str:
    return local(parse(stored)).strftime("%Y-%m-%d %H:%M") if stored else "—"


def label_of(words: type[Vocab], value: str | None) -> Text | None:
    return words(value).text if value else None


def post_text(code: str | None) -> Text:
    return posts()[code].text if code in posts() else Text(code or "—", code or "—")
