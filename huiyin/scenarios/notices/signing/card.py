"""The card 审批路径 on the compose page, and what it finds missing."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from huiyin.directory.models import Person
from huiyin.scenarios.notices import published
from huiyin.scenarios.notices.finding import Finding
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.signing import path


def context(notice: Notice, actor: Person) -> dict[str, Any]:
    """``signing``: the path, ``signed_off``: whether it was walked for exactly this text."""
    if notice._state.adding or not notice.initiator_id:  # noqa: SLF001 - Django's public name
        return {"signing": path.preview(notice, actor), "signed_off": False}
    return {"signing": path.shown(notice, actor), "signed_off": path.is_signed(notice)}


def findings(notice: Notice, actor: Person) -> Iterator[Finding]:
    """An external release names who co-signs; a path that nobody can walk is said."""
    if published.scope(notice) == published.OUTSIDE and not notice.concerned:
        yield Finding("concerned", True, _("对外发布须列明会签部门"), _("写明产品、技术等相关部门"))
    problem = path.preview(notice, actor).problem
    if problem:
        yield Finding("concerned", True, problem, _("改派数据来源部门或会签部门"))
