"""A machine of its own behind a cable that can be pulled: a network namespace on a bridge.

A pulled cable says nothing: packets vanish, lines stay half open. Needs root and ``ip``; skipped with
a word where that is not to be had.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

NETWORK = "10.213"


@dataclass(frozen=True, slots=True)
class Cable:
    """One machine: the name of its namespace, and the addresses of both ends."""

    namespace: str
    here: str
    there: str
    _bridge: str
    _plug: str

    @property
    def command(self) -> list[str]:
        """What runs a command over there."""
        return ["ip", "netns", "exec", self.namespace]

    def pull(self) -> None:
        """From now on nothing gets through."""
        _ip("link", "set", self._plug, "nomaster")

    def plug_in(self) -> None:
        """Everything gets through again."""
        _ip("link", "set", self._plug, "master", self._bridge)


@contextmanager
def machine() -> Iterator[Cable]:
    """A machine that reaches us and nobody else; the test is skipped where none can be made."""
    if os.geteuid() != 0 or shutil.which("ip") is None:
        pytest.skip("network namespaces need root and the command ip")
    mark = f"{os.getpid() % 100_000}"
    part = os.getpid() % 250 + 1
    cable = Cable(
        f"hyf{mark}", f"{NETWORK}.{part}.1", f"{NETWORK}.{part}.2", f"hyb{mark}", f"hyp{mark}"
    )
    try:
        _make(cable)
        yield cable
    finally:
        for what in (("netns", "del", cable.namespace), ("link", "del", cable._bridge)):
            subprocess.run(["ip", *what], check=False, capture_output=True)


def _make(cable: Cable) -> None:
    far = f"{cable._plug}f"
    steps = [
        ("link", "add", cable._bridge, "type", "bridge"),
        ("addr", "add", f"{cable.here}/24", "dev", cable._bridge),
        ("link", "set", cable._bridge, "up"),
        ("netns", "add", cable.namespace),
        ("link", "add", cable._plug, "type", "veth", "peer", "name", far),
        ("link", "set", far, "netns", cable.namespace),
        ("link", "set", cable._plug, "master", cable._bridge),
        ("link", "set", cable._plug, "up"),
        ("-n", cable.namespace, "addr", "add", f"{cable.there}/24", "dev", far),
        ("-n", cable.namespace, "link", "set", far, "up"),
        ("-n", cable.namespace, "link", "set", "lo", "up"),
    ]
    for step in steps:
        try:
            _ip(*step)
        except subprocess.CalledProcessError as fault:
            pytest.skip(f"no network of our own can be made here: {fault.stderr.strip()}")


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True, text=True)
