"""The table of templates in docs/reference/instruments.md, made from the templates themselves."""

from mingjing.documents.template import shipped
from mingjing.documents.vocab import Part


def table() -> str:
    """Markdown, one line for each template in alphabetical order."""
    rows = ["| template | title | basis | approver | series | parts |", "|---|---|---|---|---|---|"]
    for form in shipped().values():
        parts = "、".join(Part(part).text.zh for part in form.parts)
        title = f"{form.title.zh} {form.title.en}"
        basis = ", ".join(form.basis)
        rows.append(f"| `{form.id}` | {title} | {basis} | {form.approver or '—'} | {form.series or '—'} | {parts} |")
    return "\n".join(rows) + "\n"
