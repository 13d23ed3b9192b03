"""A mail provider that is not always well: what it answers depends on whom the mail is for."""

import asyncio
import re
from collections import Counter
from enum import IntEnum
from pathlib import Path
from typing import Any

ASKED_TO_WAIT = 600
"""Seconds that it asks us to wait before we write to the same person again."""


class Mood(IntEnum):
    """By the last figure of the number in somebody's address."""

    LATER = 0  # 451 with a wish to wait, then it takes the mail
    BUSY = 1  # 451 without a word, then it takes the mail
    CLOSING = 2  # 421: the line is closed, the next one is good
    SILENT = 3  # takes the mail and drops the line before it says so
    WRONG = 4  # 550: there is no such mailbox
    SLOW = 5  # takes it after a while
    WELL = 6


def of(address: str) -> Mood:
    """How it treats that address."""
    found = re.search(r"(\d)@", address)
    figure = int(found[1]) if found else Mood.WELL
    return Mood(min(figure, Mood.WELL))


class Moody:
    """Wraps a handler that takes mails; writes down each try, taken or not."""

    def __init__(self, taking: Any, tries: Path) -> None:
        self._taking = taking
        self._tries = tries
        self._seen: Counter[str] = Counter()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Answer by the mood."""
        (address,) = envelope.rcpt_tos
        self._seen[address] += 1
        with self._tries.open("a") as out:
            out.write(f"{address}\n")
        answer = _refusal(of(address), self._seen[address])
        if answer:
            return answer
        if of(address) is Mood.SLOW:
            await asyncio.sleep(1.0)
        taken = await self._taking.handle_DATA(server, session, envelope)
        if of(address) is Mood.SILENT:
            server.transport.abort()
        return str(taken)


def _refusal(mood: Mood, turn: int) -> str:
    if mood is Mood.WRONG:
        return "550 5.1.1 no such mailbox"
    if turn > 1:
        return ""
    return {
        Mood.LATER: f"451 4.7.1 Greylisted, please try again in {ASKED_TO_WAIT} seconds",
        Mood.BUSY: "451 4.3.0 busy",
        Mood.CLOSING: "421 4.3.2 closing",
    }.get(mood, "")
