"""What the margin says about a text besides its faults."""

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext as _

from huiyin.core.wording import SENSITIVE
from huiyin.scenarios.notices.finding import Finding
from huiyin.scenarios.notices.models import Notice

register = template.Library()


@register.filter
def well_done(findings: Iterable[Finding], notice: Notice) -> str:
    """What is as it should be, in one line; empty while nothing is written yet."""
    if not (notice.items.strip() and notice.requirements.strip()):
        return ""
    found = {one.code for one in findings}
    said = [
        _("核心信息已前置") if "core_late" not in found else "",
        _("用词明确") if not any(code.startswith("vague_") for code in found) else "",
        _("术语规范") if "term" not in found else "",
        _("无敏感信息") if found.isdisjoint(SENSITIVE) else "",
    ]
    return _("，").join(word for word in said if word)
