"""Keeps what the tests of issues upload out of the data directory."""

import pytest


@pytest.fixture(autouse=True)
def _files_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
