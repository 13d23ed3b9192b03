"""What e-mail and the other channels say about a notice, and what they may hand back to it."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiyin.cases.models import Classification
from huiyin.core import route
from huiyin.core.evidence import Channel, Proof
from huiyin.delivery.content import Message
from huiyin.delivery.replies import Answer, Refused
from huiyin.directory.models import Person
from huiyin.obligations.models import Notification, Obligation
from huiyin.obligations.moved import PURPOSE as MOVED
from huiyin.policies import in_force
from huiyin.scenarios.notices import answers, published, words
from huiyin.scenarios.notices.actions import NotOpen
from huiyin.scenarios.notices.gist import gist_of
from huiyin.scenarios.notices.mailing import kept
from huiyin.scenarios.notices.mailing.files import files_of
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.revisions import queries as news
from huiyin.scenarios.notices.revisions import telling
from huiyin.ui import zh
from huiyin.ui.markdown import render

LINK = "/n/{token}"
_ACTIONS = {words.CONFIRM: gettext_noop("收到"), words.REPLY: gettext_noop("回复")}


def describe(notification: Notification, people: Sequence[int]) -> Message:
    """The message of one ping: the notice itself, or only that it waits when it is confidential.

    Of a rung (a phone list, a head's duty) it says how many people are meant.
    """
    del people
    notice = Notice.objects.select_related("department", "initiator").get(pk=notification.subject)
    cohort = Obligation.objects.get(pk=notification.obligation_id)
    with_text = may_carry_text(notice)
    body = _Body(notice, notification, cohort, with_text=with_text)
    return Message(
        subject=body.subject(),
        plain=body.plain(),
        html=str(body.html()),
        action=str(_(_ACTIONS.get(cohort.verb, gettext_noop("查看")))),
        link_path=LINK if cohort.parent is None else "",
        wants_read_receipt=cohort.parent is None,
        may_reply=cohort.parent is None,
        classification=notice.classification,
        gist=gist_of(notice) if with_text else "",
        topic=notice.title if with_text else secret_subject(notice),
        files=files_of(notice) if with_text and cohort.parent is None else (),
        encloses=notification.purpose == "announce" and cohort.verb == words.CONFIRM,
    )


def on_confirm(answer: Answer) -> None:
    """A channel brings a confirmation: a reply 收到, a button of a card."""
    _take(answer, confirm=True)


def on_reply(answer: Answer) -> None:
    """A channel brings an answer in words or with files.

    To a notice that asks for none, words alone only confirm; files are kept in any case.
    """
    _take(answer, confirm=False)


def _take(answer: Answer, *, confirm: bool) -> None:
    person = Person.objects.get(pk=answer.person_id)
    notice = Notice.objects.get(pk=answer.subject)
    owed = answers.shares(notice, person.pk)
    about = next((share.person_id for _verb, share in owed), person.pk)
    proof, channel = Proof(answer.proof), Channel(answer.channel)
    if answer.notified_at is not None and news.is_outdated(notice, answer.notified_at):
        raise Refused(_("这条通知已有新版本，请确认最新版本"))
    try:
        asked = any(verb == words.REPLY for verb, _share in owed)
        if confirm or not (asked or answer.files):
            answers.confirm(notice.pk, by=person, person_id=about, proof=proof, channel=channel)
        else:
            good, refused = kept.sift(answer.files)
            text = kept.words(answer.text, refused)
            reply = answers.reply(
                notice.pk, text, by=person, person_id=about, proof=proof, channel=channel
            )
            kept.keep(reply, good)
    except (answers.NotConcerned, PermissionDenied, Http404) as error:
        raise Refused(_("你不是这条通知的接收人")) from error
    except NotOpen as error:
        raise Refused(_("这条通知已经结束")) from error


def may_carry_text(notice: Notice) -> bool:
    """Whether its words may leave the house: never what is confidential (R01)."""
    facts = {"urgency": notice.urgency, "classification": notice.classification}
    if notice.classification == Classification.CONFIDENTIAL:
        return False
    try:
        return route.channels(in_force.current(), facts).with_text
    except route.NoRouteError:
        return True


class _Body:
    """The parts of one message."""

    def __init__(
        self, notice: Notice, notification: Notification, cohort: Obligation, *, with_text: bool
    ) -> None:
        self.notice, self.notification, self.cohort = notice, notification, cohort
        self.with_text = with_text

    def subject(self) -> str:
        """The subject form; a reminder and a rung say so after the title."""
        if not self.with_text:
            return secret_subject(self.notice)
        if self.cohort.parent is not None:
            return f"{self._duty()}：{self.notice.title}"
        title = telling.subject(self.notice.title, self._changes())
        if self.notification.purpose == "remind":
            return f"{title}（{_('提醒')}）"
        if self.notification.purpose == MOVED:
            return f"{title}（{_('截止时间已改')}）"
        return title

    def plain(self) -> str:
        """Plain text, parts under their headings."""
        parts = [self._news(), self._why(), self._facts()]
        parts += [f"{name}\n{text}" for name, text in self._sections()]
        return "\n\n".join(part for part in parts if part)

    def html(self) -> SafeString:
        """The same as a fragment; whatever people wrote went through the Markdown allow-list."""
        sections = format_html_join(
            "", "<h3>{}</h3>{}", ((name, render(text)) for name, text in self._sections())
        )
        step = self._changes()
        first = telling.html(step) if step else ""
        return format_html("{}<p>{}</p><p>{}</p>{}", first, self._why(), self._facts(), sections)

    def _changes(self) -> telling.Step | None:
        """The revision that this message is about, unless the text must not travel."""
        return telling.step(self.notice, self.cohort.part) if self.with_text else None

    def _news(self) -> str:
        step = self._changes()
        return telling.plain(step) if step else ""

    def _duty(self) -> str:
        duties = {
            "phone_unread": _("请电话通知未确认的 %(count)d 人"),
            "chase_replies": _("请催办未回复的 %(count)d 人"),
            "escalate": _("你部门有人尚未确认，请跟进"),
        }
        text = duties.get(self.cohort.verb, _("请跟进"))
        return text % {"count": self._open_below()} if "%(count)d" in text else text

    def _open_below(self) -> int:
        below = Notification.objects.filter(obligation_id=self.cohort.parent or 0)
        last = below.order_by("-created_at").first()
        return last.total if last is not None else 0

    def _why(self) -> str:
        if self.cohort.parent is not None:
            return self._duty()
        if self.cohort.due_at is None:
            return ""
        until = zh.moment(self.cohort.due_at)
        if self.cohort.verb == words.REPLY:
            return _("请在 %(until)s 前回复。") % {"until": until}
        return _("请在 %(until)s 前确认收到。") % {"until": until}

    def _facts(self) -> str:
        notice = self.notice
        return "　".join(
            [
                notice.number,
                f"{_('发文部门')} {notice.department.name}",
                f"{_('发布人')} {notice.initiator.name}",
            ]
        )

    def _sections(self) -> list[tuple[str, str]]:
        return sections(self.notice) if self.with_text else []


def secret_subject(notice: Notice) -> str:
    """What may stand in the subject of a mail about something confidential."""
    return _("【机密】你有一条机密通知待查看，编号 %(number)s") % {"number": notice.number}


def sections(notice: Notice) -> list[tuple[str, str]]:
    """The parts of a notice under their headings, empty ones left out."""
    found = [
        (_("要点"), gist_of(notice)),
        (_("背景"), notice.background),
        (_("具体事项"), notice.items),
        (_("执行要求"), notice.requirements),
        (_("联系人"), notice.contact),
        (_("抄送"), copied_to(notice)),
    ]
    return [(name, text) for name, text in found if text.strip()]


def copied_to(notice: Notice) -> str:
    """Who gets a copy, in words: what the author wrote, and the rule of the audience."""
    chosen = published.read(notice.copies)
    said = [notice.copy_to.strip(), "" if chosen.names_nobody() else chosen.describe()]
    return _("；").join(part for part in said if part)
