"""Pages under WSGI; what must be fast goes past Django's middleware in ``fastpath``."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from huiyin.config import lifeline

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
if os.environ.get("HUIYIN_CHILD"):
    lifeline.tie()

_pages = get_wsgi_application()

from huiyin.config import nodes, tracing, webfolder  # noqa: E402 - models need the set-up above
from huiyin.config.fastparts import with_parts  # noqa: E402 - as above
from huiyin.config.fastpath import shortened  # noqa: E402 - as above
from huiyin.config.proxies import Proxies, behind  # noqa: E402 - as above
from huiyin.config.watching import watched  # noqa: E402 - as above

application = behind(watched(shortened(with_parts(_pages))), Proxies(settings.ENV.trusted_proxies))

if os.environ.get(webfolder.FOLDER):
    tracing.start("web")
    nodes.Presence("web", nodes.here(settings.ENV.port)).start()
