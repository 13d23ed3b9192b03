"""What a meeting costs before anybody is invited: the time of everybody together (pure)."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

_HOUR = 60
_WEEKS = 13
"""Weeks of a quarter."""


@dataclass(frozen=True, slots=True)
class Price:
    """``people`` for ``minutes``, ``times`` in a quarter."""

    people: int
    minutes: int
    times: int = 1

    @property
    def person_hours(self) -> float:
        """Hours of everybody together, each time."""
        return self.people * self.minutes / _HOUR

    @property
    def words(self) -> str:
        """As the form says it: ``8 人 × 60 分 = 8 人时，每季度 13 次共 104 人时``."""
        said = _("%(people)d 人 × %(minutes)d 分 = %(hours)s 人时") % {
            "people": self.people,
            "minutes": self.minutes,
            "hours": hours(self.person_hours),
        }
        if self.times > 1:
            said += _("，每季度 %(times)d 次共 %(hours)s 人时") % {
                "times": self.times,
                "hours": hours(self.person_hours * self.times),
            }
        return said


def price(people: int, starts_at: datetime, ends_at: datetime, *, weekly: float = 0) -> Price:
    """What it costs when ``people`` sit in it; ``weekly`` is how often it comes in a week."""
    minutes = max(int((ends_at - starts_at).total_seconds()) // 60, 0)
    return Price(max(people, 0), minutes, max(round(weekly * _WEEKS), 1))


def hours(value: float) -> str:
    """Hours with at most one decimal: ``8``, ``1.5``."""
    return f"{value:.1f}".removesuffix(".0")
