"""What the page of an imported text shows."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.cases.drafting import queries
from huiyin.cases.drafting.known import vocabulary
from huiyin.cases.drafting.models import Card, ImportedText, Verdict
from huiyin.cases.drafting.reading.refusal import Unreadable
from huiyin.cases.drafting.suggesting import is_configured
from huiyin.core.drafting.clock import SURE
from huiyin.core.drafting.vocabulary import Vocabulary
from huiyin.pages.drafting.cardwords import CardWords, card_words
from huiyin.pages.drafting.finishing import clashes
from huiyin.pages.drafting.marking import passages
from huiyin.policies import in_force

FILTERS = (
    ("", gettext_lazy("全部")),
    ("open", gettext_lazy("待定")),
    ("unsure", gettext_lazy("没把握的")),
    ("accepted", gettext_lazy("已采纳")),
    ("aside", gettext_lazy("已搁置")),
)
_REASONS = {"time": gettext_lazy("有时间或数字"), "obligation": gettext_lazy("有要求")}


def known() -> Vocabulary:
    """What a rule may name here and now."""
    return vocabulary(in_force.company())


def page(text: ImportedText, show: str) -> dict[str, Any]:
    """Everything on the page; ``show`` is one of ``FILTERS``."""
    cards = list(text.cards.all())
    said = known()
    return {
        "text": text,
        "passages": passages(text, cards),
        "cards": [card_words(card, said) for card in cards if _fits(card, show)],
        "filters": FILTERS,
        "show": show,
        "unread": [one | {"why": _REASONS[one["reason"]]} for one in text.reading["unread"]],
        "clash": clashes(text).numbers if text.amendment is None else (),
        "model": is_configured(),
        **counts(text),
    }


def counts(text: ImportedText) -> dict[str, Any]:
    """The counter, and whether there is something to take back."""
    return {
        "progress": queries.progress(text),
        "undoable": text.amendment is None and text.steps.filter(undone_at=None).exists(),
    }


def one(card: Card) -> CardWords:
    """One card in words."""
    return card_words(card, known())


def _fits(card: Card, show: str) -> bool:
    if show == "unsure":
        return card.verdict == Verdict.OPEN and (card.confidence < SURE or card.by_model)
    return not show or card.verdict == show


def refusal_words(refusal: Unreadable) -> str:
    """Why a file could not be read, and what to do."""
    pages = "、".join(map(str, refusal.pages[:20]))
    return {
        "kind": _("只能读 TXT、DOCX 和 PDF；旧的 DOC 请另存为 DOCX"),
        "encoding": _("文字编码认不出来，请另存为 UTF-8"),
        "large": _("文件太大：最多 20 MB、40 万字、600 页"),
        "damaged": _("文件已损坏，或内容与扩展名不符"),
        "encrypted": _("文件有密码，请去掉密码后再上传"),
        "empty": _("里面没有文字"),
        "ocr": _("第 %(pages)s 页只有图片，没有文字层：需要先做文字识别（OCR）") % {"pages": pages},
        "slow": _("读得太久，已停止；请另存一份再试"),
    }[refusal.problem]
