"""The product's settings for tests: a home of their own, a fixed secret, a fast password hash."""

import atexit
import os
import shutil
import tempfile

if "HUIYIN_HOME" not in os.environ:  # else a test process that this one was started by made it
    os.environ["HUIYIN_HOME"] = tempfile.mkdtemp(prefix="huiyin-test-home-")
    atexit.register(shutil.rmtree, os.environ["HUIYIN_HOME"], ignore_errors=True)
os.environ.setdefault("HUIYIN_SECRET", "only-for-tests-" + "x" * 50)

from huiyin.config.settings import *

STATIC_ROOT.mkdir(parents=True, exist_ok=True)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

if name := os.environ.get("HUIYIN_TEST_DB"):
    DATABASES["default"]["TEST"] = {"NAME": name}
