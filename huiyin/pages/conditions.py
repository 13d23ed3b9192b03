"""Conditions before an act and steps of sign-off, as people read them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.cases.naming import word
from huiyin.cases.terms import conditions, term
from huiyin.core.policy import Guard, Mode, Otherwise, Signing


@dataclass(frozen=True, slots=True)
class GuardWords:
    """What must hold before something may happen."""

    when: str
    conditions: tuple[str, ...]
    asks: str
    otherwise: str
    says: str


@dataclass(frozen=True, slots=True)
class SigningWords:
    """One step of a sign-off path."""

    conditions: tuple[str, ...]
    step: str
    who: str
    mode: str


def guard_words(guard: Guard) -> GuardWords:
    """A guard as a sentence in parts."""
    return GuardWords(
        when=word(guard.on),
        conditions=conditions(guard.when),
        asks=_asked(guard),
        otherwise={
            Otherwise.REFUSE: _("否则不能进行"),
            Otherwise.RECORD: _("否则记为未满足"),
        }[guard.otherwise],
        says=guard.says,
    )


def signing_words(signing: Signing) -> SigningWords:
    """A step as a sentence in parts."""
    return SigningWords(
        conditions=(word(signing.of), *conditions(signing.when)),
        step=word(signing.step),
        who=word(signing.who),
        mode={
            Mode.ONE: _("一人签"),
            Mode.TWO: _("两人分别签"),
            Mode.ALL: _("全部签"),
            Mode.ANY: _("任一人签"),
        }[signing.mode],
    )


def _asked(guard: Guard) -> str:
    if guard.not_before is not None:
        return _("不早于%(time)s") % {"time": term(guard.not_before)}
    if guard.not_after is not None:
        return _("不晚于%(time)s") % {"time": term(guard.not_after)}
    return word(guard.needs)
