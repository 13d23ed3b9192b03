"""The live application, wired to the database and to the tokens of our pages."""

from typing import Any

import django
import psycopg
from django.conf import settings
from django.db import connections

django.setup()

from huiyin.config.live import Live  # noqa: E402 - models need django.setup() first
from huiyin.config.metrics import allows  # noqa: E402 - as above
from huiyin.kit.live import CHANNEL  # noqa: E402 - as above
from huiyin.ui.live import RefusedTopicsError, read_topics  # noqa: E402 - as above


async def _connect() -> psycopg.AsyncConnection[Any]:
    parameters = connections["default"].get_connection_params()
    wanted = ("host", "port", "user", "password", "dbname", "options")
    chosen = {name: parameters[name] for name in wanted if parameters.get(name)}
    return await psycopg.AsyncConnection.connect(**chosen, autocommit=True)


application = Live(
    read_topics,
    RefusedTopicsError,
    _connect,
    channel=CHANNEL,
    origins=settings.CSRF_TRUSTED_ORIGINS,
    allows=allows,
)
