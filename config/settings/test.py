"""For the tests: as production, with faster passwords and plain static files."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("SECRET_KEY", "for-tests-only-and-never-for-real-records")
os.environ["HTTPS"] = "off"
os.environ["HOME_COUNTRY"] = "NO"
os.environ["HOME_CURRENCY"] = ""
os.environ["IATI_REPORTING_ORG"] = "XM-EXAMPLE-1"
os.environ["LANGUAGE_CODE"] = "en"

from .base import *  # noqa: F403

_FOLDER = tempfile.mkdtemp(prefix="dialogues-test-")
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)

if DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3":  # noqa: F405
    # Threads of the concurrency tests close their own connections; a pool would keep
    # them open and the test database could not be dropped.
    DATABASES["default"]["OPTIONS"].pop("pool", None)  # noqa: F405

else:
    # In memory SQLite would refuse threads instead of letting them wait their turn.
    DATABASES["default"]["TEST"] = {"NAME": f"{_FOLDER}/db.sqlite3"}  # noqa: F405

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
MEDIA_ROOT = f"{_FOLDER}/documents"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
