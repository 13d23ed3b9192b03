"""Writing and publishing a notice as its author does it, until it is answered."""

import http.client
import threading
from typing import Any
from uuid import uuid4

from tests.faults.browser import Browser
from tests.faults.instance import GaveUp, Instance

NOTICE = {
    "title": "关于年终盘点的安排",
    "urgency": "important",
    "override_reason": "演练在任何时候进行，不等静默时段结束",
    "classification": "internal",
    "gist": "十二月五日盘点，当天停止出入库。",
    "background": "依据年度盘点计划。",
    "items": "1. 12 月 5 日 18:00 起停止出入库",
    "requirements": "1. 各部门 12 月 5 日 17:00 前完成",
    "contact": "何青 8201",
}
PATIENCE = 15.0
MOST_TRIES = 500


def draft(browser: Browser, *, to: str = "company:1", **over: Any) -> str:
    """Begin and save a notice; its id."""
    notice = str(uuid4())
    answer = browser.post(f"/notices/{notice}/save", {**NOTICE, "to": [to], **over})
    assert answer.status == 302, answer.text[:2000]
    return notice


class Publishing(threading.Thread):
    """Presses the button again and again until an answer comes."""

    def __init__(self, instance: Instance, session: str, notice: str) -> None:
        super().__init__(name="publishing", daemon=True)
        self._browser = Browser(instance.port, session, patience=PATIENCE)
        self._notice = notice
        self.tries = 0
        self.answered = threading.Event()

    def run(self, most: int = MOST_TRIES) -> None:
        """Try until it is answered."""
        while not self.answered.is_set() and self.tries < most:
            self.tries += 1
            if self._try():
                self.answered.set()
            else:
                self.answered.wait(0.2)

    def again(self) -> int:
        """Press once more; the status of the answer."""
        return self._browser.post(f"/notices/{self._notice}/publish", {}).status

    def _try(self) -> bool:
        """The page's own form, or the way on when it was published before."""
        address = f"/notices/{self._notice}/publish"
        try:
            page = self._browser.get(address)
            if page.status == 200:
                token = self._browser.token_of(page.text)
                page = self._browser.post(address, {"csrfmiddlewaretoken": token})
        except (OSError, http.client.HTTPException):
            return False
        return page.status == 303


def publish(instance: Instance, session: str, notice: str) -> None:
    """Publish without trouble."""
    publishing = Publishing(instance, session, notice)
    publishing.run(most=3)
    if not publishing.answered.is_set():
        raise GaveUp(instance.said())
