"""Whoever reads the trail reads words, not the names of events."""

import re

from kohkol.listening.states import ImportState
from kohkol.people.audit_words import WORDS
from kohkol.publishing.states import DeliveryState
from kohkol.running.data_directory import ROOT

RECORDED = re.compile(r'\brecord\(\s*"([a-z_.]+)"')


def test_every_kind_of_event_that_is_written_has_its_words():
    source = "\n".join(path.read_text() for path in (ROOT / "src" / "kohkol").rglob("*.py"))
    written = set(RECORDED.findall(source))
    written |= {f"publishing.delivery.{state}" for state in DeliveryState.values}
    written |= {f"listening.import.{state}" for state in (ImportState.DONE, ImportState.FAILED)}
    assert len(written) > 60
    assert written - set(WORDS) == set()
