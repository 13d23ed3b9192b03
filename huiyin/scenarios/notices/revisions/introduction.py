"""Revisions and corrections introduce themselves to the rooms they need."""

from django.utils.translation import gettext_lazy as _

from huiyin.cases import verbs
from huiyin.cases.facts import carriers
from huiyin.scenarios.notices import composing, events, publishing
from huiyin.scenarios.notices.revisions import corrections


def introduce() -> None:
    """Called when applications are ready."""
    carriers.register(events.CONFIRMED)
    publishing.before(corrections.prepare)
    composing.card("notices/revisions/_correction.html", corrections.card)
    composing.card("facts/_picker_card.html")
    verbs.register(
        "publish_correction",
        _("去发布"),
        "send",
        "notices:edit",
        post=False,
        title=_("发出口径更正"),
    )
