"""A question on a case, who shares the doubt, and its answers; corrections are kept."""

from django.db import models

from huiyin.cases.models import Case
from huiyin.directory.models import Person


class Question(models.Model):
    """Asked on a case; ``owner`` owes the answer. It is open until answered or withdrawn.

    ``shared``: the answer that counts is for everybody who sees the case.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    asker = models.ForeignKey(Person, models.PROTECT, related_name="+")
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.TextField()
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    shared = models.BooleanField(default=False)

    class Meta:
        db_table = "questions_question"
        indexes = [models.Index(fields=["case", "id"], name="question_of_case")]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def part(self) -> str:
        """What events about this question carry as ``part``."""
        return f"q{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still owes an answer."""
        return self.answered_at is None and self.withdrawn_at is None


class Doubt(models.Model):
    """Somebody who asked, or asks too. ``since`` starts anew when the answer is corrected."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="doubts")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    since = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "questions_doubt"
        constraints = [
            models.UniqueConstraint(fields=["question", "person"], name="one_doubt_each"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.question_id}"


class Answer(models.Model):
    """One answer; the newest counts. ``shared``: everybody who may share the doubt is told."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="answers")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.TextField()
    shared = models.BooleanField(default=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "questions_answer"
        indexes = [models.Index(fields=["question", "id"], name="answer_of_question")]

    def __str__(self) -> str:
        return self.text[:40]
