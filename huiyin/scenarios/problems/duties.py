"""What somebody owes about a problem: the buttons of the inbox, and who answers for whom."""

from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.directory.models import Person
from huiyin.obligations.models import Bearer, Obligation
from huiyin.scenarios.problems import events

BUTTONS: tuple[tuple[str, str | Promise, str, str, str | Promise], ...] = (
    (events.REGISTER, _("去登记"), "clipboard-list", "problems:register", _("登记问题")),
    (events.ASSIGN, _("去定人"), "user", "problems:show", _("定人处理问题")),
    (events.SOLVE, _("写方案"), "pen-line", "problems:solution", _("提交解决方案报告")),
    (events.DECIDE, _("去批复"), "check", "signoff:sign", _("批复解决方案")),
    (events.STEP, _("去完成"), "check", "problems:show", _("完成方案的一步")),
    (events.TELL, _("去答复"), "message-square", "problems:show", _("答复提出人")),
    (events.CONFIRM, _("看答复"), "check", "problems:show", _("确认是否得到答复")),
    (events.EXPLAIN, _("去说明"), "megaphone", "problems:show", _("公开说明重大问题")),
    (events.CLASSIFY, _("去分类"), "layers", "problems:show", _("给常见问题分类")),
    (events.MEND_SYNC, _("去恢复"), "refresh-cw", "problems:show", _("恢复与任务工具的同步")),
    (events.READ_WORD, _("看来信"), "mail", "problems:show", _("看提出人的来信")),
    ("urge_registration", _("去督促"), "bell", "problems:show", _("督促登记问题")),
    ("urge_assignment", _("去督促"), "bell", "problems:show", _("督促定人处理问题")),
    ("urge_solution", _("去督促"), "bell", "problems:show", _("督促提交解决方案")),
    ("urge_decision", _("去督促"), "bell", "problems:show", _("督促批复解决方案")),
    ("urge_step", _("去督促"), "bell", "problems:show", _("督促完成方案的一步")),
    ("urge_feedback", _("去督促"), "bell", "problems:show", _("督促答复提出人")),
)
"""Each verb with its button, icon, where it leads, and what the duty is called."""


def introduce() -> None:
    """Let the inbox know every verb of the clauses."""
    from huiyin.cases import verbs

    verbs.register_page("problems", "problems:show")
    for verb, label, icon, page, title in BUTTONS:
        verbs.register(verb, label, icon, page, post=False, title=title)


def open_duty(subject: UUID, verb: str, part: str | None = None) -> Obligation | None:
    """The duty ``verb`` about a problem that is still open; of any part without ``part``."""
    rows = Obligation.objects.filter(subject=subject, verb=verb, closed_at=None)
    if part is not None:
        rows = rows.filter(part=part)
    return rows.order_by("-born_at", "-pk").first()


def bearer_of(subject: UUID, verb: str, default: int, part: str | None = None) -> int:
    """Whose duty ``verb`` is (an answer counts for them, whoever gives it); else ``default``."""
    duty = open_duty(subject, verb, part)
    if duty is None:
        return default
    who = Bearer.objects.filter(obligation_id=duty.pk).values_list("person_id", flat=True).first()
    return who if who is not None else default


def answers_for(subject: UUID, verb: str, actor: Person, part: str | None = None) -> bool:
    """Whether ``actor`` owes ``verb`` now, or stands in for whoever does."""
    duty = open_duty(subject, verb, part)
    if duty is None:
        return False
    rows = Bearer.objects.filter(obligation_id=duty.pk)
    return any(actor.pk in pair for pair in rows.values_list("person_id", "delegate_id"))
