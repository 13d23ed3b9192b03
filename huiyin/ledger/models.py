"""The append-only record (design 7). Written by ``book.append`` alone, sealed behind by one sealer.

The database keeps the promises: triggers refuse update, delete and truncate, ``leaf`` is computed
by it, and a statement trigger copies each new leaf to the queue (``guards.py``).
"""

from django.db import models
from django.db.models import F, Func


class Entry(models.Model):
    """One event. ``body`` is canonical JSON: exactly the bytes that are hashed."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=64)
    subject = models.UUIDField(null=True)
    body = models.TextField()
    leaf = models.GeneratedField(
        expression=Func(F("body"), function="ledger_leaf"),
        output_field=models.BinaryField(),
        db_persist=True,
    )

    class Meta:
        db_table = "ledger_entry"
        indexes = [
            models.Index(
                fields=["subject", "id"],
                condition=models.Q(subject__isnull=False),
                name="ledger_entry_of_subject",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.kind}"


class QueuedLeaf(models.Model):
    """A leaf that waits for its number; ``id`` is the entry's."""

    id = models.BigIntegerField(primary_key=True)
    leaf = models.BinaryField()

    class Meta:
        db_table = "ledger_queue"

    def __str__(self) -> str:
        return str(self.id)


class Seal(models.Model):
    """The place of an entry in the tree: ``seq`` runs without gaps from 0."""

    seq = models.BigIntegerField(primary_key=True)
    entry_id = models.BigIntegerField(unique=True)
    leaf = models.BinaryField()

    class Meta:
        db_table = "ledger_seal"

    def __str__(self) -> str:
        return f"#{self.seq} {self.entry_id}"


class Subtree(models.Model):
    """Root of 256 neighbouring leaves (``index * 256`` onward): a proof reads these, not all."""

    index = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()

    class Meta:
        db_table = "ledger_subtree"

    def __str__(self) -> str:
        return f"#{self.index * 256}"


class Checkpoint(models.Model):
    """The tree at ``size``: root, frontier (RFC 6962, hex), and the signed C2SP note."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    frontier = models.JSONField()
    at = models.DateTimeField()
    note = models.TextField(blank=True)

    class Meta:
        db_table = "ledger_checkpoint"
        indexes = [
            models.Index(
                fields=["size"], condition=models.Q(note=""), name="ledger_checkpoint_bare"
            ),
        ]

    def __str__(self) -> str:
        return str(self.size)


class PrivateValue(models.Model):
    """Salt and value behind a commitment in a body; erasing a person deletes both."""

    pk = models.CompositePrimaryKey("entry_id", "field")
    entry_id = models.BigIntegerField()
    field = models.CharField(max_length=48)
    person_id = models.BigIntegerField(null=True, db_index=True)
    salt = models.BinaryField()
    value = models.TextField()

    class Meta:
        db_table = "ledger_private"

    def __str__(self) -> str:
        return f"{self.entry_id} {self.field}"
