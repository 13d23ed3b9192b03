"""The phone list introduces itself: to the inbox."""

from django.utils.translation import pgettext_lazy

from huiyin.cases import verbs


def introduce() -> None:
    """Called when applications are ready."""
    verbs.register(
        "call_stand_in",
        pgettext_lazy("button", "去换人"),
        "users",
        "incidents:calls",
        post=False,
        title=pgettext_lazy("duty", "给没有回应的人找人补位"),
    )
