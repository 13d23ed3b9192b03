"""The staff list: upload, look at what would change, then decide."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.cases.people import carry_out
from huiyin.cases.uploads import stopped
from huiyin.directory.access import Action
from huiyin.directory.importing import ImportRefused, Outcome, Plan, Problem, plan, read_table
from huiyin.directory.importing.table import MAX_BYTES
from huiyin.directory.models import Person
from huiyin.pages import uploads
from huiyin.pages.views.door import admit, page

SHOWN = 50
TEMPLATE = (
    ("工号", "姓名", "部门", "职务", "手机", "邮箱", "分机", "直属上级", "部门负责人", "入职日期", "状态"),
    ("YQ1001", "林若溪", "云桥科技/运营部", "运营部主管", "13800000001", "lin@example.com",
     "8201", "", "是", "2021-03-01", "在职"),
    ("YQ1002", "白露", "云桥科技/运营部", "运营专员", "13800000002", "bai@example.com",
     "8202", "YQ1001", "", "2022-07-18", "在职"),
)  # fmt: skip


@page(Action.IMPORT_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest) -> HttpResponse:
    """The upload form; posted, what the file would change, or why it cannot be read."""
    actor = admit(request, Action.IMPORT_PEOPLE)
    if request.method != "POST":
        return render(request, "pages/import.html", {})
    uploads.sweep()
    upload, complete = request.FILES.get("file"), request.POST.get("complete") == "1"
    if not isinstance(upload, UploadedFile):
        reason = _("请选择文件")
        if stopped(request):
            reason = _("文件超过 %(limit)d MB") % {"limit": MAX_BYTES // 2**20}
        return _refused(request, [Problem(0, _("文件"), reason)], complete=complete)
    data, name = upload.read(MAX_BYTES + 1), str(upload.name)
    try:
        found = plan(read_table(data, name), complete=complete)
    except ImportRefused as refusal:
        return _refused(request, refusal.problems, complete=complete, name=name)
    ticket = ""
    if not found.errors and not found.is_empty():
        ticket = uploads.keep(name, data, by=actor.pk, basis=found.basis, complete=complete)
    context = _summary(found) | {"name": name, "ticket": ticket, "complete": complete}
    return render(
        request, "pages/import_preview.html", context, status=422 if found.errors else 200
    )


@page(Action.IMPORT_PEOPLE)
@require_POST
def apply(request: HttpRequest) -> HttpResponse:
    """Carry out exactly what was looked at: all of it, or nothing and the reasons."""
    actor = admit(request, Action.IMPORT_PEOPLE)
    ticket = request.POST.get("ticket", "")
    try:
        outcome = _carry_out(actor, ticket, allow=request.POST.get("allow") == "1")
    except uploads.PreviewLost:
        return _refused(request, [Problem(0, "", _("预览已失效，请重新上传"))])
    except ImportRefused as refusal:
        return _refused(request, refusal.problems)
    uploads.drop(ticket, by=actor.pk)
    messages.success(request, _done(outcome))
    return redirect("pages:people")


@page(Action.IMPORT_PEOPLE)
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """A list to fill in: UTF-8 with a mark, so that spreadsheets show Chinese."""
    admit(request, Action.IMPORT_PEOPLE)
    text = io.StringIO(newline="")
    csv.writer(text).writerows(TEMPLATE)
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="huiyin-people.csv"'
    return answer


def _carry_out(actor: Person, ticket: str, *, allow: bool) -> Outcome:
    kept = uploads.read(ticket, by=actor.pk)
    found = plan(kept.table, complete=kept.complete)
    if found.basis != kept.basis:
        raise ImportRefused(Problem(0, "", _("通讯录在预览之后有变动，请重新预览")))
    return carry_out(found, by=actor, allow_many_leavers=allow)


def _refused(
    request: HttpRequest, problems: Sequence[Problem], *, complete: bool = False, name: str = ""
) -> HttpResponse:
    context = {
        "errors": problems[:SHOWN],
        "more_errors": max(len(problems) - SHOWN, 0),
        "complete": complete,
        "name": name,
    }
    return render(request, "pages/import.html", context, status=422)


def _summary(found: Plan) -> dict[str, Any]:
    """The plan as the page shows it, long lists cut."""
    return {
        "plan": found,
        "empty": found.is_empty() and not found.errors,
        "errors": found.errors[:SHOWN],
        "more_errors": max(len(found.errors) - SHOWN, 0),
        "warnings": found.warnings[:SHOWN],
        "more_warnings": max(len(found.warnings) - SHOWN, 0),
        "departments": ["/".join(path) for path in found.new_departments],
        "added": found.added[:SHOWN],
        "changes": [*found.moved, *found.changed][:SHOWN],
        "left": found.left[:SHOWN],
        "shown": SHOWN,
    }


def _done(outcome: Outcome) -> str:
    return _(
        "已导入：新增 %(joined)d 人，调动 %(moved)d 人，更新 %(changed)d 人，离职 %(left)d 人"
    ) % {
        "joined": len(outcome.joined),
        "moved": len(outcome.moved),
        "changed": len(outcome.changed),
        "left": len(outcome.left),
    }
