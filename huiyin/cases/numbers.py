"""The numbers people call a case by: gap-free per scenario and year."""

from datetime import datetime

from django.apps import apps
from django.db import connection
from django.utils import timezone

_NEXT = """
INSERT INTO cases_number_series (scenario, year, last) VALUES (%s, %s, 1)
ON CONFLICT (scenario, year) DO UPDATE SET last = cases_number_series.last + 1
RETURNING last
"""


def next_number(scenario: str, at: datetime, *, code: str = "") -> str:
    """The next number of ``scenario`` in the year of ``at``, such as ``HY-TZ-2026-0311``.

    Holds the row of the series until the transaction ends, so a rollback leaves no gap. The letters
    are ``code``, or come from ``number_code`` of the scenario's ``AppConfig``; ``LookupError`` when
    there is neither.
    """
    code = code or getattr(apps.get_app_config(scenario), "number_code", scenario[:2].upper())
    year = timezone.localtime(at).year
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [scenario, year])
        (last,) = cursor.fetchone()
    return f"HY-{code}-{year}-{last:04d}"
