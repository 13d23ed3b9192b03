"""The scratch databases of a run: one is made and migrated, each benchmark gets a copy of it."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

PATTERN = f"bench_huiyin_{os.getpid()}"


@contextmanager
def pattern() -> Iterator[str]:
    """Point ``DATABASE_URL`` at a fresh database that copies are made of; the address of its server.

    On an embedded server of our own when none is given.
    """
    from huiyin.config import embedded

    server = None
    if not os.environ.get("DATABASE_URL"):
        server = embedded.Server(Path(tempfile.mkdtemp(prefix="hybench-")))
        os.environ["DATABASE_URL"] = server.start()
    home = os.environ["DATABASE_URL"]
    _run(home, "CREATE DATABASE {}", PATTERN)
    os.environ["DATABASE_URL"] = _named(home, PATTERN)
    try:
        yield home
    finally:
        _drop_all(home)
        if server is not None:
            server.remove()


@contextmanager
def copied(home: str, name: str) -> Iterator[None]:
    """A copy of the pattern for one benchmark, dropped afterwards; Django talks to it."""
    from django.db import connections

    mine = f"{PATTERN}_{name}"
    _run(home, "CREATE DATABASE {} TEMPLATE {}", mine, PATTERN)
    connections["default"].settings_dict["NAME"] = mine
    os.environ["DATABASE_URL"] = _named(home, mine)
    try:
        yield
    finally:
        connections.close_all()
        _run(home, "DROP DATABASE IF EXISTS {} WITH (FORCE)", mine)


@contextmanager
def empty(home: str, name: str) -> Iterator[str]:
    """The address of a database without anything in it, dropped afterwards."""
    mine = f"{PATTERN}_{name}"
    _run(home, "CREATE DATABASE {}", mine)
    try:
        yield _named(home, mine)
    finally:
        _run(home, "DROP DATABASE IF EXISTS {} WITH (FORCE)", mine)


def prepare() -> None:
    """Migrate the pattern, put the shipped regulation in force, and let go of it."""
    from django.core.management import call_command
    from django.db import connections

    from huiyin.policies import in_force

    call_command("migrate", verbosity=0)
    in_force.install_shipped()
    connections.close_all()


def _drop_all(home: str) -> None:
    """The pattern, and the copies of pieces that were killed."""
    with psycopg.connect(home, autocommit=True) as admin:
        rows = admin.execute(_MINE, [PATTERN]).fetchall()
        for (name,) in rows:
            drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            admin.execute(drop.format(sql.Identifier(name)))


_MINE = "SELECT datname FROM pg_database WHERE starts_with(datname || '_', %s || '_')"


def _named(home: str, name: str) -> str:
    return urlunsplit(urlsplit(home)._replace(path=f"/{name}"))


def _run(home: str, statement: str, *names: str) -> None:
    with psycopg.connect(home, autocommit=True) as admin:
        admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
