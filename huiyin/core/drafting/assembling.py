"""What a person accepted becomes clauses of the policy."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from huiyin.core.drafting.manners import EVIDENCE
from huiyin.core.drafting.proposal import Duty, Guess
from huiyin.core.drafting.saying import OWN_INSTANT
from huiyin.core.drafting.vocabulary import OWN, OWN_ROLE, Vocabulary
from huiyin.core.phrase import phrase
from huiyin.core.policy import Anchor, Clause, Guard, Kind, Otherwise, Rule, Rung
from huiyin.core.terms import At, Before, Term, TermError, parse_duration, parse_term

_EVENT = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
_ROLE = re.compile(r"[a-z][a-z0-9_]*(\([a-z][a-z0-9_]*\))?")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
OWN_EVENT = "own.happened"
REMIND = "remind"
_FOLLOW_UP = "chase"


@dataclass(frozen=True, slots=True)
class Choice:
    """One duty as somebody accepted it, in the words of the policy; all texts, as a form has them.

    ``term`` empty: no due time. ``needs`` is a mode of confirmation. ``up_to`` is the role that
    follows up ``up_after`` the due time. ``guard`` makes it a condition before the event ``on``.
    """

    on: str = ""
    bearer: str = ""
    verb: str = "do_duty"
    what: str = ""
    term: str = ""
    to: str = ""
    needs: str = ""
    up_to: str = ""
    up_after: str = "1h"
    guard: bool = False


class ChoiceError(ValueError):
    """A field of a choice that cannot be so: names the field, says why."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(phrase("%(place)s：%(problem)s", place=field, problem=problem))
        self.field, self.problem = field, problem


def choice_of(duty: Duty) -> Choice:
    """What is offered for ``duty``, to be accepted as it is or changed."""
    timing, mode = duty.timing, duty.modes[0].value if duty.modes else ""
    term = timing.term or (timing.alternatives[0] if timing.alternatives else "") if timing else ""
    up = duty.escalation
    return Choice(
        on=duty.trigger.value if duty.trigger else "",
        bearer=duty.bearer.value if duty.bearer else "",
        verb=duty.verb,
        what=duty.what,
        term=term,
        to=duty.beneficiary.value if duty.beneficiary else "",
        needs=mode if mode in EVIDENCE else "",
        up_to=up.value if up else "",
        guard=bool(timing and timing.sort.value == "lead"),
    )


def check(choice: Choice) -> None:
    """Pass, or raise ``ChoiceError`` for the first field that cannot be so."""
    for name, pattern, value in (
        ("on", _EVENT, choice.on),
        ("bearer", _ROLE, choice.bearer),
        ("verb", _NAME, choice.verb),
        ("to", _ROLE, choice.to),
        ("up_to", _ROLE, choice.up_to),
    ):
        if value and pattern.fullmatch(value) is None:
            raise ChoiceError(name, phrase("“%(value)s”的写法不对", value=value))
    if choice.needs and choice.needs not in EVIDENCE:
        raise ChoiceError("needs", phrase("“%(value)s”不是确认方式", value=choice.needs))
    _parsed(choice)
    try:
        parse_duration(choice.up_after)
    except TermError as error:
        raise ChoiceError("up_after", str(error)) from error


def _parsed(choice: Choice) -> Term | None:
    if not choice.term:
        if choice.guard:
            raise ChoiceError("term", phrase("提前量要写明，如 3d before starts_at"))
        return None
    try:
        term = parse_term(choice.term)
    except TermError as error:
        raise ChoiceError("term", str(error)) from error
    if choice.guard and not isinstance(term, Before | At):
        raise ChoiceError("term", phrase("提前量应如 3d before starts_at"))
    return term


def clause_of(
    number: str, text: str, title: str, guess: Guess | None, choices: Sequence[Choice],
    vocabulary: Vocabulary,
) -> Clause:  # fmt: skip
    """The clause ``number`` with the rules that ``choices`` say.

    A rule whose event or role nothing here knows makes the clause wait for it: it is shown and
    kept, and does not act. Raises ``ChoiceError``.
    """
    for choice in choices:
        check(choice)
    rules = [_rule(number, choice, vocabulary) for choice in choices if not choice.guard]
    guards = [_guard(number, choice) for choice in choices if choice.guard]
    kind, reason = _kind(guess, bool(choices))
    return Clause(
        id=number,
        text=text,
        kind=kind,
        title=title,
        reason=reason,
        waits_for=_waits(choices, vocabulary),
        rules=tuple(replace(rule, key=f"{number}/{index}") for index, rule in enumerate(rules)),
        guards=tuple(
            replace(guard, key=f"{number}/g{index}") for index, guard in enumerate(guards)
        ),
    )


def _kind(guess: Guess | None, acts: bool) -> tuple[Kind, str]:
    if acts:
        return Kind.EXECUTABLE, ""
    if guess is None:
        return Kind.GUIDANCE, ""
    kind = Kind(guess.kind)
    if kind is Kind.EXECUTABLE:
        return Kind.GUIDANCE, phrase("读出的时限没有采纳")
    return kind, guess.reason


def _rule(number: str, choice: Choice, vocabulary: Vocabulary) -> Rule:
    ladder: tuple[Rung, ...] = ()
    if choice.up_to and choice.term:
        after = parse_duration(choice.up_after)
        ladder = (Rung(after, choice.up_to, _FOLLOW_UP, Anchor.AFTER_DUE),)
    return Rule(
        key="",
        clause=number,
        on=choice.on or OWN_EVENT,
        bearer=choice.bearer or OWN_ROLE,
        owes=choice.verb,
        met_by=vocabulary.meets.get(choice.verb, ""),
        when={},
        within=_parsed(choice),
        to=choice.to or "initiator",
        needs=EVIDENCE.get(choice.needs, ""),
        ladder=ladder,
    )


def _guard(number: str, choice: Choice) -> Guard:
    says = choice.what or "请按规定提前办理"
    return Guard(
        "", number, choice.on or OWN_EVENT, {}, says, Otherwise.RECORD, not_after=_parsed(choice)
    )


def _waits(choices: Iterable[Choice], vocabulary: Vocabulary) -> str:
    """The scenario that has to be there before the clause can act; empty when all is known."""
    waits = ""
    for choice in choices:
        known = choice.on in vocabulary.events and (
            choice.guard or choice.bearer in vocabulary.roles
        )
        met = choice.guard or choice.verb in vocabulary.meets
        if not (known and met) or OWN_INSTANT in choice.term or "own." in choice.term:
            return OWN
        waits = waits or vocabulary.waits.get(choice.on, "")
    return waits
