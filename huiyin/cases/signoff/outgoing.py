"""What mail and the other channels say to a signer, and the answers they bring back."""

import re
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from huiyin.cases.models import Classification
from huiyin.cases.signoff import answers, checklist, queries
from huiyin.cases.signoff.answers import Means
from huiyin.cases.signoff.models import Seat, SignOff, StepKind
from huiyin.cases.signoff.registry import Text
from huiyin.core.evidence import Channel, Proof
from huiyin.delivery import receipts
from huiyin.delivery.content import Message
from huiyin.delivery.replies import Answer, Refused
from huiyin.directory.models import Person
from huiyin.obligations.models import Notification, Obligation
from huiyin.ui import zh
from huiyin.ui.markdown import render

LINK = "/s/{token}"
_AGREED = re.compile(
    r"\s*(?:同意|批准|通过|核对无误|无异议|agreed?|approved?)[。.\s]*", re.IGNORECASE
)
_BACK = re.compile(
    r"\s*(?:退回|不同意|有异议|return(?:ed)?|object(?:ion)?)\s*[：:，,\s]\s*(?P<why>\S.*)",
    re.IGNORECASE | re.DOTALL,
)


def describe(notification: Notification, people: Sequence[int]) -> Message:
    """The text to be signed, or of a confidential one only that it waits."""
    del people
    cohort = Obligation.objects.get(pk=notification.obligation_id)
    seat = Seat.objects.filter(case_id=notification.subject, part=cohort.part).first()
    signoff = (
        SignOff.objects.select_related("case", "author")
        .filter(case_id=notification.subject)
        .order_by("-round")
        .first()
    )
    if signoff is None:
        return Message(_("审签"), "", "", str(_("查看")), may_reply=False)
    word = str(StepKind(seat.step.step).label) if seat is not None else _("审签")
    secret = signoff.case.classification == Classification.CONFIDENTIAL
    text = Text.from_json(signoff.text)
    title = _("机密文稿") if secret else text.title or _("未命名")
    rung = cohort.parent is not None
    lead = _lead(signoff, cohort, word, rung=rung)
    parts = () if secret else [(name, words) for name, words in text.parts if words.strip()]
    how = "" if rung else _("直接回复「同意」，或「退回：原因」；也可以打开下面的链接签署。")
    return Message(
        subject=_("请催办%(word)s：%(title)s") % {"word": word, "title": title}
        if rung
        else _("【请%(word)s】%(title)s") % {"word": word, "title": title},
        plain="\n\n".join([lead, *(f"{name}\n{words}" for name, words in parts), how]).strip(),
        html=str(format_html("<p>{}</p>{}<p>{}</p>", lead, _sections(parts), how)),
        action=str(_("去签署")),
        link_path="" if rung else LINK,
        may_reply=not rung,
        classification=signoff.case.classification,
    )


def on_confirm(answer: Answer) -> None:
    """A bare 收到 shows that it was seen; it signs nothing."""
    receipts.show(answer.subject, answer.person_id, answer.proof, answer.channel, answer.at)


def on_reply(answer: Answer) -> None:
    """同意 signs, 退回：原因 sends back; anything else is refused with how to say it."""
    person = Person.objects.get(pk=answer.person_id)
    seats = [one.seat for one in queries.waiting(person) if one.seat.case_id == answer.subject]
    if not seats:
        raise Refused(_("这份文稿现在不需要你签署"))
    means = Means(Proof(answer.proof), Channel(answer.channel))
    try:
        _take(answer.text, seats[0], person, means)
    except checklist.Unfinished as error:
        raise Refused(_("信息审核要逐项核对，请打开链接填写核对表")) from error
    except (answers.NotYours, answers.Over, PermissionDenied, Http404) as error:
        raise Refused(_("这份文稿现在不需要你签署")) from error


def _take(text: str, seat: Seat, person: Person, means: Means) -> None:
    if _AGREED.fullmatch(text):
        answers.approve(seat.pk, by=person, means=means)
        return
    back = _BACK.fullmatch(text)
    if back is None:
        raise Refused(_("请回复「同意」，或「退回：原因」"))
    answers.send_back(seat.pk, back["why"].strip(), by=person, means=means)


def _lead(signoff: SignOff, cohort: Obligation, word: str, *, rung: bool) -> str:
    words = {"author": signoff.author.name, "word": word}
    if rung:
        return _("%(author)s 提交的文稿仍未%(word)s，请督促签署人。") % words
    if cohort.due_at is None:
        return _("%(author)s 请你%(word)s。") % words
    until = zh.moment(cohort.due_at)
    return _("%(author)s 请你在 %(until)s 前%(word)s。") % (words | {"until": until})


def _sections(parts: Sequence[tuple[str, str]]) -> str:
    return format_html_join("", "<h3>{}</h3>{}", ((name, render(words)) for name, words in parts))
