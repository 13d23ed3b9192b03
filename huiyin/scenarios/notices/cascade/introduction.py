"""The cascade introduces its duties to the inbox."""

from django.utils.translation import gettext_lazy as _

from huiyin.cases import verbs
from huiyin.scenarios.notices import publishing
from huiyin.scenarios.notices.cascade import actions


def introduce() -> None:
    """Called when applications are ready."""
    publishing.after(actions.follow)
    verbs.register(
        actions.RELAY,
        _("去转达"),
        "forward",
        "notices:show",
        post=False,
        title=_("向你的团队转达"),
    )
    verbs.register(
        "press_relay",
        _("去跟进"),
        "users",
        "notices:echo",
        post=False,
        title=_("跟进没有转达的负责人"),
    )
    verbs.register(
        actions.REACH,
        _("直接发给他们"),
        "send",
        "notices:reach_islands",
        post=True,
        title=_("有分支没有收到转达"),
    )
