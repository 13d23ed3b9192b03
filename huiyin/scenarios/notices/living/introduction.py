"""A living audience joins in when a notice goes out, and shows groups what was addressed to them."""

from typing import Any

from huiyin.cases import groups
from huiyin.directory.models import Group
from huiyin.scenarios.notices import publishing
from huiyin.scenarios.notices.living import told
from huiyin.scenarios.notices.models import Notice


def introduce() -> None:
    """Called when applications are ready."""
    publishing.after(told.tell)
    groups.register_announcements(_addressed_to)


def _addressed_to(group: Group) -> Any:
    return Notice.objects.filter(audience__groups__contains=group.pk).values("pk")
