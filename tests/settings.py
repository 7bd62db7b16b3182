"""config.settings as the tests need it: nothing of a developer's .env or environment but DATABASE_URL shows through."""

import os

os.environ |= {"SECRET_KEY": "only-for-tests", "DEBUG": "0", "ALLOWED_HOSTS": "testserver", "HTTPS": "0"}
os.environ.setdefault("DATABASE_URL", "sqlite:///named-by-conftest.sqlite3")

from config.settings import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
