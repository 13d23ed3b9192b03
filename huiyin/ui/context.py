"""What every page of the shell needs: menu, viewer, server clock, live topics, words for scripts."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from huiyin.kit import clock
from huiyin.ui import live
from huiyin.ui.menu import Shown, address, entries_for


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor; nothing costs a query before a template asks for it."""
    return {
        "shell": SimpleLazyObject(lambda: Shell(request)),
        "live_topics": SimpleLazyObject(lambda: _own_topics(request)),
    }


class Shell:
    """The frame of one page."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.now = clock.now()
        self.now_ms = int(self.now.timestamp() * 1000)
        self.simulated = clock.is_simulated()
        self.organisation = settings.ORGANISATION
        self.live_url = getattr(request, "live_url", settings.LIVE_URL)
        self.languages = settings.LANGUAGES
        self.palette_url = address("pages:palette")
        self.language_url = address("set_language")
        self.hosted = request.GET.get("host", "")

    @property
    def person(self) -> Any:
        """The signed-in person, or None."""
        return getattr(self._request.user, "person", None)

    @property
    def name(self) -> str:
        """What the viewer is called."""
        person = self.person
        return person.name if person else self._request.user.get_username()

    @property
    def view_name(self) -> str:
        """The page's own view, also when only its menu is fetched again (``?at=``)."""
        match = self._request.resolver_match
        name = match.view_name if match else ""
        return self._request.GET.get("at", "") if name == "ui:nav" else name

    @property
    def menu(self) -> dict[str, list[Shown]]:
        """The entries by section."""
        if not hasattr(self, "_menu"):
            self._menu = entries_for(self._request, self.view_name)
        return self._menu

    @property
    def tabs(self) -> list[Shown]:
        """The entries of the phone's tab bar."""
        entries = [entry for section in ("work", "scenes") for entry in self.menu[section]]
        return [entry for entry in entries if entry.tab]

    @property
    def words(self) -> dict[str, Any]:
        """Words for the scripts of the page, in the viewer's language."""
        return {
            "left": _("剩 %(span)s"),
            "overdue": _("逾期 %(span)s"),
            "days": _("%(count)d 天"),
            "hours": _("%(count)d 小时"),
            "minutes": _("%(count)d 分"),
            "moments": _("不到 1 分"),
            "undo": _("撤销"),
            "live": _("实时"),
            "lost": _("正在重连，显示 %(time)s 的数据"),
            "notSaved": _("最近的改动还没有保存"),
            "failed": _("没有连上服务器。内容还在，请再试一次。"),
            "refused": _("服务器没有接受这一步。内容还在，请检查后再试。"),
            "unsaved": _("有未保存的内容，确定离开吗？"),
            "saving": _("正在保存"),
            "saved": _("%(time)s 已自动保存"),
            "inTime": _("按时"),
            "lateBy": _("迟 %(span)s"),
            "confirmedAt": _("%(time)s 确认"),
            "confirmed": _("已确认收到，发布人已看到"),
            "answered": _("已回音：%(title)s"),
            "nothing": _("没有找到。换个说法试试。"),
        }


def _own_topics(request: HttpRequest) -> str:
    person = getattr(request.user, "person_id", None)
    return live.topics(request.user, f"person:{person}") if person else ""
