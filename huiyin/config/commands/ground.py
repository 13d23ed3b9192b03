"""What commands stand on: the database, Django, and lines on standard error."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click
from django.core.exceptions import ImproperlyConfigured

from huiyin.config import database, embedded
from huiyin.config.embedded.identity import NoDatabaseUser

FINDINGS = 1
"""Exit code of a command that worked and found something wrong."""


def say(line: str) -> None:
    """Progress, on standard error, so that results can be piped."""
    click.echo(line, err=True)


@contextmanager
def rooms() -> Iterator[None]:
    """Django set up, no database needed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    import django

    django.setup()
    yield


@contextmanager
def product(*, own: bool = False) -> Iterator[embedded.Server | None]:
    """The database reachable and Django set up; trouble as one clear line, exit code 1.

    ``own`` says that the embedded server is ours to stop in the end, whoever started it.
    """
    try:
        with database.reachable(say, own=own) as server, rooms():
            try:
                yield server
            finally:
                from django.db import connections

                connections.close_all()
    except (embedded.DatabaseWontStart, NoDatabaseUser, ImproperlyConfigured) as error:
        raise click.ClickException(str(error)) from error
