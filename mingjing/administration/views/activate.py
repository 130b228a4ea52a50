"""Where an officer without a password chooses his first one, with the two halves of his code."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from mingjing.administration.forms.staff import ActivateForm
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.org.actions import activation
from mingjing.org.guard import public
from mingjing.org.signin import DOOR
from mingjing.webkit.views import answer


@public  # nobody here has a password yet; the halves of the code are what is asked for
def page(request: HttpRequest) -> HttpResponse:
    """The two halves and a password of his own; then he signs in with it and sets up his second factor."""
    address = get_adapter().get_client_ip(request)

    def do(data: dict[str, Any]) -> object:
        data.pop("again")
        return activation.set_first_password(by=DOOR, at=now(), address=address, **data)

    return answer(
        request,
        ActivateForm(request.POST or None),
        do,
        to=reverse("account_login"),
        said=Text("密码已设置，请登录。", "The password is set: sign in."),
        template="administration/activate.html",
        counts_failures=True,
    )
