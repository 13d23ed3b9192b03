"""What is said when something in a meeting cannot be done, and how a page or a part says it."""

import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiyin.obligations.guards import Refused
from huiyin.scenarios.meetings.standing import WordsRefused, WrongState
from huiyin.scenarios.meetings.views.pages import go, is_partial

REFUSED = (WordsRefused, WrongState, Refused)

_WORDS = {
    ("agenda", "empty"): gettext_noop("议程还是空的，先加一项"),
    ("purpose", "empty"): gettext_noop("先写明会议的目的"),
    ("title", "empty"): gettext_noop("写明议题"),
    ("title", "many"): gettext_noop("议程太长了，先合并几项"),
    ("minutes", "range"): gettext_noop("时长写成 0 到 600 的分钟数"),
    ("item", "gone"): gettext_noop("这一项已经不在了，请刷新"),
    ("item", "running"): gettext_noop("正在讨论的议题不能移走"),
    ("item", "assigned"): gettext_noop("已经分派给负责人，不能再改"),
    ("item", "unassigned"): gettext_noop("纪要发出后才成为待办"),
    ("opinion", "empty"): gettext_noop("写下你的意见"),
    ("opinion", "long"): gettext_noop("意见不超过 2000 字"),
    ("need", "empty"): gettext_noop("写下你们的需要"),
    ("need", "long"): gettext_noop("需要不超过 2000 字"),
    ("needs", "empty"): gettext_noop("还没有人说明需要"),
    ("plan", "empty"): gettext_noop("至少写一行"),
    ("plan", "long"): gettext_noop("写得太长了"),
    ("text", "empty"): gettext_noop("先写内容"),
    ("text", "long"): gettext_noop("内容太长了"),
    ("words", "empty"): gettext_noop("写明异议"),
    ("reason", "empty"): gettext_noop("写明原因"),
    ("owner", "empty"): gettext_noop("写明负责人"),
    ("owner", "unknown"): gettext_noop("通讯录里没有这个人"),
    ("due_at", "empty"): gettext_noop("写明完成时间"),
    ("due_at", "wrong"): gettext_noop("时间写成日期和时刻"),
    ("due_at", "past"): gettext_noop("完成时间已经过了"),
    ("file", "empty"): gettext_noop("先选一个文件"),
    ("resolution", "withdrawn"): gettext_noop("这条决议已经撤回"),
    ("partner", "empty"): gettext_noop("写明和谁谈"),
    ("partner", "self"): gettext_noop("不能和自己谈"),
    ("held_at", "future"): gettext_noop("时间还没有到"),
    ("notes", "empty"): gettext_noop("写明内容"),
    ("doubt", "empty"): gettext_noop("写明内容"),
    ("agreement", "empty"): gettext_noop("写明定下的做法"),
    ("departments", "few"): gettext_noop("至少选两个有主管的部门"),
    ("change", "empty"): gettext_noop("用一句话写明修订了什么"),
    ("items", "incomplete"): gettext_noop("每条待办都要写明负责人和完成时间"),
    ("body", "long"): gettext_noop("纪要太长，没有保存"),
    ("attendee", "gone"): gettext_noop("这位参会人已经不在名单里"),
}


def words_of(error: Exception) -> str:
    """One sentence for people."""
    if isinstance(error, WordsRefused):
        return _(_WORDS.get((error.field, error.code), gettext_noop("没有写对，请检查")))
    if isinstance(error, WrongState):
        return _("会议现在的状态不允许这样做，请刷新页面")
    return str(error)


def tried(
    request: HttpRequest,
    act: Callable[[], Any],
    back: str,
    part: Callable[[], HttpResponse],
) -> HttpResponse:
    """Do ``act``; then the ``part`` for a script, or on to ``back``. What is refused is said aloud."""
    try:
        act()
    except REFUSED as error:
        return refused(request, words_of(error), back)
    return part() if is_partial(request) else go(back)


def refused(request: HttpRequest, words: str, back: str) -> HttpResponse:
    """Nothing was changed, and why: as a toast beside the page, or on the page itself."""
    if is_partial(request):
        answer = HttpResponse(status=422)
        answer["HX-Reswap"] = "none"
        answer["HX-Trigger"] = json.dumps({"toast": {"text": words, "kind": "late"}})
        return answer
    messages.error(request, words)
    return go(back)
