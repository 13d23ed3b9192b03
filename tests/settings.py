"""The product's settings for tests: a home of their own, a fixed secret, a fast password hash."""

import os
import tempfile

os.environ.setdefault("HUIYIN_HOME", tempfile.mkdtemp(prefix="huiyin-test-home-"))
os.environ.setdefault("HUIYIN_SECRET", "only-for-tests-" + "x" * 50)

from huiyin.config.settings import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

if name := os.environ.get("HUIYIN_TEST_DB"):
    DATABASES["default"]["TEST"] = {"NAME": name}
