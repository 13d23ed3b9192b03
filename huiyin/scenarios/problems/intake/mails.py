"""Mail to whoever raised a problem: that it came, what came of it, and answers to their letters.

Addresses outside the directory are written to through ``delivery.outsiders``: queued in the same
transaction, retried, with an outcome of their own; what they answer comes back to the problem.
"""

from django.utils import timezone
from django.utils.html import linebreaks
from django.utils.translation import gettext as _

from huiyin.delivery import outsiders
from huiyin.delivery.content import Message
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.problems import duties, events, outside
from huiyin.scenarios.problems.intake.models import Word, WordFrom
from huiyin.scenarios.problems.models import AnswerBy, Problem

RECEIVED, TOLD, WRITTEN = "problems.received", "problems.told", "problems.written"


def address_of(problem: Problem) -> str:
    """Where whoever raised it can be written to from outside; empty for colleagues and phones."""
    contact = problem.reporter_contact.strip()
    local, at, domain = contact.partition("@")
    plain = bool(local and at and "." in domain) and not set(contact) & set(" <>,;\r\n")
    return contact if problem.is_outside and plain else ""


def acknowledge(problem: Problem, address: str, name: str) -> None:
    """Tell the sender of a mail the number of their problem, and until when it is registered."""
    duty = duties.open_duty(problem.pk, events.REGISTER)
    lines = [
        _("您反映的「%(title)s」已收到，编号 %(number)s。")
        % {"title": problem.title, "number": problem.number}
    ]
    if duty is not None and duty.due_at is not None:
        due = timezone.localtime(duty.due_at)
        lines.append(
            _("%(month)d月%(day)d日 %(time)s 前登记并交给负责的部门。")
            % {"month": due.month, "day": due.day, "time": f"{due:%H:%M}"}
        )
    lines.append(_("处理的结果会发到这个邮箱。"))
    _tell(problem, address, name, _("已收到"), "\n\n".join(lines), RECEIVED, str(problem.pk))


def tell_result(problem: Problem) -> bool:
    """Send the last answer to somebody outside who is answered by mail; whether there was any."""
    answer = problem.answers.order_by("-at", "-pk").first()
    address = address_of(problem)
    if answer is None or not address or answer.how != AnswerBy.MAIL:
        return False
    text = answer.text + "\n\n" + _("如果没有解决，请直接回复本邮件说明还差什么。")
    link = outside.path_of(answer)
    _tell(problem, address, problem.reporter_name, _("处理结果"), text, TOLD, str(answer.pk), link)
    return True


def write_back(problem: Problem, text: str, word: Word, *, by: Person) -> bool:
    """Answer a letter; ``False`` when there is no address. The answer stands among the words."""
    address = word.person.email if word.person else address_of(problem)
    if not address:
        return False
    at = clock.now()
    _tell(problem, address, word.name, _("答复"), text, WRITTEN, str(word.pk))
    Word.objects.get_or_create(
        key=f"reply:{word.pk}",
        defaults={
            "problem": problem,
            "origin": WordFrom.HOUSE,
            "name": by.name,
            "person": by,
            "text": text,
            "at": at,
            "seen_at": at,
            "seen_by": by,
        },
    )
    return True


def _tell(
    problem: Problem,
    address: str,
    name: str,
    what: str,
    text: str,
    purpose: str,
    key: str,
    link: str = "",
) -> None:
    subject = _("【问题 %(number)s】%(what)s：%(title)s") % {
        "number": problem.number,
        "what": what,
        "title": problem.title,
    }
    message = Message(
        subject=subject,
        plain=text,
        html=linebreaks(text, autoescape=True),
        action=_("解决了吗") if link else "",
        link_path=link,
        classification=problem.classification,
        topic=problem.title,
    )
    outsiders.tell(address, name, message, f"{purpose}:{key}", purpose=purpose, subject=problem.pk)
