"""How long a run is and by what luck: ``HUIYIN_FAULTS=full`` and ``HUIYIN_FAULTS_SEED``."""

import os
import random

import pytest

from tests.faults.chaos import say

FULL = os.environ.get("HUIYIN_FAULTS") == "full"
"""Whether this is the long form (``make faults``)."""

on_request = pytest.mark.skipif(
    not os.environ.get("HUIYIN_FAULTS"),
    reason="part of make faults; HUIYIN_FAULTS=short runs the short form",
)
"""For tests that the ordinary run has no time for."""


def drawn(what: str) -> random.Random:
    """The luck of this run; its seed is said, and taken from the environment when it is there."""
    seed = int(os.environ.get("HUIYIN_FAULTS_SEED") or random.SystemRandom().randrange(2**31))
    say(f"\n{what}: seed {seed}")
    return random.Random(seed)  # noqa: S311 - a run that can be repeated
