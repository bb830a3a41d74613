"""What every test stands on: a data directory of its own, and a clock that is an argument."""

import os
import tempfile

os.environ.setdefault("KOHKOL_DATA", tempfile.mkdtemp(prefix="kohkol-tests-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kohkol.config.settings")
