"""SIGKILL of web, worker and database during a publish: nothing lost, nothing doubled.

``HUIYIN_FAULTS=full`` is the long form, ``HUIYIN_FAULTS_SEED`` repeats a run.
"""

import os
import random
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from huiyin.config.worker import CONCURRENCY
from tests.faults import instance, sink, staff, verdict
from tests.faults.chaos import Chaos, say, victims
from tests.faults.crowd import Crowd
from tests.faults.instance import Instance
from tests.faults.publishing import Publishing, draft, publish

pytestmark = [pytest.mark.fault, pytest.mark.slow, pytest.mark.xdist_group("faults")]

DOUBT_PER_RUN = 2
"""Mails of one run that may be on their way at once: the one that is handed over, the one marked."""

ACTIVE = "SELECT id FROM directory_person WHERE active"
DEPARTMENT = "SELECT id FROM directory_department WHERE name = '部门0000'"
FIRST_DEPARTMENT = f"{ACTIVE} AND department_id = ({DEPARTMENT})"


@dataclass(frozen=True, slots=True)
class Plan:
    """How large: people, kills (some of them while publishing), and who confirms meanwhile.

    ``seconds`` is about how long the crowd takes, ``pause`` how long the mail server thinks.
    """

    people: int
    kills: int
    of_publish: int
    confirming: int
    threads: int
    seconds: float
    pause: float


SHORT = Plan(1_500, 4, of_publish=1, confirming=250, threads=3, seconds=8, pause=0.02)
FULL = Plan(20_000, 10, of_publish=3, confirming=3_000, threads=6, seconds=90, pause=0.005)
PLAN = FULL if os.environ.get("HUIYIN_FAULTS") == "full" else SHORT


@pytest.mark.req("R04", "R05", "Z03")
@pytest.mark.timeout(3600)
def test_killed_at_random_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    seed = int(os.environ.get("HUIYIN_FAULTS_SEED") or random.SystemRandom().randrange(2**31))
    say(f"\nseed {seed}: {PLAN.people} people, {PLAN.kills} kills")
    chance = random.Random(seed)  # noqa: S311 - a run that can be repeated
    file = staff.write(tmp_path / "staff.csv", PLAN.people)
    with (
        sink.running(tmp_path / "taken", pause=PLAN.pause) as post,
        instance.running(HUIYIN_MAIL_URL=post.url, HUIYIN_LIVE_PER_CLIENT="10000") as product,
    ):
        done = product.huiyin("people", "import", str(file), url=product.url)
        assert done.code == 0, done.out
        asked = {"publisher": staff.number(0), "people": PLAN.confirming}
        signed = product.inside("sign_in", **asked)
        crowd = Crowd(
            product.port,
            [(person, key) for person, key in signed["crowd"]],
            threads=PLAN.threads,
            seconds=PLAN.seconds,
            seed=seed,
        )
        chaos = Chaos(product, chance)
        try:
            notice, replied = _break(product, post, chaos, crowd, signed["publisher"], chance)
            _settle(product, crowd)
        finally:
            crowd.stop()
        _judge(product, post, chaos, crowd, notice, replied)


def _break(
    product: Instance,
    post: sink.Sink,
    chaos: Chaos,
    crowd: Crowd,
    session: str,
    chance: random.Random,
) -> tuple[str, str]:
    """Publish to everybody and to one department under fire; the two notices."""
    author = product.browser(session)
    department = f"department:{product.one(DEPARTMENT)}"
    replied = draft(author, to=department, reply_by="2099-12-05T17:00")
    notice = draft(author)
    order = victims(PLAN.kills, PLAN.of_publish, chance)
    publishing = Publishing(product, session, notice)
    publishing.start()
    for victim in order[: PLAN.of_publish]:
        publishing.answered.wait(chance.uniform(0, 0.1 + PLAN.people / 25_000))
        say(f"publish {'was' if publishing.answered.is_set() else 'is not'} answered")
        chaos.strike(victim)
    publishing.join(instance.START)
    assert publishing.answered.is_set(), product.said()
    say(f"publish answered at try {publishing.tries}")
    assert publishing.again() == 303
    crowd.confirm(notice)
    _strike_on_the_way(product, post, chaos, order[PLAN.of_publish :], chance)
    publish(product, session, replied)
    return notice, replied


def _strike_on_the_way(
    product: Instance, post: sink.Sink, chaos: Chaos, order: list[str], chance: random.Random
) -> None:
    """Kill each when the mails have come to a random place, or when they stand still too long."""
    for left, victim in zip(range(len(order), 0, -1), order, strict=True):
        begun = post.size()
        place = begun + chance.randrange(max(1, (PLAN.people - begun) // left))
        until = time.monotonic() + 60
        while post.size() < place and time.monotonic() < until:
            time.sleep(0.01)
        say(f"{post.size()} mails")
        chaos.strike(victim)


def _settle(product: Instance, crowd: Crowd) -> None:
    product.until(lambda: not crowd.busy(), "all confirmed", 600)
    seconds = product.until(lambda: verdict.is_over(product), "everything done", 900)
    say(f"all deliveries final {seconds:.1f} s later")


def _judge(
    product: Instance, post: sink.Sink, chaos: Chaos, crowd: Crowd, notice: str, replied: str
) -> None:
    verdict.check_duties(product, notice, 1, ACTIVE)
    verdict.check_duties(product, replied, 2, FIRST_DEPARTMENT)
    for one in (notice, replied):
        verdict.check_everybody_is_written_to(product, one)
        mails = verdict.check_mails(product, post, one)
        verdict.check_ledger_of_mails(product, one, mails)
        say(f"states {dict(mails.states)}, unknown but taken {mails.doubtful_taken}")
        runs = (chaos.count("worker") + chaos.count("database")) * CONCURRENCY
        assert mails.states[verdict.UNKNOWN] <= runs * DOUBT_PER_RUN
    assert crowd.refused == []
    assert len(crowd.acknowledged) == PLAN.confirming
    verdict.check_confirmations(product, notice, crowd.acknowledged)
    say(f"{len(crowd.acknowledged)} confirmations kept, {crowd.troubles} tried again")
    assert product.one("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'") == 0
    for command in (["doctor"], ["ledger", "verify"]):
        done = product.huiyin(*command, url=product.url)
        assert done.code == 0, done.out
        say(f"{' '.join(command)}: {done.out.strip().splitlines()[-1]}")
