"""What officers type at the desks."""

from django import forms as fields

from mingjing.kernel.text import Text
from mingjing.law import books
from mingjing.webkit.forms import Form


class SignOffForm(Form):
    """`digest` names the books he read: a version loaded meanwhile is not signed by accident."""

    digest = fields.CharField(widget=fields.HiddenInput)
    note = fields.CharField(
        label=Text("核对说明", "What was compared"), required=False, max_length=400, widget=fields.Textarea
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["digest"].initial = books.current().digest
