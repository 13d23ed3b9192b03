"""How many lines a process may hold: each open page is one descriptor."""

import logging
import resource

SPARE = 100
"""What a process needs beside its lines: database, log, libraries."""

WORTH_SAYING = 10_000
"""Lines below which the administrator is told that the system allows so few."""

log = logging.getLogger(__name__)


def take_all() -> int:
    """Raise the soft limit to the hard one; how many lines may be held then.

    Services are started with a soft limit of 1,024 and a hard one that is much higher, so that
    programs that mean to hold many say so. Who may hold few says it in the log.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
            soft = hard
        except (ValueError, OSError):  # a system that allows less than it says
            log.warning("the limit of open files stays at %d", soft)
    lines = max(soft - SPARE, 0) if soft != resource.RLIM_INFINITY else 2**31
    if lines < WORTH_SAYING:
        log.warning("at most %d pages can be open here: raise the limit of open files", lines)
    return lines
