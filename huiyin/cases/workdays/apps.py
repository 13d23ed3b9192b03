"""The working calendar introduces itself."""

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from huiyin.cases.workdays import events as said
from huiyin.ui.menu import MenuEntry

if TYPE_CHECKING:
    from django.http import HttpRequest


def _sees(request: "HttpRequest") -> bool:
    from huiyin.directory.access import Action, may

    person = getattr(request.user, "person", None)
    return person is not None and may(person, Action.SEE_DIRECTORY)


class WorkdaysConfig(AppConfig):
    """Registers the calendar: its events, their words, its way in."""

    name = "huiyin.cases.workdays"
    label = "workdays"
    api = "huiyin.cases.workdays.api:router"
    events = said.EVENTS
    fact_values = "huiyin.cases.workdays.factvalues:FACTS"
    event_words = {
        said.DAY_SET: _("设定工作日历中的一天"),
        said.DAY_REMOVED: _("取消工作日历中的一天"),
        said.CALENDAR_SET: _("设定工作时间"),
        said.CALENDAR_REMOVED: _("停用团队日历"),
        said.ROSTER_SET: _("导入排班"),
        said.YEAR_SUPPLIED: _("录入年度放假安排"),
        said.YEAR_PUBLISHED: _("年度放假安排已公布"),
        "obligations.moved": _("期限随工作日历改动"),
    }
    fact_words = {
        "day": _("日期"),
        "hours": _("上班时段"),
        "calendar": _("日历"),
        "year": _("年份"),
        "days": _("天数"),
        "first": _("自"),
        "last": _("至"),
        "old_due_at": _("原截止时间"),
        "provisional": _("暂定"),
        "zone": _("时区"),
        "why": _("原因"),
        "title": _("名称"),
        "departments": _("部门"),
    }
    menu = (
        MenuEntry(
            _("工作日历"),
            "calendar",
            "workdays:year",
            section="govern",
            order=24,
            covers=("workdays:*",),
            shown=_sees,
        ),
    )
