"""What an administrator types about a tracker."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.directory.models import Department, Person
from huiyin.directory.queries import find_person
from huiyin.scenarios.problems.models import ProblemState
from huiyin.scenarios.problems.trackers.actions import STATUSES, Plan
from huiyin.scenarios.problems.trackers.models import Tracker, TrackerKind

_INPUT = {"class": "input"}
_SELECT = {"class": "select"}
_STATUS = "status_"


class TrackerForm(forms.Form):
    """One tracker, and what each state is called there."""

    name = forms.CharField(label=_("名称"), max_length=60, widget=forms.TextInput(attrs=_INPUT))
    kind = forms.ChoiceField(
        label=_("种类"), choices=TrackerKind.choices, widget=forms.Select(attrs=_SELECT)
    )
    url = forms.CharField(
        label=_("地址"),
        max_length=300,
        widget=forms.URLInput(attrs=_INPUT | {"placeholder": "https://example.atlassian.net"}),
    )
    api = forms.TypedChoiceField(
        label=_("接口版本"),
        choices=((3, _("3（Jira Cloud）")), (2, _("2（Jira Data Center）"))),
        coerce=int,
        widget=forms.Select(attrs=_SELECT),
    )
    project = forms.CharField(
        label=_("项目代号"), max_length=60, required=False, widget=forms.TextInput(attrs=_INPUT)
    )
    issue_type = forms.CharField(
        label=_("任务类型"),
        max_length=60,
        required=False,
        initial="Task",
        widget=forms.TextInput(attrs=_INPUT),
    )
    account = forms.CharField(
        label=_("账号"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=_INPUT | {"autocomplete": "off"}),
        help_text=_("Jira Cloud 填邮箱；用个人访问令牌的不填"),
    )
    token = forms.CharField(
        label=_("令牌"),
        max_length=500,
        required=False,
        widget=forms.PasswordInput(attrs=_INPUT | {"autocomplete": "new-password"}),
        help_text=_("保存后不再显示；留空不改"),
    )
    department = forms.ModelChoiceField(
        label=_("只同步哪个部门的问题"),
        queryset=Department.objects.none(),
        required=False,
        empty_label=_("全部"),
        widget=forms.Select(attrs=_SELECT),
    )
    actor = forms.CharField(
        label=_("代办人"),
        max_length=80,
        widget=forms.TextInput(attrs=_INPUT | {"autocomplete": "off"}),
        help_text=_("那边改状态的人在本单位查不到时，以此人的名义记下；姓名或工号"),
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        place = self.fields["department"]
        if isinstance(place, forms.ModelChoiceField):
            place.queryset = Department.objects.filter(active=True).order_by("path")
        for state, name in STATUSES.items():
            self.fields[_STATUS + state] = forms.CharField(
                label=ProblemState(state).label,
                max_length=60,
                required=False,
                initial=name,
                widget=forms.TextInput(attrs=_INPUT),
            )

    def clean_actor(self) -> Person:
        """The one colleague who is meant."""
        found = find_person(self.cleaned_data["actor"])
        if found is None:
            raise forms.ValidationError(_("没有找到这位同事，或有重名；请用工号"))
        return found

    def status_fields(self) -> list[forms.BoundField]:
        """What each state is called there."""
        return [self[_STATUS + state] for state in STATUSES]

    def plan(self) -> Plan:
        """The tracker as it was filled in."""
        said = dict(self.cleaned_data)
        statuses = {state: said.pop(_STATUS + state) for state in STATUSES}
        return Plan(**said, statuses=statuses)


def initial_of(tracker: Tracker) -> dict[str, Any]:
    """What the form shows of a tracker that exists; never its token."""
    names = ("name", "kind", "url", "api", "project", "issue_type", "account", "department")
    shown = {name: getattr(tracker, name) for name in names}
    statuses = {_STATUS + state: tracker.statuses.get(state, "") for state in STATUSES}
    return shown | statuses | {"actor": tracker.actor.employee_no}
