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

_WORDS = frozenset(word.keyword.decode() for word in psycopg.pq.Conninfo.get_defaults())
"""What libpq knows: hosts, TLS, patience; the rest of Django's parameters is for Django."""


async def _connect() -> psycopg.AsyncConnection[Any]:
    parameters = connections["default"].get_connection_params()
    chosen = {name: value for name, value in parameters.items() if name in _WORDS and value}
    return await psycopg.AsyncConnection.connect(**chosen, autocommit=True)


application = Live(
    read_topics,
    RefusedTopicsError,
    _connect,
    channel=CHANNEL,
    origins=settings.CSRF_TRUSTED_ORIGINS,
    allows=allows,
)
