"""A machine whose clock is off: every Python process that finds this first sees another time."""

import os
import time

_AHEAD = float(os.environ.get("HUIYIN_FAULTS_AHEAD") or 0)
_real = time.time


def _shifted() -> float:
    """What the clock of this machine says."""
    return _real() + _AHEAD


time.time = _shifted
