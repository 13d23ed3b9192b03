"""A clause as canonical TOML: read back, it is equal."""

from collections.abc import Iterable, Iterator
from dataclasses import MISSING, fields

from huiyin.core.policy import Aim, Clause, Guard, Lint, Rule, Rung, Signing, Story
from huiyin.core.writing import terms
from huiyin.core.writing.values import passage, string, strings, wanted

Line = str
_AFTER_WORDS = "text"
"""The words of a clause come last of its own keys: they are long."""


def clause_toml(clause: Clause) -> str:
    """``[[clause]]`` with all its parts; ends with a line break."""
    blocks = [
        ["[[clause]]", *_own(clause)],
        *(["[[clause.rule]]", *_rule(rule)] for rule in clause.rules),
        *(["[[clause.guard]]", *_guard(guard)] for guard in clause.guards),
        *(["[[clause.sign]]", *_signing(signing)] for signing in clause.signings),
        *(["[[clause.target]]", *_target(aim)] for aim in clause.targets),
        *(["[[clause.lint]]", *lines] for lines in _lints(clause.lints)),
        *(["[[clause.story]]", *_story(story)] for story in clause.stories),
    ]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _own(clause: Clause) -> Iterator[Line]:
    """The clause's own words and lists of words, those that differ from the default."""
    found = {field.name: getattr(clause, field.name) for field in fields(clause)}
    silent = {field.name for field in fields(clause) if found[field.name] == field.default}
    silent |= {field.name for field in fields(clause) if field.default is not MISSING} & {
        name for name, value in found.items() if not value
    }
    names = [name for name in found if name != _AFTER_WORDS and name not in silent]
    for name in [*names, _AFTER_WORDS]:
        value = found[name]
        if isinstance(value, str):
            yield f"{name} = {passage(value)}"
        elif isinstance(value, tuple) and all(isinstance(each, str) for each in value):
            yield f"{name} = {strings(value)}"


def _rule(rule: Rule) -> Iterator[Line]:
    yield from _texts(on=rule.on)
    if rule.when:
        yield f"when = {wanted(rule.when)}"
    yield from _texts(
        bearer=rule.bearer,
        owes=rule.owes,
        to="" if rule.to == "initiator" else rule.to,
        within=terms.term(rule.within) if rule.within else "",
        met_by=rule.met_by,
        needs=rule.needs,
        excused_by=rule.excused_by,
        ended_by=rule.ended_by,
    )
    if rule.deem:
        yield "deem = true"
    if rule.ladder:
        rungs = "".join(f"  {_rung(rung)},\n" for rung in rule.ladder)
        yield f"ladder = [\n{rungs}]"


def _rung(rung: Rung) -> str:
    within = terms.duration(rung.within) if rung.within else ""
    lines = [
        f"{rung.anchor} = {string(terms.duration(rung.after))}",
        *_texts(who=rung.who, do=rung.do, within=within),
    ]
    return f"{{ {', '.join(lines)} }}"


def _guard(guard: Guard) -> Iterator[Line]:
    yield from _texts(on=guard.on)
    if guard.when:
        yield f"when = {wanted(guard.when)}"
    yield from _texts(
        not_before=terms.term(guard.not_before) if guard.not_before else "",
        not_after=terms.term(guard.not_after) if guard.not_after else "",
        needs=guard.needs,
        otherwise=guard.otherwise,
        says=guard.says,
    )


def _signing(signing: Signing) -> Iterator[Line]:
    yield from _texts(of=signing.of)
    if signing.when:
        yield f"when = {wanted(signing.when)}"
    yield from _texts(step=signing.step, who=signing.who, mode=signing.mode)


def _target(aim: Aim) -> Iterator[Line]:
    yield from _texts(measure=aim.measure)
    key = "at_most" if aim.limit.at_most is not None else "at_least"
    yield f"{key} = {aim.limit.limit!r}"


def _lints(lints: tuple[Lint, ...]) -> Iterator[list[Line]]:
    """Neighbours of one weight share a table."""
    place = 0
    while place < len(lints):
        first = lints[place]
        alike = _alike(lints[place:], first)
        place += len(alike)
        within = terms.duration(first.within) if first.within else ""
        codes = string(alike[0]) if len(alike) == 1 else strings(alike)
        yield [f"code = {codes}", *_texts(level=first.level, within=within)]


def _alike(lints: Iterable[Lint], first: Lint) -> list[str]:
    found: list[str] = []
    for lint in lints:
        if (lint.level, lint.within) != (first.level, first.within):
            break
        found.append(lint.code)
    return found


def _story(story: Story) -> Iterator[Line]:
    yield f"title = {string(story.title)}"
    yield f"events = {strings(story.events, lines=True)}"
    yield f"then = {strings(story.then, lines=True)}"


def _texts(**texts: str) -> Iterator[Line]:
    """``key = "text"`` for each text that says something."""
    return (f"{key} = {string(text)}" for key, text in texts.items() if text)
