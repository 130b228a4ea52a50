"""What somebody who holds a record types or chooses."""

import re
from typing import Any

from django import forms

from mingjing.kernel.text import Text
from mingjing.webkit.forms import Form

MOST_BYTES = 20 * 1024 * 1024  # what the server takes of any file (config.bounds)
CODE = re.compile(r"[A-Z2-7]{16}")


class CheckForm(Form):
    code = forms.CharField(
        label=Text("纸面上的验证码", "The code on the paper"), required=False, max_length=40,
        help_text=Text("16 位字母和数字，大小写、横线不限", "16 letters and digits; case and dashes do not matter"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    file = forms.FileField(
        label=Text("记录文件（.mjr），可不选", "The file (.mjr), if you have it"), required=False,
        help_text=Text(
            "只用于计算校验值，不保存；最多 20 MB，更大的请用独立核验程序",
            "Only its hash is reckoned; it is not kept. 20 MB at most: use the verifier for a larger one",
        ),
    )  # fmt: skip

    def clean_code(self) -> str:
        """The code as it is printed: `ABCD-EFGH-IJKL-MNOP`."""
        plain = re.sub(r"[\s-]", "", self.cleaned_data["code"].upper())
        if plain and not CODE.fullmatch(plain):
            raise forms.ValidationError(
                str(Text("验证码应为 16 位字母（A–Z）和数字（2–7）。", "The code has 16 letters A–Z and digits 2–7."))
            )
        return "-".join(plain[at : at + 4] for at in range(0, len(plain), 4))

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(str(Text("文件过大。", "The file is too large.")))
        return file

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not self.errors and not said.get("code") and not said.get("file"):
            raise forms.ValidationError(str(Text("请输入验证码或选择文件。", "Type the code or choose the file.")))
        return said
