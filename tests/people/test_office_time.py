"""The business clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kohkol.people.models import DatedRule
from kohkol.people.office_time import (
    USUAL_HOURS,
    OfficeCalendar,
    add_business_seconds,
    business_seconds_between,
    due_at,
    rule_value,
)
from tests.scene import NOW, later

ZONE = ZoneInfo("Asia/Jakarta")
WEEK = OfficeCalendar(USUAL_HOURS, frozenset({date(2026, 3, 6)}), ZONE)


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=ZONE)


def test_a_request_at_five_in_the_evening_is_due_next_morning():
    assert add_business_seconds(local(4, 17), 3600, WEEK) == local(5, 9)


def test_a_holiday_and_a_weekend_stand_still():
    assert add_business_seconds(local(5, 15), 2 * 3600, WEEK) == local(9, 9)


def test_the_wall_clock_never_stands_still():
    assert due_at(local(7, 3), 3600, business=False) == local(7, 4)


def test_an_office_that_never_opens_says_so():
    with pytest.raises(ValueError, match="Jam kerja"):
        add_business_seconds(local(4, 9), 60, OfficeCalendar({}, frozenset(), ZONE))


@given(
    st.integers(0, 150 * 24 * 60).map(lambda minutes: later(minutes=minutes)),
    st.integers(1, 30 * 3600),
)
def test_what_is_added_is_what_is_counted(start, seconds):
    end = add_business_seconds(start, seconds, WEEK)
    assert business_seconds_between(start, end, WEEK) == seconds


@given(st.integers(0, 23), st.integers(1, 10))
def test_hours_that_cross_a_change_of_daylight_saving_still_count_real_time(hour, hours):
    berlin = OfficeCalendar(dict.fromkeys(range(7), (time(0), time(23, 59))), frozenset(), ZoneInfo("Europe/Berlin"))
    start = datetime(2026, 3, 28, hour, tzinfo=UTC)
    assert add_business_seconds(start, hours * 3600, berlin) - start >= timedelta(hours=hours)


@pytest.mark.django_db
def test_a_rule_of_the_office_overrides_the_default_from_its_day_on():
    key = "fact_request.routine_seconds"
    DatedRule.objects.create(key=key, value=7200, valid_from=NOW.date(), basis="SK Kepala Dinas")
    assert rule_value(key, NOW) == 7200
    assert rule_value(key, NOW - timedelta(days=1)) == 8 * 3600
