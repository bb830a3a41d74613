"""What every test stands on: a data directory of its own, quick passwords, and a clock that is an argument."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

# Before Django reads its settings, which it does once: pyproject.toml therefore does not name them to pytest.
os.environ["KOHKOL_DATA"] = tempfile.mkdtemp(prefix="kohkol-tests-")
# The radar compiles for half a minute; what one run of the tests compiled serves the next.
_compiled = Path.home() / ".cache" / "kohkol" / "compiled"
_compiled.mkdir(parents=True, exist_ok=True, mode=0o700)
Path(os.environ["KOHKOL_DATA"], "compiled").symlink_to(_compiled)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kohkol.config.settings")
from django.db.backends.base.base import BaseDatabaseWrapper  # noqa: E402

import kohkol.config.ready  # noqa: E402, F401
from tests.browser import browser_context_args, browser_type_launch_args  # noqa: E402

__all__ = ["browser_context_args", "browser_type_launch_args", "quick_passwords"]

atexit.register(shutil.rmtree, os.environ["KOHKOL_DATA"], ignore_errors=True)


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["tests.quick_passwords.QuickPasswords"]


@pytest.fixture(autouse=True)
def whole_transactions(monkeypatch):
    """A test is one open transaction: the end of a streamed answer must not cut off its connection, as it may live."""
    close = BaseDatabaseWrapper.close_if_unusable_or_obsolete
    monkeypatch.setattr(
        BaseDatabaseWrapper,
        "close_if_unusable_or_obsolete",
        lambda connection: None if connection.in_atomic_block else close(connection),
    )
