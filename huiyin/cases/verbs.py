"""What the inbox offers for a duty: each verb of the policy as one button (Z06).

A scenario introduces its verbs when it starts (``AppConfig.ready``)::

    verbs.register("confirm_notice", _("收到"), "check", "notices:confirm", post=True)

``url_name`` takes the case's id (``/notices/<uuid:id>/confirm``). With ``post`` the inbox sends the
form fields ``person`` (whose duty it is) and ``next`` (a local address); the view acts once, however
often it is asked, and answers 303 to ``next`` when it is given. Without ``post`` the button is a link.

Two names are asked for beyond the duties of the policy: ``phone_unread`` and ``nudge`` (remind all who
owe an answer), both for what others owe somebody.
"""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Verb:
    """How a duty is discharged: the button's words and icon, and where it leads.

    ``title`` names the duty where the case's title alone would mislead (``电话提醒未读``).
    """

    name: str
    label: str | Promise
    icon: str
    url_name: str
    post: bool
    title: str | Promise = ""

    def address(self, subject: UUID) -> str:
        """The address of the button for the case ``subject``."""
        return reverse(self.url_name, args=[subject])


_VERBS: dict[str, Verb] = {}
_SHOWN: dict[str, tuple[int, Verb]] = {}
_CASES: dict[str, str] = {}


def register(
    verb: str,
    label: str | Promise,
    icon: str,
    url_name: str,
    post: bool,
    *,
    title: str | Promise = "",
) -> None:
    """Introduce ``verb``; ``ValueError`` when another one of that name exists."""
    made = Verb(verb, label, icon, url_name, post, title)
    if _VERBS.setdefault(verb, made) != made:
        raise ValueError(f"the verb {verb} is registered twice")


def register_shown(verb: str, needs: int, label: str | Promise, icon: str, url_name: str) -> None:
    """Where ``verb`` needs evidence of at least ``needs``, a press is not enough: a link instead."""
    made = Verb(verb, label, icon, url_name, post=False)
    if _SHOWN.setdefault(verb, (needs, made)) != (needs, made):
        raise ValueError(f"the verb {verb} is shown in two ways")


def of(name: str, needs: int = 0) -> Verb | None:
    """The verb called ``name``; ``None`` when no installed scenario knows it.

    ``needs`` is the evidence that the duty asks for (``core.evidence``).
    """
    least, shown = _SHOWN.get(name, (0, None))
    return shown if shown is not None and needs >= least else _VERBS.get(name)


def names() -> frozenset[str]:
    """Every verb that some installed scenario offers."""
    return frozenset(_VERBS)


def register_page(scenario: str, url_name: str) -> None:
    """Say which view shows a case of ``scenario``: it takes the case's id."""
    _CASES[scenario] = url_name


def page_of(scenario: str, subject: UUID) -> str:
    """The address of a case's own page; empty when its scenario has none."""
    name = _CASES.get(scenario)
    return reverse(name, args=[subject]) if name else ""
