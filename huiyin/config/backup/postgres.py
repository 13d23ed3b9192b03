"""PostgreSQL's own tools for copying a database: found in a version that fits the server."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection

from huiyin.config.embedded.place import tools

VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
HUNDRED = 10_000
"""``server_version_num`` is the major version times this, plus the minor one."""


class ToolFailed(Exception):
    """A tool is missing or ended with an error; the message carries its words."""


def server_major() -> int:
    """The major version of the server that we talk to."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0]) // HUNDRED


def dump(target: Path, snapshot: str) -> None:
    """Write the database as ``snapshot`` sees it to ``target`` (PostgreSQL's custom format)."""
    options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
    _run("pg_dump", *options, f"--file={target}")


def load(source: Path) -> None:
    """Put a dump into the empty database, all of it or nothing."""
    options = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]
    _run("pg_restore", *options, f"--dbname={connection.settings_dict['NAME']}", str(source))


def is_empty() -> bool:
    """Whether the database holds no table of anybody."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')"
            " AND n.nspname NOT LIKE 'pg\\_%'"
        )
        return int(cursor.fetchone()[0]) == 0


def _run(name: str, *arguments: str) -> None:
    command = [str(_tool(name)), *arguments]
    done = subprocess.run(
        command, env=_environment(), capture_output=True, text=True, check=False, cwd="/"
    )
    if done.returncode:
        raise ToolFailed(f"{name}: {done.stderr.strip() or done.returncode}")


def _tool(name: str) -> Path:
    """Of the server's own major version when there is one, else a later one."""
    wanted = server_major()
    found = {_major(path): path for path in reversed(list(_candidates(name)))}
    fits = [major for major in sorted(found) if major >= wanted]
    if not fits:
        raise ToolFailed(
            f"{name} of PostgreSQL {wanted} or later was not found; put it on the PATH"
        )
    return found[fits[0]]


def _candidates(name: str) -> Iterator[Path]:
    on_path = shutil.which(name)
    if on_path:
        yield Path(on_path)
    folder = tools()
    if folder is not None and (folder / name).exists():
        yield folder / name


def _major(path: Path) -> int:
    said = subprocess.run([str(path), "--version"], capture_output=True, text=True, check=False)
    found = VERSION.search(said.stdout)
    return int(found[1]) if found else 0


def _environment() -> dict[str, str]:
    """The connection as libpq's variables; a password never stands in a command line."""
    to = settings.DATABASES["default"]
    named = {"PGHOST": to["HOST"], "PGPORT": to["PORT"], "PGUSER": to["USER"]}
    named |= {"PGPASSWORD": to["PASSWORD"], "PGDATABASE": connection.settings_dict["NAME"]}
    known = {word.keyword.decode(): word.envvar for word in psycopg.pq.Conninfo.get_defaults()}
    for name, value in to["OPTIONS"].items():
        variable = known.get(name)
        if variable and name != "options":
            named[variable.decode()] = value
    return {**os.environ, **{name: str(value) for name, value in named.items() if value}}
