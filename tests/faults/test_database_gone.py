"""The database goes away for some seconds: pages say so at once, everybody returns by themselves."""

import http.client
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from huiyin.config.embedded import Server
from tests.faults import instance, sink, staff, verdict
from tests.faults.chaos import say
from tests.faults.instance import Instance
from tests.faults.publishing import draft, publish

pytestmark = [pytest.mark.fault, pytest.mark.slow, pytest.mark.xdist_group("faults")]

GONE = 5.0
LONGEST = 10.0
"""Seconds after which an answer counts as none."""

PEOPLE = 400


class Listener(threading.Thread):
    """An open page: the names of the events it was told."""

    def __init__(self, port: int, token: str) -> None:
        super().__init__(name="listener", daemon=True)
        self.heard: list[str] = []
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        self._line.request("GET", f"/live?topics={token}")
        self._response = self._line.getresponse()
        self.status = self._response.status

    def run(self) -> None:
        """Read until the line ends."""
        try:
            for line in self._response:
                if line.startswith(b"event: "):
                    self.heard.append(line[7:].decode().strip())
        except (OSError, ValueError, AttributeError, http.client.HTTPException):
            return

    def close(self) -> None:
        """Hang up."""
        if self._line.sock is not None:
            self._line.sock.shutdown(2)
        self.join(30)
        self._response.close()
        self._line.close()


class Visitor(threading.Thread):
    """Asks for pages again and again; every status, and the longest wait."""

    def __init__(self, product: Instance, session: str, paths: list[str]) -> None:
        super().__init__(name="visitor", daemon=True)
        self.answers: Counter[int] = Counter()
        self.longest = 0.0
        self.done = threading.Event()
        self._browser = product.browser(session)
        self._paths = paths

    def run(self) -> None:
        """Visit until ``done``."""
        while not self.done.wait(0.1):
            for path in self._paths:
                began = time.monotonic()
                self.answers[self._browser.try_get(path)] += 1
                self.longest = max(self.longest, time.monotonic() - began)


@pytest.mark.req("R04")
@pytest.mark.timeout(900)
def test_five_seconds_without_a_database(tmp_path: Path) -> None:
    file = staff.write(tmp_path / "staff.csv", PEOPLE)
    with (
        sink.running(tmp_path / "taken", pause=0.05) as post,
        instance.running(start=False, HUIYIN_MAIL_URL=post.url) as product,
    ):
        server = product.use_server_beside()
        product.start()
        assert product.huiyin("people", "import", str(file)).code == 0
        signed = product.inside("sign_in", publisher=staff.number(0), people=2)
        session = signed["publisher"]
        notice = draft(product.browser(session))
        publish(product, session, notice)
        page = Listener(product.port + 1, product.inside("topics", case=notice))
        assert page.status == 200
        page.start()
        product.until(lambda: post.size() > 10, "mails under way")
        before = product.one("SELECT clock_timestamp()")

        answers = _without_database(product, server, session, notice)

        assert not {200, 303} & set(answers.answers)
        assert all(status >= 500 for status in answers.answers), answers.answers
        seconds = product.until(lambda: product.status("/readyz") == 200, "ready again")
        say(f"answers while it was gone: {dict(answers.answers)}; back after {seconds:.1f} s")
        product.until(lambda: "everything" in page.heard, "the live pages told to look again")
        _confirms(product, signed["crowd"][0], notice)
        product.until(
            lambda: f"case:{notice}" in page.heard[page.heard.index("everything") :], "live"
        )
        page.close()
        newest = "SELECT max(last_heartbeat) FROM procrastinate_workers"
        product.until(lambda: bool(product.one(newest) > before), "the worker back at its jobs")
        product.until(lambda: verdict.is_over(product), "everything done", 300)
        _judge(product, post, notice, [signed["crowd"][0][0]])


def _without_database(product: Instance, server: Server, session: str, notice: str) -> Visitor:
    """Visit all kinds of pages while the server is stopped; none may hang."""
    visitor = Visitor(
        product, session, ["/", f"/notices/{notice}/echo", "/readyz", "/account/login/"]
    )
    server.stop()
    try:
        visitor.start()
        threading.Event().wait(GONE)
        assert product.browser().get("/healthz").status == 200
        press = product.browser(session).press(f"/notices/{notice}/confirm")
        assert press.status >= 500, "acknowledged without a database"
        visitor.done.set()
        visitor.join(60)
    finally:
        server.start()
    assert visitor.longest < LONGEST
    assert sum(visitor.answers.values()) > 4
    return visitor


def _confirms(product: Instance, somebody: tuple[int, str], notice: str) -> None:
    """A confirmation works again."""
    _person, session = somebody
    browser = product.browser(session)
    product.until(
        lambda: browser.press(f"/notices/{notice}/confirm").status in (200, 204), "confirmed"
    )


def _judge(product: Instance, post: sink.Sink, notice: str, confirmed: list[int]) -> None:
    verdict.check_duties(product, notice, 1, "SELECT id FROM directory_person WHERE active")
    verdict.check_everybody_is_written_to(product, notice)
    mails = verdict.check_mails(product, post, notice)
    assert mails.states[verdict.UNKNOWN] == 0, "nobody died: every result must be known"
    verdict.check_ledger_of_mails(product, notice, mails)
    verdict.check_confirmations(product, notice, confirmed)
    for command in (["doctor"], ["ledger", "verify"]):
        done = product.huiyin(*command)
        assert done.code == 0, done.out
