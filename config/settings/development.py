"""For a developer's own machine: debugging on, plain http, code reloads."""

import os

os.environ.setdefault("SECRET_KEY", "for-development-only-and-never-for-real-records")
os.environ.setdefault("HTTPS", "off")

from .base import *  # noqa: F403

DEBUG = True
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
