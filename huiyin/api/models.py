"""Bearer tokens and remembered answers of the REST API."""

from django.db import models

from huiyin.directory.models import Person


class ApiToken(models.Model):
    """A token acts as its person; only its SHA-256 is kept."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "api_token"

    def __str__(self) -> str:
        return self.name


class IdempotentAnswer(models.Model):
    """The answer given to an ``Idempotency-Key``, repeated for a day instead of acting again."""

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="+")
    key = models.CharField(max_length=128)
    request_digest = models.CharField(max_length=64)
    status = models.SmallIntegerField(null=True)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "api_idempotent_answer"
        constraints = [
            models.UniqueConstraint(fields=["token", "key"], name="idempotency_key_once"),
        ]

    def __str__(self) -> str:
        return self.key
