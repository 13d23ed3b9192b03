"""All nodes go by one clock, the database's, and each tells by how much its own is off.

A process asks whenever it connects, and each time it says that it lives (``nodes.Presence``, fact
``clock``). So two machines whose clocks differ act on a deadline at the same instant, and what they
write down is in the order in which it happened.
"""

import logging
from typing import Any

from django.db import connection
from django.db.backends.signals import connection_created

from huiyin.kit import clock
from huiyin.obligations import doctor

ALARM = 2.0
"""Seconds by which a machine's clock may be off before it is said."""

log = logging.getLogger(__name__)


def follow() -> None:
    """From now on each new connection puts this process right, and the doctor looks at all nodes."""
    connection_created.connect(_connected, dispatch_uid="huiyin.timekeeping")
    doctor.ask(RIGHT)


def off() -> float:
    """Ask the database now: the seconds by which this machine is ahead of it.

    Raises Django's errors, as a cursor does.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors:
        return _ask(connection.connection)


def _connected(connection: Any, **_more: object) -> None:
    if connection.vendor == "postgresql":
        ahead = _ask(connection.connection)
        if abs(ahead) > ALARM:
            log.warning("the clock of this machine is off by %+.1f s: the database's counts", ahead)


def _ask(driver: Any) -> float:
    def asked() -> float:
        return float(driver.execute(_NOW).fetchone()[0])

    return clock.set_right(asked)


RIGHT = doctor.Invariant(
    "I14 the clock of every node is right",
    f"""SELECT format('%%s %%s is off by %%s s', kind, name, facts ->> 'clock') FROM config_node
         WHERE seen_at > now() - interval '30 s' AND abs((facts ->> 'clock')::float8) > {ALARM}
         LIMIT 20""",  # noqa: S608 - fixed text
)

_NOW = "SELECT extract(epoch FROM clock_timestamp())::float8"
"""What ``set_right`` asks."""
