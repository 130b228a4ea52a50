"""What a password must be, in the words of the house where the framework has none in the reader's language."""

from django.contrib.auth.password_validation import MinimumLengthValidator

from mingjing.kernel.text import Text

SHORT = Text("密码至少 {n} 位。", "The password needs at least {n} characters.")


class LongEnough(MinimumLengthValidator):
    def get_error_message(self) -> str:
        return str(SHORT.format(n=self.min_length))

    def get_help_text(self) -> str:
        return self.get_error_message()
