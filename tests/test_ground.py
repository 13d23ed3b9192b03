"""The ground the tests stand on."""

import socket

import pytest
from django.db import connection


@pytest.mark.django_db
def test_the_database_is_postgresql() -> None:
    assert connection.vendor == "postgresql"


def test_the_network_ends_at_this_machine() -> None:
    with socket.socket() as outside, pytest.raises(RuntimeError, match="leave this machine"):
        outside.connect(("192.0.2.1", 80))
