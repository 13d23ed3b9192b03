"""What is asked of the board by address, read with care."""

from datetime import datetime, time, timedelta

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.directory.models import Department
from huiyin.kit import clock
from huiyin.scenarios.notices.board.queries import MOST, PAGE, Wanted
from huiyin.scenarios.notices.kinds import ON_BOARD

SHELVES = ("all", "unread", "kept", "files", "away")
DAYS = ((7, _("一周")), (14, _("两周")), (30, _("一个月")))


class PinForm(forms.Form):
    """For how many days an entry heads the board; 0 takes it down."""

    days = forms.TypedChoiceField(coerce=int, choices=[(0, _("取消置顶")), *DAYS])

    def until(self) -> datetime | None:
        """The end of the last day, in the organisation's time; ``None`` to take it down."""
        days = self.cleaned_data["days"]
        if not days:
            return None
        last = timezone.localtime(clock.now()).date() + timedelta(days=days)
        return timezone.make_aware(datetime.combine(last, time(23, 59)))


def wanted(request: HttpRequest) -> Wanted:
    """The part of the board that an address names; what is no choice is left out."""
    shelf, kind = request.GET.get("tab", "all"), request.GET.get("kind", "")
    place = request.GET.get("d", "")
    return Wanted(
        shelf=shelf if shelf in SHELVES else "all",
        kind=kind if kind in ON_BOARD else "",
        department=_department(place),
        topic=request.GET.get("topic", "")[:60],
        text=request.GET.get("q", "").strip()[:60],
    )


def limit(request: HttpRequest) -> int:
    """How many entries are asked for."""
    asked = request.GET.get("limit", "")
    return min(int(asked), MOST) if asked.isascii() and asked.isdigit() else PAGE


def _department(key: str) -> Department | None:
    if not (key.isascii() and key.isdigit() and len(key) < 10):  # noqa: PLR2004 - fits an id
        return None
    return Department.objects.filter(pk=int(key)).first()
