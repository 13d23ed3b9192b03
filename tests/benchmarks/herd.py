"""W3: a herd confirms one notice over HTTP with real sessions, each at a moment of their own.

An open loop: nobody waits for the others, most come soon after the notice (exponential, a third of
the time on average). What is measured is from the moment at which somebody presses to their answer.
The limit of the same run is the bare prepared statement, pressed at the same moments on eight
connections. Afterwards the ledger is read: whoever was answered stands in it, once.
"""

import asyncio
import contextlib
import random
import secrets
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import psutil
import psycopg

from tests.benchmarks import limits
from tests.faults import instance
from tests.faults.instance import Instance

SEED = 20261122
PATIENCE = 60.0
CONNECTIONS = 8
CONFIRMED = "notices.confirmed"
DONE = b" 204 "

Press = Callable[[int, str], Awaitable[bool]]


@dataclass
class Answers:
    """How long each waited, in seconds, and who was not answered as they should be."""

    waited: list[float] = field(default_factory=list)
    refused: int = 0
    under_way: int = 0
    most: int = 0

    def share(self, part: float) -> float:
        """Milliseconds within which this part of all was answered."""
        found = sorted(self.waited)
        return found[min(int(len(found) * part), len(found) - 1)] * 1000


def lines(*, quick: bool) -> Iterator[dict[str, Any]]:
    """Three lines: half, nearly all and the last were answered within so many milliseconds."""
    people, seconds = (1_000, 6.0) if quick else (10_000, 60.0)
    with instance.running() as product:
        made = product.inside("herd", people=people)
        moments = _moments(people, seconds)
        before = _cpu(product)
        ours = asyncio.run(_herd(_over_http(product, made["notice"]), made["crowd"], moments))
        cpu = (_cpu(product) - before) / people
        kept = _kept(product, made["notice"])
        bare = asyncio.run(_bare(product, made, moments))
    if ours.refused or kept != people:
        raise RuntimeError(f"{ours.refused} without an answer, {kept} of {people} in the ledger")
    for name, part in (("median", 0.5), ("p99", 0.99), ("last", 1.0)):
        value, limit = ours.share(part), bare.share(part)
        yield {
            "name": f"{people} confirm in {seconds:.0f} s: {name}",
            "value": round(value, 1),
            "unit": "ms",
            "limit": round(limit, 1),
            "ratio": round(value / limit, 2),
            "in_flight": ours.most,
            "cpu_ms_an_act": round(cpu * 1000, 2),
        }


def _moments(people: int, seconds: float) -> list[float]:
    """When each presses, within ``seconds``; the same in every run."""
    chance = random.Random(SEED)  # noqa: S311 - repeatable
    return sorted(min(chance.expovariate(3 / seconds), seconds) for _each in range(people))


async def _herd(press: Press, crowd: list[list[Any]], moments: list[float]) -> Answers:
    answers = Answers()
    began = time.perf_counter() + 0.1
    order = random.Random(SEED).sample(crowd, len(crowd))  # noqa: S311 - repeatable
    acts = (
        _act(answers, press, began + moment, *each)
        for moment, each in zip(moments, order, strict=True)
    )
    await asyncio.wait_for(asyncio.gather(*acts), moments[-1] + PATIENCE)
    return answers


async def _act(answers: Answers, press: Press, moment: float, person: int, key: str) -> None:
    """One person's press; what this machine loses before it begins counts as waiting too."""
    await asyncio.sleep(moment - time.perf_counter())
    answers.under_way += 1
    answers.most = max(answers.most, answers.under_way)
    done = False
    with contextlib.suppress(OSError):
        done = await press(person, key)
    answers.under_way -= 1
    answers.waited.append(time.perf_counter() - moment)
    answers.refused += not done


def _over_http(product: Instance, notice: str) -> Press:
    port = product.port

    async def press(_person: int, key: str) -> bool:
        token = secrets.token_hex(16)
        head = (
            f"POST /notices/{notice}/confirm HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"Cookie: sessionid={key}; csrftoken={token}\r\nX-CSRFToken: {token}\r\n"
            "HX-Request: true\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        )
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(head.encode())
        status = await reader.readline()
        writer.close()
        return DONE in status

    return press


async def _bare(product: Instance, made: dict[str, Any], moments: list[float]) -> Answers:
    """The limit: one prepared statement a person, at the same moments."""
    async with contextlib.AsyncExitStack() as held:
        free: asyncio.Queue[psycopg.AsyncConnection[Any]] = asyncio.Queue()
        for _each in range(CONNECTIONS):
            line = await psycopg.AsyncConnection.connect(product.url, autocommit=True)
            free.put_nowait(await held.enter_async_context(line))
        await _prepare(free, made["notice"])

        async def press(person: int, _key: str) -> bool:
            line = await free.get()
            values = [time.strftime("%F %T+00", time.gmtime()), 1, person, 1, "x" * 300]
            done = await line.execute(limits.CONFIRM.encode(), values, prepare=True)
            free.put_nowait(line)
            return done.rowcount == 1

        return await _herd(press, made["crowd"], moments)


async def _prepare(free: "asyncio.Queue[psycopg.AsyncConnection[Any]]", notice: str) -> None:
    line = free.get_nowait()
    for sql in (limits.TABLES, limits.CONFIRM_TABLES):
        await line.execute(sql.encode())
    await line.execute(limits.SAME_BEARERS.encode(), ["2026-01-01", notice])
    free.put_nowait(line)


def _kept(product: Instance, notice: str) -> int:
    """How many people's confirmation stands in the ledger once."""
    return int(
        product.one(
            "SELECT count(*) FROM (SELECT body::jsonb #>> '{facts,person}' FROM ledger_entry"
            " WHERE subject = %s AND kind = %s GROUP BY 1 HAVING count(*) = 1) each",
            notice,
            CONFIRMED,
        )
    )


def _cpu(product: Instance) -> float:
    """CPU seconds of the processes that serve pages, and of the database."""
    total = 0.0
    for process in (*product.processes("web"), *product.processes("database")):
        with contextlib.suppress(psutil.NoSuchProcess):
            used = process.cpu_times()
            total += used.user + used.system
    return total
