"""What must be true before the first request: tables, policy, and on first start a demo company."""

import os
from collections.abc import Callable

from django.core.management import call_command
from django.db import connection, connections

import huiyin
from huiyin.config import marks, probes, steps
from huiyin.kit import migrating

Say = Callable[[str], object]
MIGRATING = 0x4859_0001  # advisory lock: one process migrates, the others wait


def prepare(say: Say) -> None:
    """Migrate when something is pending, put the shipped policy in force, create the demo."""
    migrate(say)
    install_policy()
    follow_working_time()
    _settle_clock()
    _prepare_demo(say, days=demo_days(os.environ.get("HUIYIN_DEMO", "1")))
    connections.close_all()


def migrate(say: Say) -> int:
    """Apply pending migrations, one process at a time, people first; how many there were."""
    if not probes.pending_migrations():
        steps.write()
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
        try:
            pending = probes.pending_migrations()
            if pending:
                say(f"Migrating the database ({pending} steps)")
                migrating.patiently(lambda: call_command("migrate", verbosity=0, interactive=False))
            steps.write()
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])
    return pending


def install_policy() -> None:
    """Put the policy that ships with the product in force, unless it is."""
    from huiyin.policies.in_force import install_shipped

    install_shipped()
    marks.put(marks.POLICY, step=huiyin.STEP)


def finish_upgrade() -> bool:
    """Put this code's policy in force once no node of an earlier step lives; whether all is done.

    A regulation that ships with new code may name what old code does not know.
    """
    found = marks.facts(marks.POLICY)
    if found is not None and int(found["step"]) >= huiyin.STEP:
        return True
    if steps.of_database() != huiyin.STEP or steps.older_nodes():
        return False
    install_policy()
    follow_working_time()
    return True


def follow_working_time() -> None:
    """A newer library may know a year's make-up workdays: open duties move accordingly."""
    from huiyin.cases.workdays.actions import follow_library

    follow_library()


def _settle_clock() -> None:
    from huiyin.config.demo import clockwork

    clockwork.return_to_real_time()


def demo_days(wish: str) -> int | None:
    """What ``HUIYIN_DEMO`` asks for: ``0`` no demo, ``1`` one with a past of a few days, else so many."""
    days = int(wish) if wish.isdecimal() else 1
    return None if days == 0 else 0 if days == 1 else days


def _prepare_demo(say: Say, *, days: int | None) -> None:
    from huiyin.config.demo import company
    from huiyin.directory.models import Person

    company.admit(allowed=days is not None)
    if days is not None and not Person.objects.exists():
        say("Creating the demo company (HUIYIN_DEMO=0 starts empty)")
        company.create(days, say)
