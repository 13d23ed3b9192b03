"""Groups: the list, one group, and the form of those who may shape it (N28)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.cases import groups as circle
from huiyin.cases import picking
from huiyin.cases.groups import GroupRefused
from huiyin.directory import groups as directory
from huiyin.directory.access import Action, actor_of, may, require
from huiyin.directory.audience import Audience
from huiyin.directory.models import Group, GroupKind, Person
from huiyin.pages import groups, people
from huiyin.pages.views.door import admit, page, wants_part

FACES = 48


class GroupForm(forms.Form):
    """The words of a group; whom it means comes from the picker."""

    name = forms.CharField(
        label=gettext_lazy("名称"), max_length=60, widget=forms.TextInput({"class": "input"})
    )
    kind = forms.ChoiceField(label=gettext_lazy("类别"), choices=GroupKind.choices)
    purpose = forms.CharField(
        label=gettext_lazy("用途"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"class": "input"}),
    )
    owner = forms.CharField(
        label=gettext_lazy("群主"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("姓名或工号；留空则是你自己。群主可以向本群发通知。"),
        widget=forms.TextInput({"class": "input", "list": "colleagues", "autocomplete": "off"}),
    )

    def clean_owner(self) -> Person | None:
        """The colleague meant; an error when nobody or more than one fits."""
        text = self.cleaned_data["owner"].strip()
        found = people.colleague(text) if text else None
        if text and found is None:
            raise forms.ValidationError(
                _("没有找到唯一的同事“%(text)s”，请写工号") % {"text": text}
            )
        return found


@page(Action.SEE_DIRECTORY)
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """All groups, those of one kind (``kind``), mine (``tab=mine``), or the closed ones."""
    actor = admit(request, Action.SEE_DIRECTORY)
    tab, kind = request.GET.get("tab", "all"), request.GET.get("kind", "")
    tab = tab if tab in {"all", "mine", "closed"} else "all"
    context = {
        "lines": groups.listed(actor, kind, mine=tab == "mine", closed=tab == "closed"),
        "tab": tab,
        "kind": kind if kind in GroupKind.values else "",
        "kinds": GroupKind.choices,
        "may_make": may(actor, Action.MANAGE_GROUPS),
    }
    part = wants_part(request)
    response = render(request, "pages/_groups.html" if part else "pages/groups.html", context)
    response["Vary"] = "HX-Request"
    return response


@page(Action.SEE_DIRECTORY)
@require_safe
def one(request: HttpRequest, group_id: int) -> HttpResponse:
    """A group: its people of now, what was announced to it, what was shared."""
    actor = admit(request, Action.SEE_DIRECTORY)
    group = get_object_or_404(Group.objects.select_related("owner"), pk=group_id)
    members = directory.members(group)
    context = {
        "group": group,
        "people": members[:FACES],
        "count": members.count(),
        "faces": FACES,
        "rule_words": directory.audience_of(group).describe(),
        "announcements": groups.announcements(group, actor),
        "files": groups.files(group, actor),
        "may_manage": directory.may_manage(actor, group),
    }
    return render(request, "pages/group.html", context)


@page(Action.MANAGE_GROUPS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make a group."""
    actor = actor_of(request)
    require(actor, Action.MANAGE_GROUPS)
    if request.method != "POST":
        first = GroupForm(initial={"kind": GroupKind.PROJECT})
        return _form(request, actor, first, Audience(), None)
    return _written(request, actor, None)


@page(Action.MANAGE_GROUPS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, group_id: int) -> HttpResponse:
    """Change a group."""
    actor, group = _managed(request, group_id)
    if request.method != "POST":
        words = {"name": group.name, "kind": group.kind, "purpose": group.purpose}
        owner = f"{group.owner.name}（{group.owner.employee_no}）"
        form = GroupForm(initial=words | {"owner": owner})
        return _form(request, actor, form, directory.audience_of(group), group)
    return _written(request, actor, group)


@page(Action.MANAGE_GROUPS)
@require_POST
def close(request: HttpRequest, group_id: int) -> HttpResponse:
    """End a group; its announcements stay."""
    actor, group = _managed(request, group_id)
    circle.close_group(group.pk, by=actor)
    messages.success(request, _("群组已关闭，公告和文件仍可查看"))
    return redirect("pages:group", group.pk)


@page(Action.MANAGE_GROUPS)
@require_safe
def found(request: HttpRequest) -> HttpResponse:
    """What the picker of members offers for the words typed so far."""
    actor = actor_of(request)
    require(actor, Action.MANAGE_GROUPS)
    name = "except" if request.GET.get("kind") == "except" else "to"
    text = request.GET.get(f"{name}_q", "")
    hits = picking.found(text, actor, exceptions=name == "except")
    context = {
        "found": [hit for hit in hits if hit[1].kind != "group"],
        "name": name,
        "text": text.strip(),
    }
    return render(request, "ui/picker/_found.html", context)


def _managed(request: HttpRequest, group_id: int) -> tuple[Person, Group]:
    actor = actor_of(request)
    require(actor, Action.MANAGE_GROUPS)
    group = get_object_or_404(Group.objects.select_related("owner"), pk=group_id)
    if not directory.may_manage(actor, group):
        raise PermissionDenied
    return actor, group


def _written(request: HttpRequest, actor: Person, group: Group | None) -> HttpResponse:
    form, rule = GroupForm(request.POST), picking.chosen(request.POST)
    if form.is_valid():
        values: dict[str, Any] = form.cleaned_data | {"rule": rule, "by": actor}
        try:
            made = (
                circle.make_group(**values)
                if group is None
                else circle.change_group(group.pk, **values)
            )
        except GroupRefused as refused:
            form.add_error(None if refused.field == "rule" else refused.field, str(refused))
        else:
            messages.success(request, _("已保存，成员随通讯录变动"))
            return redirect("pages:group", made.pk)
    return _form(request, actor, form, rule, group, status=422)


def _form(
    request: HttpRequest,
    actor: Person,
    form: GroupForm,
    rule: Audience,
    group: Group | None,
    *,
    status: int = 200,
) -> HttpResponse:
    to, left_out = picking.chips(rule, actor)
    context = {"form": form, "group": group, "rule": rule, "to": to, "left_out": left_out}
    return render(request, "pages/group_form.html", context, status=status)
