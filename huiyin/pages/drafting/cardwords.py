"""A card in people's words: who does what, by when, after what, confirmed how."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huiyin.cases.drafting.cards import choice
from huiyin.cases.drafting.models import Card
from huiyin.cases.naming import word
from huiyin.cases.terms import term
from huiyin.core.drafting.assembling import Choice
from huiyin.core.drafting.clock import SURE
from huiyin.core.drafting.saying import OWN_INSTANT
from huiyin.core.drafting.vocabulary import Vocabulary
from huiyin.core.terms import TermError, parse_term

SORTS: dict[str, str | Promise] = {
    "deadline": pgettext_lazy("import", "期限"),
    "rhythm": pgettext_lazy("import", "节奏"),
    "lead": pgettext_lazy("import", "提前量"),
    "retention": pgettext_lazy("import", "保存期限"),
    "length": pgettext_lazy("import", "时长"),
    "manner": pgettext_lazy("import", "方式"),
    "mode": pgettext_lazy("import", "确认方式"),
    "channel": pgettext_lazy("import", "渠道"),
    "bearer": pgettext_lazy("import", "责任人"),
    "beneficiary": pgettext_lazy("import", "对方"),
    "trigger": pgettext_lazy("import", "起算事件"),
    "escalation": pgettext_lazy("import", "逾期处理"),
    "unread": pgettext_lazy("import", "未能读出"),
    "dropped": pgettext_lazy("import", "页眉页脚"),
}
_CHANNELS: dict[str, str | Promise] = {
    "mail": gettext_lazy("邮件"),
    "sms": gettext_lazy("短信"),
    "phone": gettext_lazy("电话"),
    "face": gettext_lazy("当面"),
    "board": gettext_lazy("公告栏"),
    "intranet": gettext_lazy("内网"),
    "im": gettext_lazy("即时通讯"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a card says; ``missing`` when nobody here can act on it yet."""

    label: str
    words: str
    missing: bool = False


@dataclass(frozen=True, slots=True)
class CardWords:
    """A card as it is shown."""

    card: Card
    sort: str
    title: str
    quote: str
    lines: list[Line]
    notes: list[str]
    sure: bool
    changed: bool
    note_only: bool


def card_words(card: Card, known: Vocabulary) -> CardWords:
    """``card`` in words."""
    timing = next((mark for mark in card.marks if mark["sort"] == card.sort), None)
    quote = timing["words"] if timing else card.marks[0]["words"] if card.marks else ""
    chosen = choice(card) if card.offered else None
    return CardWords(
        card=card,
        sort=str(SORTS.get(card.sort, card.sort)),
        title=chosen.what if chosen else _("只作记录，不产生待办"),
        quote=quote,
        lines=_lines(card, chosen, known) if chosen else [],
        notes=[
            _(mark["note"]) for mark in card.marks if mark["note"] and mark["sort"] == card.sort
        ],
        sure=card.confidence >= SURE and not card.by_model,
        changed=bool(card.chosen),
        note_only=chosen is None,
    )


def _lines(card: Card, chosen: Choice, known: Vocabulary) -> list[Line]:
    lines = [
        Line(_("谁"), _role(card, chosen), chosen.bearer not in known.roles and not chosen.guard),
        Line(_("起算"), _event(card, chosen), chosen.on not in known.events),
        Line(_("期限"), _term(card, chosen), not chosen.term or OWN_INSTANT in chosen.term),
    ]
    if chosen.to:
        lines.append(Line(_("对方"), word(chosen.to)))
    if chosen.needs:
        lines.append(Line(_("确认"), word(chosen.needs)))
    channels = [mark["value"] for mark in card.marks if mark["sort"] == "channel"]
    if channels:
        lines.append(
            Line(_("渠道"), "、".join(str(_CHANNELS[each]) for each in dict.fromkeys(channels)))
        )
    if chosen.up_to:
        lines.append(Line(_("逾期"), _("由%(role)s跟进") % {"role": word(chosen.up_to)}))
    return lines


def said(card: Card, sort: str) -> str:
    """The words of the text for one part of a card; empty when it has none."""
    return next((mark["words"] for mark in card.marks if mark["sort"] == sort), "")


def _role(card: Card, chosen: Choice) -> str:
    words = said(card, "bearer")
    if not chosen.bearer:
        return words or _("原文没有写")
    role = word(chosen.bearer)
    return role if not words or words == role else f"{role}（{words}）"


def _event(card: Card, chosen: Choice) -> str:
    words = said(card, "trigger")
    if not chosen.on:
        return words or _("原文没有写")
    event = word(chosen.on)
    return event if not words else f"{event}（{words}）"


def _term(card: Card, chosen: Choice) -> str:
    if not chosen.term:
        return said(card, card.sort) or _("无期限")
    try:
        return term(parse_term(chosen.term))
    except TermError:
        return chosen.term
