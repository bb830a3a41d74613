"""The worker's rounds."""

import pytest

from kohkol.people.chain import seal_events
from kohkol.running.worker import run_round, sweeps
from tests.publishing import FakeNetwork, approved
from tests.scene import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_sweep_that_fails_keeps_no_other_from_running():
    done = []

    def fails(_at):
        raise RuntimeError("broken")

    assert run_round({"first": fails, "second": done.append}, NOW) == ["first"]
    assert done == [NOW]


def test_a_round_of_the_real_sweeps_runs_clean_and_seals_the_trail():
    delivery = approved(FakeNetwork())
    assert run_round(sweeps("uji"), NOW) == []
    delivery.refresh_from_db()
    assert delivery.state in {"queued", "expired", "failed"}
    assert seal_events(at=NOW) == 0
