"""The cascade introduces its duties to the inbox."""

from django.utils.translation import gettext_lazy as _

from huiyin.cases import verbs
from huiyin.scenarios.notices import publishing, showing
from huiyin.scenarios.notices.cascade import actions
from huiyin.scenarios.notices.cascade import showing as pages


def introduce() -> None:
    """Called when applications are ready."""
    publishing.after(actions.follow)
    showing.part("above", "notices/_passed_on.html", pages.words_above)
    showing.part("panel", "notices/_relay.html", pages.relay_panel)
    showing.part("echo", "notices/_cascade.html", pages.tree_panel)
    showing.part("echo_side", "notices/_length.html", pages.length_panel)
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
