"""The form of a plan: everything is typed, people by name or employee number."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from huiyin.cases import picking
from huiyin.directory.models import Group
from huiyin.scenarios.incidents.naming import named
from huiyin.scenarios.incidents.plans.actions import Named, Plan
from huiyin.scenarios.incidents.refusal import IncidentRefused

SPARE = 2
"""Empty rows for further contacts; saving gives more."""

_PERSON = {"class": "input", "list": "colleagues", "autocomplete": "off"}


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"class": "area", "rows": rows})


class PlanForm(forms.Form):
    """What is prepared for one kind; contacts and the audience are read beside it."""

    name = forms.CharField(
        label=_("名称"), max_length=60, widget=forms.TextInput({"class": "input"})
    )
    levels = forms.CharField(
        label=_("等级"),
        required=False,
        help_text=_("每行一级，最重的在前：名称：说明"),
        widget=_area(4),
    )
    commander = forms.CharField(
        label=_("应急负责人"),
        required=False,
        help_text=_("姓名或工号；留空则由上报人的主管负责"),
        widget=forms.TextInput(_PERSON),
    )
    client_lead = forms.CharField(
        label=_("客户负责人"), required=False, widget=forms.TextInput(_PERSON)
    )
    group = forms.ModelChoiceField(
        Group.objects.none(),
        label=_("应急群"),
        required=False,
        widget=forms.Select({"class": "input"}),
    )
    group_words = forms.CharField(
        label=_("群里怎么说"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"class": "input"}),
    )
    tasks = forms.CharField(
        label=_("通常的任务"), required=False, help_text=_("每行一项"), widget=_area(4)
    )
    playbook = forms.CharField(
        label=_("预案"),
        required=False,
        help_text=_("可以用 Markdown：标题、列表、链接"),
        widget=_area(12),
    )
    active = forms.BooleanField(label=_("可以上报这一种"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["group"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the checker
        field.queryset = Group.objects.filter(closed_at=None).order_by("sort_key", "pk")

    @classmethod
    def of(cls, plan: Plan) -> "PlanForm":
        """Filled with the plan."""
        return cls(
            initial={
                "name": plan.name,
                "levels": "\n".join(f"{name}：{words}" for name, words in plan.levels),
                "commander": plan.commander.name if plan.commander else "",
                "client_lead": plan.client_lead.name if plan.client_lead else "",
                "group": plan.group,
                "group_words": plan.group_words,
                "tasks": "\n".join(plan.tasks),
                "playbook": plan.playbook,
                "active": plan.active,
            }
        )

    def plan(self, posted: QueryDict) -> Plan:
        """What was filled in; ``IncidentRefused`` for somebody who is nobody, or several."""
        given = self.cleaned_data
        chosen = picking.chosen(posted)
        return Plan(
            name=given["name"],
            levels=list(_levels(given["levels"])),
            commander=named(given["commander"], "commander"),
            client_lead=named(given["client_lead"], "client_lead"),
            on_duty={} if chosen.names_nobody() else chosen.to_json(),
            group=given["group"],
            group_words=given["group_words"],
            tasks=given["tasks"].splitlines(),
            playbook=given["playbook"],
            contacts=list(_contacts(posted)),
            active=given["active"],
        )


def contact_rows(plan: Plan) -> list[tuple[str, str, str]]:
    """Name, part and deputy of each contact, and a few empty rows."""
    rows = [
        (one.person.name, one.part, one.deputy.name if one.deputy else "") for one in plan.contacts
    ]
    return [*rows, *[("", "", "")] * SPARE]


def posted_rows(posted: QueryDict) -> list[tuple[str, str, str]]:
    """The contacts as they were typed."""
    fields = (posted.getlist(name) for name in ("contact", "part", "deputy"))
    return list(zip(*fields, strict=False))


def _levels(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        name, _sign, words = line.replace(":", "：", 1).partition("：")
        if line.strip():
            yield name.strip(), words.strip()


def _contacts(posted: QueryDict) -> Iterator[Named]:
    for name, part, deputy in posted_rows(posted):
        person = named(name, "contacts")
        if person is not None:
            yield Named(person, part, named(deputy, "contacts"))
        elif part.strip() or deputy.strip():
            raise IncidentRefused("contacts", "nobody")
