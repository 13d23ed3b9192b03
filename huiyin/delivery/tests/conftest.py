"""A channel that obeys the test, words for the scenario, and a regulation in force."""

from collections.abc import Iterator
from typing import Any

import pytest

from huiyin.core.evidence import Channel
from huiyin.delivery import content, registry, replies
from huiyin.delivery.replies import Answer
from huiyin.delivery.tests.limits import LIMITS
from huiyin.delivery.tests.scene import SAY, FakeChannel
from huiyin.obligations.tests.conftest import REGULATION, install
from huiyin.policies import in_force


@pytest.fixture
def sms() -> FakeChannel:
    """The channel under test."""
    return FakeChannel()


@pytest.fixture
def phone() -> FakeChannel:
    """A second channel, the way on after a failure."""
    return FakeChannel(code=Channel.WECOM, name="wecom")


@pytest.fixture
def installed(
    in_force_policy: None, monkeypatch: pytest.MonkeyPatch, sms: FakeChannel, phone: FakeChannel
) -> tuple[FakeChannel, FakeChannel]:
    """Both channels, and a scenario that has words for them."""
    monkeypatch.setattr(registry, "channels", lambda: (sms, phone))
    monkeypatch.setitem(content._describers, "notices", lambda *_: SAY)
    return sms, phone


@pytest.fixture
def limited(
    installed: tuple[FakeChannel, FakeChannel], clock: Any
) -> tuple[FakeChannel, FakeChannel]:
    """Two pushes a day, nights quiet."""
    install(LIMITS + REGULATION)
    in_force.forget()
    return installed


@pytest.fixture
def in_force_policy(db: None, clock: Any) -> Iterator[None]:
    """A regulation, so that the door can judge what comes in."""
    install(REGULATION)
    yield
    in_force.forget()


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Answer]]:
    """What reaches the scenario, in order: ``("confirm" | "reply", answer)``."""
    heard: list[tuple[str, Answer]] = []
    acts = (
        lambda answer: heard.append(("confirm", answer)),
        lambda answer: heard.append(("reply", answer)),
    )
    monkeypatch.setitem(replies._acts, "notices", acts)
    return heard
