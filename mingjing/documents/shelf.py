"""Which templates there are, and which version of one is in force: the one signed off here, else the one shipped."""

from functools import lru_cache

from django.db.models import QuerySet

from mingjing.documents.models import Instrument, TemplateVersion
from mingjing.documents.template import Template, TemplateError, parse, shipped
from mingjing.documents.vocab import VersionState
from mingjing.kernel.verdict import Refusal, no


def templates() -> dict[str, Template]:
    """Every template in force, by id in alphabetical order."""
    own = {row.template: _parsed(row.spec, row.body) for row in _in_force()}
    return dict(sorted({**shipped(), **own}.items()))


def template(ident: str) -> Template:
    """The version in force. Raises Refusal when there is no such template."""
    row = _in_force().filter(template=ident).first()
    found = _parsed(row.spec, row.body) if row else shipped().get(ident)
    if found is None:
        said = f"没有这种文书：{ident}。", f"There is no such template: {ident}."
        raise Refusal(no("documents.template.unknown", *said))
    return found


def form_of(instrument: Instrument) -> Template:
    """The version a draft would be made final by."""
    return template(instrument.template)


def readable(spec: str, body: str) -> Template:
    """The template these texts are. Raises Refusal with what is wrong."""
    try:
        return parse(spec, body)
    except TemplateError as why:
        said = f"模板有误：{why}", f"The template cannot be read: {why}"
        raise Refusal(no("documents.template.unreadable", *said, field="spec")) from why


def _in_force() -> QuerySet[TemplateVersion]:
    return TemplateVersion.objects.filter(state=VersionState.IN_FORCE)


@lru_cache(maxsize=256)
def _parsed(spec: str, body: str) -> Template:
    return parse(spec, body)
