"""A whole policy as a source of two files: its clauses, and what binds all of them."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from huiyin.core.attention import Attention
from huiyin.core.policy import Chapter, Policy, Route
from huiyin.core.precedence import Tension
from huiyin.core.writing.clause import clause_toml
from huiyin.core.writing.source import joined
from huiyin.core.writing.terms import clock
from huiyin.core.writing.values import key, string, strings, values, wanted

CLAUSES = "regulation/clauses"
COMMON = "regulation/common"
_MINUTE = timedelta(minutes=1)


def policy_source(policy: Policy) -> str:
    """``policy`` as a source that reads back as an equal policy of the same version."""
    clauses = "\n".join(map(clause_toml, policy.clauses))
    common = [
        *map(_chapter, policy.chapters),
        *map(_route, policy.matrix),
        *map(_tension, policy.tensions),
        *([_attention(policy.attention)] if policy.attention else []),
    ]
    return joined({CLAUSES: clauses, COMMON: "\n".join(common)})


def _chapter(chapter: Chapter) -> str:
    return _block("[[chapter]]", [f"id = {string(chapter.id)}", f"title = {string(chapter.title)}"])


def _route(route: Route) -> str:
    return _block("[[route]]", _route_lines(route))


def _route_lines(route: Route) -> Iterator[str]:
    if route.when:
        yield f"when = {wanted(route.when)}"
    yield f"channels = {strings(route.channels)}"
    yield f"confirm = {string(route.confirm)}"
    if not route.with_text:
        yield "with_text = false"


def _tension(tension: Tension) -> str:
    return _block("[[tension]]", _tension_lines(tension))


def _tension_lines(tension: Tension) -> Iterator[str]:
    yield f"between = {strings(tension.between)}"
    yield f"about = {string(tension.about)}"
    if tension.wins:
        yield f"wins = {string(tension.wins)}"
    if tension.why:
        yield f"why = {string(tension.why)}"
    if tension.waived:
        yield "waived = true"


def _attention(rules: Attention) -> str:
    quiet = f"{clock(rules.quiet.starts)}-{clock(rules.quiet.ends)}"
    own = [
        f"clause = {string(rules.clause)}",
        f"budget_per_day = {rules.budget}",
        f"quiet = {string(quiet)}",
        f"digest_at = {strings(map(clock, rules.digest_at))}",
        f"before_due = {string(f'{rules.lead // _MINUTE}min')}",
    ]
    exempt = (
        _block(
            "[[attention.exempt]]", (f"{key(name)} = {values(said)}" for name, said in row.items())
        )
        for row in rules.exempt
    )
    return "\n".join([_block("[attention]", own), *exempt])


def _block(header: str, lines: Iterable[str]) -> str:
    return "\n".join([header, *lines]) + "\n"
