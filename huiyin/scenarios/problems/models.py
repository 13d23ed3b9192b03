"""Problems: where they come from, who has them, how they are solved, and what was answered."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.cases.models import Case
from huiyin.directory.models import Department, Person

LONGEST = 4000


class Source(models.TextChoices):
    """Where a problem comes from (Reg 2.2.1)."""

    FORM = "form", _("工作中发现")
    CONFLICT = "conflict", _("部门之间的冲突")
    TICKET = "ticket", pgettext_lazy("problem", "服务工单")
    MAILBOX = "mailbox", _("意见邮箱")
    HOTLINE = "hotline", pgettext_lazy("problem", "热线")
    ALERT = "alert", _("监控告警")
    QUESTION = "question", _("通知的疑问")
    MEETING = "meeting", pgettext_lazy("problem", "会议")
    INCIDENT = "incident", pgettext_lazy("problem", "突发事件")
    PROJECT = "project", pgettext_lazy("problem", "项目")


class Nature(models.TextChoices):
    """What decides who has it, where it is talked about and who approves (Reg 2.2.2)."""

    OPERATIONAL = "operational", _("操作类")
    COORDINATION = "coordination", _("协调类")
    STRATEGIC = "strategic", _("战略类")


class Category(models.TextChoices):
    """What a problem that comes again and again is about (Report 4.1.2)."""

    PROCESS = "process", pgettext_lazy("problem", "流程")
    SKILL = "skill", pgettext_lazy("problem", "技能")
    TOOL = "tool", pgettext_lazy("problem", "工具")


class ProblemState(models.TextChoices):
    """reported -> registered -> assigned -> reported_solution -> doing -> solved -> told -> closed.

    A bounce leads back to reported, a solution that was sent back and an answer that was none to
    assigned; withdrawn and merged are ends.
    """

    REPORTED = "reported", _("待登记")
    REGISTERED = "registered", _("待分派")
    ASSIGNED = "assigned", _("写方案")
    REPORTED_SOLUTION = "reported_solution", _("方案待批")
    DOING = "doing", _("执行中")
    SOLVED = "solved", _("待答复")
    TOLD = "told", _("待提出人确认")
    CLOSED = "closed", _("已答复")
    WITHDRAWN = "withdrawn", _("已撤回")
    MERGED = "merged", _("已合并")


class AnswerBy(models.TextChoices):
    """By which way whoever raised it is told (Reg 2.2.4)."""

    MAIL = "mail", pgettext_lazy("answer", "邮件")
    TALK = "talk", pgettext_lazy("answer", "面谈")
    PHONE = "phone", pgettext_lazy("answer", "电话")
    CHANNEL = "channel", _("约定的渠道")


class Problem(Case):
    """One problem. ``in_charge`` is the department in charge once it is registered.

    ``source_ref`` is what the source itself calls it: one problem for each. ``reporter`` raised it;
    somebody outside is ``reporter_name`` with a way to reach them. ``topic`` names what comes again
    and again, ``category`` what that is about. ``bounced`` counts how often a department gave it back.
    """

    text = models.TextField(max_length=LONGEST, blank=True)
    source = models.CharField(max_length=12, choices=Source.choices, default=Source.FORM)
    source_ref = models.CharField(max_length=120, blank=True)
    reporter = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    reporter_name = models.CharField(max_length=80, blank=True)
    reporter_contact = models.CharField(max_length=200, blank=True)
    answer_by = models.CharField(
        max_length=8, choices=AnswerBy.choices, default=AnswerBy.MAIL, blank=True
    )
    nature = models.CharField(max_length=16, choices=Nature.choices, blank=True)
    is_major = models.BooleanField(default=False)
    in_charge = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(
        max_length=20, choices=ProblemState.choices, default=ProblemState.REPORTED
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )
    category = models.CharField(max_length=8, choices=Category.choices, blank=True)
    topic = models.CharField(max_length=60, blank=True)
    bounced = models.PositiveSmallIntegerField(default=0)
    result = models.TextField(max_length=LONGEST, blank=True)
    solved_at = models.DateTimeField(null=True, blank=True)
    explained_at = models.DateTimeField(null=True, blank=True)
    explained_where = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "problems_problem"
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_ref"],
                condition=~Q(source_ref=""),
                name="problem_once_per_source",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="problem_state_due"),
        ]

    @property
    def is_outside(self) -> bool:
        """Whether whoever raised it has no account here."""
        return self.reporter_id is None

    @property
    def raised_by(self) -> str:
        """The name of whoever raised it."""
        return self.reporter_name or (self.reporter.name if self.reporter else "")


class Bounce(models.Model):
    """A department said that a problem is not theirs, and why."""

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="bounces")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        db_table = "problems_bounce"

    def __str__(self) -> str:
        return self.reason


class Solution(models.Model):
    """A solution report (B04): ``options`` are {key, name, kind, text, cost, risk} side by side.

    ``round`` counts the reports of one problem: a problem that was reopened has another.
    ``outcome`` is what was decided: approved, returned or rejected.
    """

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="solutions")
    round = models.PositiveSmallIntegerField(default=1)
    cause = models.TextField(max_length=LONGEST, blank=True)
    impact = models.TextField(max_length=LONGEST, blank=True)
    options = models.JSONField(default=list)
    recommended = models.CharField(max_length=8, blank=True)
    plan = models.TextField(max_length=LONGEST, blank=True)
    resources = models.TextField(max_length=LONGEST, blank=True)
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=12, blank=True)

    class Meta:
        db_table = "problems_solution"
        constraints = [
            models.UniqueConstraint(fields=["problem", "round"], name="problem_solution_round"),
        ]

    def __str__(self) -> str:
        return f"{self.problem_id} #{self.round}"


class StepState(models.TextChoices):
    """planned -> open -> done or dropped."""

    PLANNED = "planned", _("未开始")
    OPEN = "open", pgettext_lazy("step", "进行中")
    DONE = "done", pgettext_lazy("step", "已完成")
    DROPPED = "dropped", pgettext_lazy("step", "已取消")


class PlanStep(models.Model):
    """One step of the recommended plan: what, who, until when."""

    solution = models.ForeignKey(Solution, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=StepState.choices, default=StepState.PLANNED)
    ended_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "problems_step"
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.text

    @property
    def part(self) -> str:
        """What the duty of this step is called."""
        return f"step{self.pk}"


class Answer(models.Model):
    """What whoever raised it was told, by which way, and what they said to it.

    ``response`` is empty while it waits, ``confirmed`` or ``refused``.
    """

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="answers")
    text = models.TextField(max_length=LONGEST)
    how = models.CharField(max_length=8, choices=AnswerBy.choices)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    response = models.CharField(max_length=12, blank=True)
    words = models.CharField(max_length=500, blank=True)
    responded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "problems_answer"
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.text[:40]


class Desk(models.Model):
    """Who registers the problems of a department and those below it; of all without a department."""

    department = models.OneToOneField(
        Department, models.CASCADE, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        db_table = "problems_desk"
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(department=None), name="problems_one_desk_for_all"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department_id}: {self.person_id}"


class Month(Case):
    """The frequent problems of one month, to be classified: ``begins`` is its first day (B08).

    ``figures`` are those that were published: rows of topic, category and number.
    """

    begins = models.DateField(unique=True)
    figures = models.JSONField(default=list)
    remark = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "problems_month"
