"""Pages under WSGI; what must be fast goes past Django's middleware in ``fastpath``."""

import os

from django.core.wsgi import get_wsgi_application

from huiyin.config import lifeline

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
if os.environ.get("HUIYIN_CHILD"):
    lifeline.tie()

_pages = get_wsgi_application()

from huiyin.config.fastpath import shortened  # noqa: E402 - models need the set-up above

application = shortened(_pages)
