"""Requests introduce themselves to the rooms below."""

from django.utils.translation import gettext_lazy as _

from huiyin.cases import verbs
from huiyin.cases.signoff import registry
from huiyin.delivery import content
from huiyin.scenarios.notices.requests import actions, outgoing, review


def introduce() -> None:
    """Called when applications are ready."""
    content.register(actions.SCENARIO, outgoing.describe)
    registry.register(
        actions.SCENARIO,
        review.describe,
        on_completed=review.agreed,
        on_returned=review.returned,
    )
    verbs.register(
        "mend_request",
        _("去修改"),
        "pen-line",
        "notices:request",
        post=False,
        title=_("修改被退回的沟通需求"),
    )
    verbs.register_page(actions.SCENARIO, "notices:request")
    verbs.register(
        "write_notice",
        _("写成通知"),
        "pen-line",
        "notices:request",
        post=False,
        title=_("把已同意的需求写成通知"),
    )
