"""What is announced is told when it is committed, and gives its case a new version."""

from uuid import uuid4

import psycopg
import pytest
from django.db import connection, transaction

from huiyin.kit import live


def version(topic: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(live.VERSION_SQL + "%s", [topic])
        return str(cursor.fetchone()[0])


def elsewhere() -> psycopg.Connection[tuple[object, ...]]:
    """Another process's connection to the same database."""
    given = connection.get_connection_params()
    wanted = ("host", "port", "user", "password", "dbname")
    return psycopg.connect(**{name: given[name] for name in wanted if given.get(name)})


@pytest.mark.django_db
def test_each_change_of_a_case_is_a_version_of_its_own() -> None:
    case, other = f"case:{uuid4()}", f"case:{uuid4()}"
    seen = [version(case)]
    for _change in range(3):
        live.announce(case, "person:7", case)
        seen.append(version(case))
    live.announce(other)
    assert len(set(seen)) == 4
    assert version(case) == seen[-1]


@pytest.mark.django_db
def test_only_cases_have_versions() -> None:
    live.announce("person:7", live.EVERYBODY)
    live.announce()
    assert version("person:7") == version(live.EVERYBODY) == "0-0"


@pytest.mark.django_db(transaction=True)
def test_what_commits_late_counts_as_much_as_what_commits_early() -> None:
    case = f"case:{uuid4()}"
    with elsewhere() as slow:
        slow.execute(live._ANNOUNCE, {"channel": live.CHANNEL, "topics": [case]})
        live.announce(case)  # began later, and is committed first
        between = version(case)
        slow.commit()
    assert version(case) != between


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_back_was_never_told() -> None:
    case = f"case:{uuid4()}"
    with elsewhere() as listener:
        listener.autocommit = True
        listener.execute(f"LISTEN {live.CHANNEL}")
        with transaction.atomic():
            live.announce(case)
            transaction.set_rollback(True)
        assert version(case) == "0-0"
        live.announce(case, "person:7")
        heard = [notice.payload for notice in listener.notifies(timeout=10, stop_after=2)]
    assert sorted(heard) == sorted([case, "person:7"])


@pytest.mark.django_db
def test_old_news_are_forgotten() -> None:
    old, new = f"case:{uuid4()}", f"case:{uuid4()}"
    live.announce(old)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE live_news SET told_at = told_at - interval '1 hour'")
    live.announce(new)
    before = version(new)
    assert live.forget() == 1
    assert (version(old), version(new)) == ("0-0", before)
