"""The drawing of the states in docs/states.md is the one the code declares."""

import os
from pathlib import Path

from kohkol.facts.states import SHEET_VERSION
from kohkol.issues.states import FACT_REQUEST, ISSUE
from kohkol.listening.states import IMPORT
from kohkol.publishing.states import DELIVERY, MESSAGE, VARIANT

PAGE = Path(__file__).parents[2] / "docs" / "states.md"
HEAD = """# States

Drawn from the code by `tests/architecture/test_states_drawn.py`; `KOHKOL_DRAW=1 ./kohkol test --quick` draws them anew.
"""


def test_the_states_page_shows_what_the_code_declares():
    parts = [
        f"\n## {one.name}\n\n```mermaid\n{one.drawing()}\n```\n"
        for one in (ISSUE, FACT_REQUEST, SHEET_VERSION, MESSAGE, VARIANT, DELIVERY, IMPORT)
    ]
    drawn = HEAD + "".join(parts)
    if os.environ.get("KOHKOL_DRAW"):
        PAGE.write_text(drawn)
    assert PAGE.read_text() == drawn
