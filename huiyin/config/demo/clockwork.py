"""The demo's clock: moved ahead for an afternoon, and back to real time when that is sound.

Time never runs backwards over something that was recorded: deadlines, calls and ledger entries of
the afternoon lie ahead of real time for a while. So after a simulation the clock goes on from
where it is, as fast as real time, and pages keep their mark. Once real time has passed the last
entry of the ledger (looked at when the product or the demo starts or ends), the clock file is
removed and real time rules again.
"""

import os
from datetime import datetime
from pathlib import Path

from django.db import InterfaceError, OperationalError, connection

from huiyin.kit import clock

FILE = "HUIYIN_CLOCK_FILE"


def file() -> Path:
    """The clock file that all processes of this product share."""
    return Path(os.environ[FILE])


def begin(*, until: datetime, speed: float) -> None:
    """Run at ``speed`` simulated seconds per second from this moment on, up to ``until``."""
    clock.simulate(file(), at=clock.now(), speed=speed, until=until)


def end() -> bool:
    """Go on as fast as real time, or back to it; whether real time rules again.

    Without a database nobody can say what was recorded: then the clock only slows down.
    """
    if clock.is_simulated():
        clock.simulate(file(), at=clock.now())
    try:
        return return_to_real_time()
    except (OperationalError, InterfaceError):
        return False


def return_to_real_time() -> bool:
    """Drop the simulation unless something recorded lies ahead; whether real time rules."""
    if not clock.is_simulated():
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(at) FROM ledger_entry")
        last = cursor.fetchone()[0]
    if last is not None and last > clock.real_now():
        return False
    file().unlink(missing_ok=True)
    return True
