"""What a request must say before a head can judge it."""

from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.directory.audience import Audience
from huiyin.scenarios.notices.requests.models import NoticeRequest


class Incomplete(Exception):
    """The form lacks something; ``errors`` says what, by field."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = errors


def missing(request: NoticeRequest, at: datetime) -> dict[str, str]:
    """What is still to be written, by field; empty when the form is whole."""
    found = dict(_blank(request))
    if not request.effect_measure or request.effect_target is None:
        found["effect_measure"] = _("预期效果要能衡量：选一项指标并写明目标")
    if request.effect_by is None:
        found["effect_by"] = _("写明到什么时候见效果")
    elif request.effect_by <= at:
        found["effect_by"] = _("见效时间已过，改为将来的时间")
    if request.needed is None:
        found["need"] = _("三个必要性问题都要回答")
    return found


def require(request: NoticeRequest, at: datetime) -> None:
    """Raise ``Incomplete`` unless the form is whole."""
    errors = missing(request, at)
    if errors:
        raise Incomplete(errors)


def _blank(request: NoticeRequest) -> list[tuple[str, str]]:
    wanted = [
        ("title", request.title.strip(), _("写明要沟通的事项")),
        ("reason", request.reason.strip(), _("写明沟通原因：发生了什么、不说会怎样")),
        ("audience", _names_somebody(request), _("选择沟通对象")),
    ]
    return [(name, said) for name, value, said in wanted if not value]


def _names_somebody(request: NoticeRequest) -> bool:
    return not Audience.from_json(request.audience or {}).names_nobody()
