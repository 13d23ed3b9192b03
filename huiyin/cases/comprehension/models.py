"""What must have been understood of a case, and what people showed they understood (N14, Z04).

Attempts and assertions may be many, so their keys are not enforced by the database (design 6).
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Case
from huiyin.directory.models import Person


class About(models.TextChoices):
    """What an attempt answers: the key points in one's own words, or the questions of a quiz."""

    POINTS = "points", _("要点")
    QUESTIONS = "questions", _("小测")


class Mode(models.TextChoices):
    """How somebody showed it."""

    TEACH_BACK = "teach_back", _("复述要点")
    QUIZ = "quiz", _("小测")
    SPOKEN = "spoken", _("口头复述")


class Verdict(models.TextChoices):
    """What became of one point or question."""

    RIGHT = "right", _("说对了")
    WRONG = "wrong", _("有出入")
    MISSING = "missing", _("没有提到")


class Decider(models.TextChoices):
    """Who judged: the text comparison, a language model (a proposal only), or a person."""

    AUTOMATIC = "automatic", _("自动比对")
    MODEL = "model", _("语言模型建议")
    PERSON = "person", _("人工")


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    SINGLE = "single", _("单选")
    MULTIPLE = "multiple", _("多选")
    TRUE_FALSE = "true_false", _("判断")
    ORDERING = "ordering", _("排序")


class KeyPoint(models.Model):
    """One thing that nobody may get wrong. ``hint`` asks for it without giving it away."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    revision = models.IntegerField()
    order = models.SmallIntegerField()
    text = models.CharField(max_length=300)
    hint = models.CharField(max_length=60, blank=True)

    class Meta:
        db_table = "comprehension_point"
        constraints = [
            models.UniqueConstraint(fields=["case", "revision", "order"], name="point_in_order"),
        ]

    def __str__(self) -> str:
        return self.text


class QuizQuestion(models.Model):
    """``options`` are texts, ``answer`` the places of the right ones (an order for ``ordering``).

    The options of an ordering question are kept in their right order and shown shuffled.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    revision = models.IntegerField()
    order = models.SmallIntegerField()
    kind = models.CharField(max_length=12, choices=QuestionKind.choices)
    text = models.CharField(max_length=300)
    options = models.JSONField(default=list)
    answer = models.JSONField(default=list)
    key_point = models.ForeignKey(KeyPoint, models.SET_NULL, null=True, related_name="+")

    class Meta:
        db_table = "comprehension_question"
        constraints = [
            models.UniqueConstraint(fields=["case", "revision", "order"], name="question_in_order"),
        ]

    def __str__(self) -> str:
        return self.text


class Attempt(models.Model):
    """One try of one person, numbered from 1; only the first counts in the statistic.

    ``actor`` is who typed or wrote it down (a deputy, a caller); ``hop`` how many relays lay
    between the author and this person; ``department_id`` where the person was then.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="+", db_constraint=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_constraint=False)
    actor = models.ForeignKey(Person, models.PROTECT, related_name="+", db_constraint=False)
    department_id = models.IntegerField()
    revision = models.IntegerField()
    about = models.CharField(max_length=10, choices=About.choices)
    mode = models.CharField(max_length=10, choices=Mode.choices)
    number = models.IntegerField()
    words = models.TextField(blank=True)
    answers = models.JSONField(default=dict)
    channel = models.SmallIntegerField()
    hop = models.SmallIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        db_table = "comprehension_attempt"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person", "revision", "about", "number"], name="attempts_numbered"
            ),
        ]
        indexes = [
            models.Index(fields=["case"], condition=Q(number=1), name="first_attempts"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.mode} {self.number}"


class Assertion(models.Model):
    """What one attempt said about one point or question.

    ``reason`` is a list of what decided (``core.restating.compare.Reason`` as dictionaries). A
    person may overrule: both verdicts are kept, the overruling one counts. A model's proposal is a
    row of its own that never counts.
    """

    attempt = models.ForeignKey(
        Attempt, models.CASCADE, related_name="assertions", db_constraint=False
    )
    key_point = models.ForeignKey(
        KeyPoint, models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    question = models.ForeignKey(
        QuizQuestion, models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    reason = models.JSONField(default=list)
    decided_by = models.CharField(max_length=10, choices=Decider.choices)
    overruled = models.CharField(max_length=8, choices=Verdict.choices, blank=True)
    overruled_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    overruled_reason = models.CharField(max_length=200, blank=True)
    overruled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "comprehension_assertion"
        constraints = [
            models.CheckConstraint(
                condition=Q(key_point=None) ^ Q(question=None), name="assertion_about_one_thing"
            ),
            models.UniqueConstraint(
                fields=["attempt", "key_point", "question", "decided_by"],
                nulls_distinct=False,
                name="asserted_once",
            ),
        ]

    def __str__(self) -> str:
        return self.counts

    @property
    def counts(self) -> str:
        """The verdict that counts."""
        return self.overruled or self.verdict
