"""The worker's rounds."""

import pytest

from kohkol.people.chain import seal_events
from kohkol.running.worker import run_round, sweeps, work_off
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


def test_a_long_queue_is_worked_off_within_one_round_but_never_beyond_its_time():
    left = [50, 50, 7, 0]
    work_off(lambda: left.pop(0), seconds=60)
    assert left == []
    handled = []
    work_off(lambda: handled.append(50) or 50, seconds=0)
    assert handled == [50]
