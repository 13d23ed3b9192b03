"""The expected effect of a communication as a measurable sentence (N01)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.ui import zh

USUAL_TARGETS = {
    "reached": 1.0,
    "understood": 0.9,
    "replied": 0.9,
    "on_time": 0.95,
    "misinformation": 0.05,
}
"""What is offered when a measure is chosen and no target was named yet."""


class Measure(models.TextChoices):
    """What shows that the effect came about."""

    REACHED = "reached", gettext_lazy("确认收到")
    UNDERSTOOD = "understood", gettext_lazy("证明理解")
    REPLIED = "replied", gettext_lazy("回复")
    ON_TIME = "on_time", gettext_lazy("按时确认")
    MISINFORMATION = "misinformation", gettext_lazy("误解率")


@dataclass(frozen=True, slots=True)
class Effect:
    """``measure`` against ``target`` (a share of 1) at ``by``; ``words`` is the author's own."""

    measure: str
    target: float | None
    by: datetime | None
    words: str = ""

    @property
    def measurable(self) -> bool:
        """Whether somebody will be able to say that it came about."""
        return self.measure in Measure.values and self.target is not None

    def sentence(self, audience: str = "") -> str:
        """``到 12 月 5 日 18:00，运营部中至少 95% 的人确认收到``; empty until it is measurable."""
        if not self.measurable or self.target is None:
            return ""
        said = _SENTENCES[self.measure] % {
            "who": audience or _("接收人"),
            "target": percent(self.target),
        }
        if self.by is None:
            return _("到闭环时，%(said)s") % {"said": said}
        return _("到 %(when)s，%(said)s") % {"when": zh.moment(self.by), "said": said}


def percent(share: float) -> str:
    """``0.95`` as ``95%``, with one decimal where it needs it."""
    return f"{share * 100:.1f}".rstrip("0").rstrip(".") + "%"


_SENTENCES = {
    "reached": gettext_lazy("%(who)s中至少 %(target)s 的人确认收到"),
    "understood": gettext_lazy("%(who)s中至少 %(target)s 的人以复述、小测或口头证明理解"),
    "replied": gettext_lazy("%(who)s中至少 %(target)s 的人作出回复"),
    "on_time": gettext_lazy("%(who)s中至少 %(target)s 的人在期限内确认"),
    "misinformation": gettext_lazy("%(who)s的信息误解率不超过 %(target)s"),
}
