"""Jobs and live topics keep to the transaction of the change that causes them."""

import psycopg
import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from huiyin.kit import jobs, live


@pytest.mark.django_db
def test_a_job_is_rolled_back_with_its_cause() -> None:
    with transaction.atomic():
        jobs.defer("kit.test", a=1)
        transaction.set_rollback(True)
    assert not ProcrastinateJob.objects.exists()
    jobs.defer("kit.test", a=1)
    assert ProcrastinateJob.objects.get().args == {"a": 1}


@pytest.mark.django_db
def test_many_jobs_are_deferred_together_and_none_is_none() -> None:
    jobs.defer_many("kit.test", [])
    assert not ProcrastinateJob.objects.exists()
    jobs.defer_many("kit.test", [{"a": n} for n in range(5)])
    assert [job.args["a"] for job in ProcrastinateJob.objects.order_by("id")] == list(range(5))


@pytest.mark.django_db(transaction=True)
def test_topics_are_heard_at_commit_once_each() -> None:
    connection.ensure_connection()
    address = connection.get_connection_params()
    keys = ("host", "port", "user", "password", "dbname")
    with psycopg.connect(
        **{key: address[key] for key in keys if address.get(key)}, autocommit=True
    ) as ear:
        ear.execute(f"LISTEN {live.CHANNEL}")
        with transaction.atomic():
            live.announce("case:1", "case:1", "person:2")
            assert not list(ear.notifies(timeout=0.1))
        heard = [note.payload for note in ear.notifies(timeout=5, stop_after=2)]
        assert heard == ["case:1", "person:2"]
