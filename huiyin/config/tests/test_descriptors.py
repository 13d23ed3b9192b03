"""The live process takes as many descriptors as it may have."""

import logging
import resource

import pytest

from huiyin.config import descriptors


class System:
    """A system with a soft and a hard limit."""

    def __init__(self, soft: int, hard: int, *, refuses: bool = False) -> None:
        self.limits = (soft, hard)
        self.refuses = refuses

    def get(self, which: int) -> tuple[int, int]:
        assert which == resource.RLIMIT_NOFILE
        return self.limits

    def set(self, which: int, limits: tuple[int, int]) -> None:
        assert which == resource.RLIMIT_NOFILE
        if self.refuses:
            raise ValueError
        self.limits = limits


@pytest.fixture
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> System:
    given: System = request.param
    monkeypatch.setattr(resource, "getrlimit", given.get)
    monkeypatch.setattr(resource, "setrlimit", given.set)
    return given


@pytest.mark.parametrize(
    ("system", "lines", "said"),
    [
        (System(1_024, 524_288), 524_188, False),
        (System(20_000, 20_000), 19_900, False),
        (System(1_024, 4_096), 3_996, True),
        (System(1_024, 524_288, refuses=True), 924, True),
        (System(1_024, resource.RLIM_INFINITY), 2**31, False),
        (System(50, 50), 0, True),
    ],
    indirect=["system"],
)
def test_it_takes_what_it_may_and_says_when_that_is_little(
    system: System, lines: int, said: bool, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert descriptors.take_all() == lines
    assert ("at most" in caplog.text) is said
    assert system.limits[0] == (1_024 if system.refuses else system.limits[1])
