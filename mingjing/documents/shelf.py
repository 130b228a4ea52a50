"""Which templates there are, and which version of one is in force."""

from mingjing.documents.models import Instrument
from mingjing.documents.template import Template, shipped
from mingjing.kernel.verdict import Refusal, no


def templates() -> dict[str, Template]:
    """Every template in force, by id."""
    return shipped()


def template(ident: str) -> Template:
    """The version in force. Raises Refusal when there is no such template."""
    found = templates().get(ident)
    if found is None:
        raise Refusal(
            no("documents.template.unknown", f"没有这种文书：{ident}。", f"There is no such template: {ident}.")
        )
    return found


def form_of(instrument: Instrument) -> Template:
    """The version a draft would be made final by."""
    return template(instrument.template)
