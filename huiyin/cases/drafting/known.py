"""The vocabulary of this house: what installed rooms record, and what the regulation speaks of."""

from collections.abc import Iterable

from django.apps import apps
from django.utils import translation

from huiyin.cases.registry import known_events, known_roles
from huiyin.core.drafting.vocabulary import Vocabulary
from huiyin.core.policy import Policy
from huiyin.core.terms import At, Before, Term

_LEADS = Before | At


def vocabulary(policy: Policy) -> Vocabulary:
    """Events, roles and verbs that a rule may name, of clauses that still wait too."""
    awake = policy.awake()
    rooms = list(apps.get_app_configs())
    words = _words()
    events = {name: words.get(name, "") for name in sorted(known_events(rooms))}
    roles = {name: words.get(name, "") for name in sorted(known_roles(rooms))}
    waits: dict[str, str] = {}
    meets: dict[str, str] = {}
    leads: dict[str, str] = {}
    for clause in policy.clauses:
        named = {rule.on for rule in clause.rules} | {guard.on for guard in clause.guards}
        waits |= {
            name: clause.waits_for for name in named if clause.waits_for and name not in events
        }
    for rule in awake.rules():
        for role in {rule.bearer, rule.to} - set(roles):
            roles[role] = words.get(role, "")
        if rule.met_by:
            meets.setdefault(rule.owes, rule.met_by)
        _lead(leads, rule.on, rule.within)
    for guard in (guard for clause in policy.clauses for guard in clause.guards):
        _lead(leads, guard.on, guard.not_after)
    return Vocabulary(
        events=events | {name: words.get(name, "") for name in waits},
        roles=roles,
        verbs={name: words.get(name, "") for name in _verbs(awake)},
        waits=waits,
        meets=meets,
        leads=leads,
    )


def _words() -> dict[str, str]:
    """What the rooms call events, roles and verbs in Chinese: the language that is read."""
    found: dict[str, str] = {}
    with translation.override("zh-hans"):
        for room in apps.get_app_configs():
            for given in (getattr(room, "event_words", {}), getattr(room, "fact_words", {})):
                found |= {name: str(said) for name, said in given.items()}
    return found


def _verbs(policy: Policy) -> Iterable[str]:
    return sorted({rule.owes for rule in policy.rules()})


def _lead(leads: dict[str, str], event: str, term: Term | None) -> None:
    if isinstance(term, _LEADS):
        leads.setdefault(event, term.fact)
