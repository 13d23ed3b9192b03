"""The channel matrix: which channels carry a matter, and how it is confirmed (N09, N10)."""

from collections.abc import Mapping

from huiyin.core.event import Fact
from huiyin.core.phrase import phrase
from huiyin.core.policy import Policy, Route, fits


class NoRouteError(LookupError):
    """No row of the matrix fits; a matrix should end in a row without conditions."""


def channels(policy: Policy, facts: Mapping[str, Fact]) -> Route:
    """The first row of the matrix whose conditions fit ``facts``; else ``NoRouteError``."""
    for route in policy.matrix:
        if fits(route.when, facts):
            return route
    raise NoRouteError(phrase("渠道矩阵里没有适用的行"))
