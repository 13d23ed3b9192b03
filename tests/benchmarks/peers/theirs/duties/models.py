"""A notice, who owes an answer to it, and what is sent: with the keys and indexes Django gives."""

from django.contrib.auth.models import User
from django.db import models


class Notice(models.Model):
    """A text for many."""

    title = models.CharField(max_length=200)


class Duty(models.Model):
    """One person owes an answer."""

    notice = models.ForeignKey(Notice, models.CASCADE)
    person = models.ForeignKey(User, models.CASCADE)
    state = models.SmallIntegerField(default=0, db_index=True)
    step = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField(db_index=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        unique_together = [("notice", "person")]


class Sending(models.Model):
    """One message to one person."""

    notice = models.ForeignKey(Notice, models.CASCADE)
    person = models.ForeignKey(User, models.CASCADE)
    state = models.SmallIntegerField(default=0, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)


class Entry(models.Model):
    """What happened."""

    text = models.CharField(max_length=300)
    at = models.DateTimeField(auto_now_add=True)
