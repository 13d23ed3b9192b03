"""What people type about working time."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.directory.models import Department
from huiyin.worktime.hours import HoursError, parse, say
from huiyin.worktime.models import WorkCalendar

OFF, WORK, PART = "off", "work", "part"
KINDS = ((OFF, _("休息")), (WORK, _("照常上班")), (PART, _("只上这些时段")))
WEEKDAYS = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))


def _hours(text: str) -> list[list[str]]:
    try:
        return parse(text)
    except HoursError as error:
        raise forms.ValidationError(str(error)) from error


class DayForm(forms.Form):
    """A day that differs."""

    calendar = forms.IntegerField(required=False, widget=forms.HiddenInput)
    day = forms.DateField(
        label=_("日期"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "input"}),
    )
    kind = forms.ChoiceField(
        label=_("这一天"), choices=KINDS, widget=forms.Select(attrs={"class": "input"})
    )
    hours = forms.CharField(
        label=_("上班时段"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"class": "input", "placeholder": "09:00-12:00"}),
        help_text=_("只上半天时填写，中间空开的就是午休，如 09:00-12:00 13:00-15:00"),
    )
    title = forms.CharField(
        label=_("叫什么"),
        max_length=60,
        widget=forms.TextInput(attrs={"class": "input", "placeholder": _("如：公司周年")}),
    )

    def clean(self) -> dict[str, Any]:
        """Hours belong to a day that is worked in part."""
        said = super().clean() or {}
        said["spans"] = {OFF: [], WORK: None}.get(said.get("kind", ""), [])
        if said.get("kind") == PART:
            try:
                said["spans"] = _hours(said.get("hours", ""))
            except forms.ValidationError as error:
                self.add_error("hours", error)
            if not said["spans"] and not self.errors:
                self.add_error("hours", _("请写上班的时段"))
        return said


class WeekForm(forms.Form):
    """The hours of a week, and whose they are."""

    name = forms.CharField(
        label=_("名称"), max_length=60, widget=forms.TextInput(attrs={"class": "input"})
    )
    follows = forms.BooleanField(
        label=_("法定节假日、调休和公司自定的日子也适用"), required=False, initial=True
    )
    departments = forms.ModelMultipleChoiceField(
        label=_("使用的部门"),
        queryset=Department.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"class": "input", "size": 6}),
        help_text=_("包括下级部门；另有日历的下级部门除外"),
    )

    def __init__(self, data: Any = None, *, row: WorkCalendar | None = None) -> None:
        initial: dict[str, Any] = {}
        if row is not None:
            chosen = [each.department_id for each in row.teams.all()] if row.pk else []
            initial = {"name": row.name, "follows": row.follows, "departments": chosen}
        super().__init__(data, initial=initial)
        departments = self.fields["departments"]
        if isinstance(departments, forms.ModelMultipleChoiceField):
            departments.queryset = Department.objects.filter(active=True).order_by("path")
        for number, weekday in enumerate(WEEKDAYS):
            self.fields[f"day{number}"] = forms.CharField(
                label=weekday,
                required=False,
                max_length=120,
                initial=say(row.hours.get(str(number), [])) if row else "",
                widget=forms.TextInput(attrs={"class": "input num", "placeholder": _("休息")}),
            )
            setattr(self, f"clean_day{number}", self._cleaner(f"day{number}"))
        if row is not None and row.main:
            del self.fields["departments"]
            del self.fields["follows"]

    def _cleaner(self, name: str) -> Any:
        return lambda: _hours(self.cleaned_data[name])

    def days(self) -> list[forms.BoundField]:
        """The seven fields of the week."""
        return [self[f"day{number}"] for number in range(7)]

    def hours(self) -> dict[str, list[list[str]]]:
        """The hours by weekday, as they are stored."""
        return {str(number): self.cleaned_data[f"day{number}"] for number in range(7)}


class PastedForm(forms.Form):
    """Lines, typed or from a file."""

    text = forms.CharField(
        label=_("内容"),
        max_length=1_000_000,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"class": "input area num", "rows": 10}),
    )
    file = forms.FileField(label=_("或选择 CSV 文件"), required=False)

    def clean(self) -> dict[str, Any]:
        """Either will do; a file is UTF-8 or GBK."""
        said = super().clean() or {}
        if said.get("file"):
            raw = said["file"].read(2_000_000)
            try:
                said["text"] = raw.decode("utf-8-sig")
            except UnicodeDecodeError:
                said["text"] = raw.decode("gb18030", "replace")
        if not (said.get("text") or "").strip():
            self.add_error("text", _("请粘贴内容或选择文件"))
        return said


class YearForm(PastedForm):
    """A year's statutory days."""

    year = forms.IntegerField(
        label=_("年份"),
        min_value=2000,
        max_value=2100,
        widget=forms.NumberInput(attrs={"class": "input num"}),
    )
    field_order = ("year", "text", "file")
