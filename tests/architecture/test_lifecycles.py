"""Declared states hold what they promise."""

import pytest

from kohkol.issues.states import FACT_REQUEST, ISSUE
from kohkol.refusals import NotNow
from kohkol.states import Lifecycle, moves


def test_a_move_that_is_not_declared_is_refused_with_a_sentence():
    with pytest.raises(NotNow, match="tidak dapat dilakukan"):
        FACT_REQUEST.check("withdrawn", "answered")


def test_a_declared_move_passes():
    FACT_REQUEST.check("sent", "answered")


def test_a_lifecycle_that_forgets_a_state_fails_at_import():
    with pytest.raises(ValueError, match="moves must name each state once"):
        Lifecycle("Issue", ISSUE.states, "open", moves(open="closed"))
