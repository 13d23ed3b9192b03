"""Who must sign before a case may go out: the steps of the policy that fit it (N02-N05)."""

from collections.abc import Mapping, Sequence

from huiyin.core.event import Fact
from huiyin.core.policy import Policy, Signing, fits


def path(
    policy: Policy, of: str, facts: Mapping[str, Fact], chain: Sequence[int] = ()
) -> list[Signing]:
    """The steps for a case of the scenario ``of`` with ``facts``, in the order of the regulation.

    ``chain`` are the departments from the root down to the case's own (see ``core.reach``). The same step for the same role is taken once, whichever clauses ask for it.
    """
    steps: dict[tuple[str, str], Signing] = {}
    for signing in policy.signings():
        if signing.of == of and signing.reach.covers(chain) and fits(signing.when, facts):
            steps.setdefault((signing.step, signing.who), signing)
    return list(steps.values())
