"""The hall, for these tests too, with a mail server that is configured and people with addresses."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import override_settings

from huiyin.directory.models import Person
from huiyin.scenarios.meetings.tests.hall import Hall, hall

__all__ = ["hall"]


@pytest.fixture
def mail(hall: Hall) -> Iterator[None]:
    """A mail server is configured; nobody has to be there."""
    del hall
    Person.objects.update(email="somebody@yunqiao.test", simulated=False)
    changed = {"mail_url": "smtp://127.0.0.1:9", "mail_from": "echo@yunqiao.test"}
    with override_settings(ENV=settings.ENV.model_copy(update=changed)):
        yield
