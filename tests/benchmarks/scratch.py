"""The scratch database of a benchmark: made, migrated, dropped."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

NAME = f"bench_huiyin_{os.getpid()}"


@contextmanager
def database() -> Iterator[None]:
    """Point ``DATABASE_URL`` at a fresh database, on an embedded server when none is given."""
    from huiyin.config import embedded

    server = None
    if not os.environ.get("DATABASE_URL"):
        server = embedded.Server(Path(tempfile.mkdtemp(prefix="hybench-")))
        os.environ["DATABASE_URL"] = server.start()
    home = os.environ["DATABASE_URL"]
    with psycopg.connect(home, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))
    parts = urlsplit(home)
    os.environ["DATABASE_URL"] = urlunsplit(parts._replace(path=f"/{NAME}"))
    try:
        yield
    finally:
        _drop(home)
        if server is not None:
            server.remove()


def prepare(people: int) -> None:
    """Migrate, install the regulation, and hire ``people``."""
    from django.core.management import call_command

    from huiyin.policies import in_force
    from tests.benchmarks import world

    call_command("migrate", verbosity=0)
    in_force.install_shipped()
    world.populate(people)


def _drop(home: str) -> None:
    from django.db import connections

    connections.close_all()
    with psycopg.connect(home, autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(NAME)))
