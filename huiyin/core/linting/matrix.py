"""Whether the channels of the matrix may carry, and can carry in time, what it gives them."""

from collections.abc import Iterator

from huiyin.core.conditions import When, both, exhausted, overlaps
from huiyin.core.linting.finding import Finding, error
from huiyin.core.linting.surroundings import Surroundings
from huiyin.core.phrase import phrase
from huiyin.core.policy import Policy, Route


def check(policy: Policy, around: Surroundings) -> Iterator[Finding]:
    """Channels that are not installed, that must not carry a classification, that are too slow."""
    for place, route in enumerate(policy.matrix):
        field = f"route[{place}].channels"
        for name in route.channels:
            if around.channels is not None and name not in around.channels:
                yield error("", field, "no_channel", phrase("渠道 %(name)s 没有安装", name=name))
        earlier = [other.when for other in policy.matrix[:place]]
        yield from _secrets(route, field, earlier, around)
        if _reached(route, earlier, {"urgency": ("urgent",)}):
            yield from _slow(route, field, around)


def _secrets(
    route: Route, field: str, earlier: list[When], around: Surroundings
) -> Iterator[Finding]:
    for classification, forbidden in around.secret.items():
        wrong = [name for name in route.channels if name in forbidden]
        facts: When = {"classification": (classification,)}
        if route.with_text and wrong and _reached(route, earlier, facts):
            problem = phrase(
                "%(classification)s 的正文不能经由 %(names)s",
                classification=classification,
                names=tuple(wrong),
            )
            yield error("", field, "forbidden_channel", problem)


def _slow(route: Route, field: str, around: Surroundings) -> Iterator[Finding]:
    if around.fast and route.confirm != "none" and not set(route.channels) & set(around.fast):
        yield error("", field, "slow_channel", phrase("紧急事项没有能立即送达的渠道"))


def _reached(route: Route, earlier: list[When], facts: When) -> bool:
    """Whether the row may be the one taken for a matter with ``facts``."""
    return overlaps(route.when, facts) and not exhausted(both(route.when, facts), earlier)
