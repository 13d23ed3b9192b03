"""A mail server inside the test: it keeps what it takes and refuses whom it is told to refuse."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.test import override_settings

from huiyin.delivery import content, replies
from huiyin.delivery.replies import Answer
from huiyin.delivery.tests.scene import SAY
from huiyin.obligations.tests.conftest import REGULATION, install
from huiyin.policies import in_force


@dataclass
class Taken:
    """One mail as it went over the wire."""

    sender: str
    recipient: str
    options: list[str]
    content: bytes


@dataclass
class Post:
    """The handler: ``refuse`` by recipient; ``drop`` closes the line at that recipient, once."""

    taken: list[Taken] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)
    drop: dict[str, str] = field(default_factory=dict)
    sessions: set[int] = field(default_factory=set)

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        self.sessions.add(id(session))
        if self.drop.get(address) == "before":
            del self.drop[address]
            server.transport.close()
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options = options
        return "250 ok"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        recipient = envelope.rcpt_tos[0]
        self.taken.append(
            Taken(envelope.mail_from, recipient, envelope.mail_options, envelope.content)
        )
        if self.drop.pop(recipient, "") == "after":
            server.transport.close()
        return "250 taken"


def free_port() -> int:
    """A port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def post() -> Iterator[Post]:
    """An SMTP server on loopback, named by the settings."""
    handler = Post()
    port = free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port, enable_SMTPUTF8=True)
    controller.start()
    changed = {"mail_url": f"smtp://127.0.0.1:{port}", "mail_from": "echo@yunqiao.test"}
    with override_settings(ENV=settings.ENV.model_copy(update=changed)):
        yield handler
    controller.stop()


@pytest.fixture
def regulation(db: None, clock: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A regulation in force, and a scenario with words."""
    install(REGULATION)
    monkeypatch.setitem(content._describers, "notices", lambda *_: SAY)
    yield
    in_force.forget()


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Answer]]:
    """What reaches the scenario: ``("confirm" | "reply", answer)``."""
    heard: list[tuple[str, Answer]] = []
    acts = (
        lambda answer: heard.append(("confirm", answer)),
        lambda answer: heard.append(("reply", answer)),
    )
    monkeypatch.setitem(replies._acts, "notices", acts)
    return heard
