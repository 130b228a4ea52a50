from django.apps import AppConfig
from django.utils.translation import get_language

from mingjing.kernel.text import Text, speak_with


class OrgConfig(AppConfig):
    name = "mingjing.org"
    label = "org"
    title = Text("机构、人员与岗位", "Units, officers and posts")

    def ready(self) -> None:
        speak_with(get_language)
        from allauth.mfa.signals import authenticator_added, authenticator_removed  # noqa: PLC0415 - needs loaded apps

        from mingjing.org import entries, signin  # noqa: F401, PLC0415 - registering the tags needs loaded apps

        # the only way the library tells that an officer changed his second factor
        authenticator_added.connect(signin.note_added)
        authenticator_removed.connect(signin.note_removed)
