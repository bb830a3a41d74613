"""The table of complaints in docs/ledger.md names tests that exist."""

import re

from kohkol.running.data_directory import ROOT


def test_every_test_that_the_table_of_complaints_names_exists():
    table = (
        (ROOT / "docs" / "ledger.md").read_text().partition("## What people complain")[2].partition("## Shown by")[0]
    )
    named = set(re.findall(r"`(test_\w+)`", table))
    source = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    assert len(named) >= 25
    assert named - set(re.findall(r"def (test_\w+)", source)) == set()
