"""The living reference and the menu. Permission: anybody who is signed in."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.directory.access import open_to_all
from huiyin.kit import clock
from huiyin.ui.clocks import ClockFace, face


@open_to_all("anybody who is signed in; sample words only")
@require_safe
@login_required
def guide(request: HttpRequest) -> HttpResponse:
    """Every component with sample words; also what axe looks at."""
    return render(request, "ui/guide.html", {"faces": sample_faces(), "rows": sample_rows()})


@open_to_all("anybody who is signed in; each entry asks for itself")
@require_safe
@login_required
def nav(request: HttpRequest) -> HttpResponse:
    """The menu with fresh counters; ``at`` names the view of the page that asks."""
    return render(request, "ui/_nav_menu.html")


def sample_faces() -> dict[str, ClockFace]:
    """One face of each state, around now."""
    now = clock.now()
    hour = timedelta(hours=1)
    return {
        "ok": face(now + 4 * hour, now - 2 * hour, now),
        "soon": face(now + 0.63 * hour, now - 0.37 * hour, now),
        "late": face(now - 0.37 * hour, now - 2 * hour, now),
        "esc": face(now - 1.4 * hour, now - 6 * hour, now, escalated=True),
        "done": face(now, now - 2 * hour, now, done_at=now - 0.7 * hour),
    }


def sample_rows() -> list[dict[str, object]]:
    """Three inbox rows: escalated, due soon, in good time."""
    faces = sample_faces()
    return [
        {
            "state": "esc",
            "face": faces["esc"],
            "urgency": "urgent",
            "title": _("支付网关今晚 22:00 切换，值守人员到岗确认"),
            "who": _("陈屿（技术部）→ 你，已升级至赵衡"),
            "clause": _("紧急信息须电话确认"),
            "action": _("接听并确认"),
            "button": "btn--late",
        },
        {
            "state": "soon",
            "face": faces["soon"],
            "urgency": "important",
            "title": _("差旅报销统一走 OA 审批，12 月 1 日起执行"),
            "who": _("叶蓁（财务部）→ 运营部 12 人"),
            "clause": _("复杂信息须复述要点"),
            "action": _("复述要点"),
            "button": "btn--p",
        },
        {
            "state": "wait",
            "face": faces["ok"],
            "urgency": "routine",
            "title": _("11 月消防演练改期至周五 15:30"),
            "who": _("何青（行政部）→ 全员"),
            "clause": _("重要信息 1 小时内确认"),
            "action": _("收到"),
            "button": "",
        },
    ]
