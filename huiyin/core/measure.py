"""Shares that were measured, how sure they are, and what that says about a target (Z04).

Shares are numbers from 0 to 1, counts are whole numbers, ``confidence`` is two-sided (0.95 unless
said otherwise). The interval is Wilson's score interval (E. B. Wilson 1927, JASA 22:209, eq. 6),
which keeps its promise for small counts and shares near 0 or 1 where the textbook interval does
not (Brown, Cai, DasGupta 2001, Statistical Science 16:101). It treats the answers as independent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, sqrt
from statistics import NormalDist

CONFIDENCE = 0.95


class Verdict(StrEnum):
    """What an interval says about a target: on its good side, on its bad side, or across it."""

    PASS = "pass"  # noqa: S105 - a verdict, no password
    FAIL = "fail"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Interval:
    """From ``low`` to ``high``, both shares, ends included."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Target:
    """A share that must not be exceeded (``at_most``) or must be reached (``at_least``).

    Exactly one of them is given; ``ValueError`` otherwise, and for anything outside 0 to 1.
    """

    at_most: float | None = None
    at_least: float | None = None

    def __post_init__(self) -> None:
        """Refuse a target that could never be judged."""
        if (self.at_most is None) == (self.at_least is None):
            raise ValueError("a target is either a most or a least")
        if not 0 < self.limit < 1:
            raise ValueError("a target lies between 0 and 1")

    @property
    def limit(self) -> float:
        """The share itself."""
        found = self.at_least if self.at_most is None else self.at_most
        return 0.0 if found is None else found


def wilson(count: int, total: int, confidence: float = CONFIDENCE) -> Interval:
    """The interval for ``count`` of ``total``; the whole range when nothing was counted yet.

    ``ValueError`` for counts that cannot be.
    """
    if not 0 <= count <= total:
        raise ValueError(f"{count} of {total} cannot be")
    if total == 0:
        return Interval(0.0, 1.0)
    z2 = _z(confidence) ** 2
    centre = (count + z2 / 2) / (total + z2)
    half = sqrt(z2 * (count * (total - count) / total + z2 / 4)) / (total + z2)
    low = 0.0 if count == 0 else max(centre - half, 0.0)
    high = 1.0 if count == total else min(centre + half, 1.0)
    return Interval(low, high)


def judge(interval: Interval, target: Target) -> Verdict:
    """Pass when the whole interval keeps the target, fail when none of it does, else undecided."""
    if target.at_most is not None:
        good, bad = interval.high <= target.limit, interval.low > target.limit
    else:
        good, bad = interval.low >= target.limit, interval.high < target.limit
    if good:
        return Verdict.PASS
    return Verdict.FAIL if bad else Verdict.UNDECIDED


def answers_to_pass(target: Target, misses: int = 0, confidence: float = CONFIDENCE) -> int:
    """The fewest answers with which ``misses`` bad ones among them still pass ``target``.

    With fewer answers even a faultless result stays undecided: show it before sending. For a
    least, a miss is an answer without the wished quality.
    """
    share = target.limit if target.at_most is not None else 1 - target.limit
    z = _z(confidence)
    spread = share * (1 - share)
    root = (z * sqrt(spread) + sqrt(z * z * spread + 4 * share * misses)) / (2 * share)
    limit = Target(at_most=share)
    return _fewest(
        ceil(root * root), lambda total: _passes(misses, total, limit, confidence), misses
    )


def answers_for_margin(
    margin: float,
    *,
    population: int | None = None,
    share: float = 0.5,
    confidence: float = CONFIDENCE,
) -> int:
    """How many answers give a share within ``margin`` on either side.

    ``share`` is the one expected (0.5 is the most careful); ``population`` corrects for a group so
    small that a sample is most of it (Cochran 1977, Sampling Techniques, 4.6 to 4.8).
    """
    if not 0 < margin < 1 or not 0 < share < 1:
        raise ValueError("margin and share lie between 0 and 1")
    endless = _z(confidence) ** 2 * share * (1 - share) / margin**2
    if population is None:
        return ceil(endless)
    return min(ceil(endless / (1 + (endless - 1) / population)), population) if population else 0


def _passes(misses: int, total: int, target: Target, confidence: float) -> bool:
    return judge(wilson(misses, total, confidence), target) is Verdict.PASS


def _fewest(near: int, good: Callable[[int], bool], least: int) -> int:
    """The first number near ``near`` that is good; rounding may be off by one either way."""
    start = max(near - 2, least, 1)
    return next(total for total in range(start, start + 6) if good(total))


def _z(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError("confidence lies between 0 and 1")
    return NormalDist().inv_cdf((1 + confidence) / 2)
