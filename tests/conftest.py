"""What every test stands on: a data directory of its own, and a clock that is an argument."""

import os
import tempfile

os.environ.setdefault("KOHKOL_DATA", tempfile.mkdtemp(prefix="kohkol-tests-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kohkol.config.settings")


def pytest_configure() -> None:
    """Hash passwords fast: what is tested is who may do what, not how slow a hash is."""
    from django.conf import settings

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
