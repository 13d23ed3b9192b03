"""Every test starts in Chinese: a request leaves its language behind in the thread."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """The product's first language, before and after."""
    with translation.override("zh-hans"):
        yield
