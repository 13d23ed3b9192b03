"""Terms from a file: upload, look at what would change, then decide."""

import csv
import io
from collections.abc import Sequence
from dataclasses import astuple

from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.cases.glossary import importing
from huiyin.cases.glossary.columns import HEADINGS, Row, rows_of
from huiyin.cases.glossary.views.door import page, shown
from huiyin.cases.uploads import stopped
from huiyin.directory.access import Action, actor_of, require
from huiyin.directory.importing import ImportRefused, Problem, read_lines
from huiyin.directory.importing.table import MAX_BYTES

SHOWN = 50
SALT = "huiyin.cases.glossary.import"
LIFETIME = 2 * 60 * 60
"""Seconds for which a preview can be carried out."""

TEMPLATE = (
    tuple(words[0] for words in HEADINGS.values()),
    ("OA审批", "OA报批、OA申批", "", "在 OA 系统里办理的审批", "行政部", "术语", "2026-07-01"),
)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.MANAGE_GLOSSARY)
def preview(request: HttpRequest) -> HttpResponse:
    """The upload form; posted, what the file would change, or why it cannot be read."""
    actor = actor_of(request)
    require(actor, Action.MANAGE_GLOSSARY)
    if request.method != "POST":
        return shown(request, "glossary/import.html", {})
    upload = request.FILES.get("file")
    if not isinstance(upload, UploadedFile):
        reason = _("请选择文件")
        if stopped(request):
            reason = _("文件超过 %(limit)d MB") % {"limit": MAX_BYTES // 2**20}
        return _refused(request, [Problem(0, _("文件"), reason)])
    name = str(upload.name)
    try:
        rows = rows_of(read_lines(upload.read(MAX_BYTES + 1), name))
    except ImportRefused as refusal:
        return _refused(request, refusal.problems)
    found = importing.plan(rows, by=actor)
    if found.problems:
        return _refused(request, found.problems)
    kept = {"by": actor.pk, "rows": [astuple(row) for row in rows]}
    ticket = signing.dumps(kept, salt=SALT, compress=True) if found.planned else ""
    context = {"plan": found, "name": name, "ticket": ticket, "shown": SHOWN}
    return shown(request, "glossary/import_preview.html", context)


@require_POST
@page(Action.MANAGE_GLOSSARY)
def apply(request: HttpRequest) -> HttpResponse:
    """Carry out exactly what was looked at: all of it, or nothing and the reasons."""
    actor = actor_of(request)
    require(actor, Action.MANAGE_GLOSSARY)
    try:
        rows = _kept(request.POST.get("ticket", ""), actor.pk)
    except signing.BadSignature:
        return _refused(request, [Problem(0, "", _("预览已失效，请重新上传"))])
    try:
        done = importing.apply(rows, by=actor)
    except ImportRefused as refusal:
        return _refused(request, refusal.problems)
    facts = {"added": len(done.added), "changed": len(done.changed)}
    messages.success(request, _("已导入：新增 %(added)d 条，更新 %(changed)d 条") % facts)
    return redirect("glossary:list")


@require_safe
@page(Action.MANAGE_GLOSSARY)
def template(request: HttpRequest) -> HttpResponse:
    """A table to fill in: UTF-8 with a mark, so that spreadsheets show Chinese."""
    require(actor_of(request), Action.MANAGE_GLOSSARY)
    text = io.StringIO(newline="")
    csv.writer(text).writerows(TEMPLATE)
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="huiyin-glossary.csv"'
    return answer


def _kept(ticket: str, by: int) -> list[Row]:
    """The rows of a preview; ``BadSignature`` when it is forged, too old, or somebody else's."""
    kept = signing.loads(ticket, salt=SALT, max_age=LIFETIME)
    if kept["by"] != by:
        raise signing.BadSignature
    return [
        Row(number, word, tuple(variants), tuple(unless), *rest)
        for number, word, variants, unless, *rest in kept["rows"]
    ]


def _refused(request: HttpRequest, problems: Sequence[Problem]) -> HttpResponse:
    context = {"errors": problems[:SHOWN], "more_errors": max(len(problems) - SHOWN, 0)}
    return shown(request, "glossary/import.html", context, status=422)
