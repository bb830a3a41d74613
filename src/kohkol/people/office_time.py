"""Counts time as the office does: the business clock stands still at night, on weekends and on holidays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from kohkol.people.models import DatedRule, Holiday, Office, OfficeHours, in_force

_HORIZON_DAYS = 400

# Shipped defaults (rules.md names their basis); a DatedRule of the same key overrides from its day on.
DEFAULT_RULES: Mapping[str, Any] = {
    "fact_request.routine_seconds": 8 * 3600,  # one working day; habit of the offices, no legal time found
    "fact_request.crisis_seconds": 3600,  # one hour on the wall clock
    "fact_request.remind_before_seconds": 3600,  # one hour on the wall clock before the deadline
    "fact_request.link_days": 14,
    # How much each criterion counts in the order of issues (R4); the office may weigh them otherwise.
    "issue.ranking_weights": {"level": 30, "reach": 20, "speed": 20, "harm": 20, "relevance": 5, "campaign": 5},
    "issue.harm_words": (
        "banjir longsor gempa tsunami kebakaran evakuasi mengungsi tenggelam hanyut korban meninggal tewas luka hilang "
        "wabah keracunan penularan demam rumah sakit roboh ambruk putus ledakan bocor racun limbah penculikan tawuran"
    ),
    "sheet.review_days": 30,  # a version without an end date is looked at again
    "reply.acknowledge_seconds": 3600,
    "clarification.target_seconds": 3 * 3600,  # practice of Jabar Saber Hoaks
    "delivery.expires_seconds": 6 * 3600,
    "proof.device_days": 180,
    "brief.morning_at": "05:45",  # before the scan at 06.00 of the daily cycle
}


@dataclass(frozen=True)
class OfficeCalendar:
    """Opening hours by weekday (Monday is 0), holidays, and the zone in which they are meant."""

    hours: Mapping[int, tuple[time, time]]
    holidays: frozenset[date]
    zone: tzinfo

    def window(self, day: date) -> tuple[datetime, datetime] | None:
        """When the office is open on that day, in UTC (where adding counts real time, summer time or not), or None."""
        if day in self.holidays or day.weekday() not in self.hours:
            return None
        opens, closes = (datetime.combine(day, moment, self.zone) for moment in self.hours[day.weekday()])
        return opens.astimezone(UTC), closes.astimezone(UTC)


USUAL_HOURS = {day: (time(8), time(16)) for day in range(5)}


def office_calendar() -> OfficeCalendar:
    """The calendar in the database; Monday to Friday 08-16 where no hours were entered."""
    office = Office.objects.first()
    hours = {row.weekday: (row.opens, row.closes) for row in OfficeHours.objects.all()}
    return OfficeCalendar(
        hours or USUAL_HOURS,
        frozenset(Holiday.objects.values_list("day", flat=True)),
        ZoneInfo(office.time_zone if office else "Asia/Jakarta"),
    )


def add_business_seconds(start: datetime, seconds: float, calendar: OfficeCalendar) -> datetime:
    """The moment at which `seconds` of opening time have passed since `start`.

    Raises `ValueError` when the calendar has too little opening time within 400 days.
    """
    start, left = start.astimezone(UTC), timedelta(seconds=seconds)
    day = start.astimezone(calendar.zone).date()
    for _ in range(_HORIZON_DAYS):
        window = calendar.window(day)
        if window is not None:
            begins = max(start, window[0])
            if begins + left <= window[1]:
                return begins + left
            left -= max(window[1] - begins, timedelta(0))
        day += timedelta(days=1)
    raise ValueError("Jam kerja kantor belum diisi, sehingga tenggat tidak dapat dihitung.")


def business_seconds_between(start: datetime, end: datetime, calendar: OfficeCalendar) -> float:
    """Seconds of opening time between two moments; 0 when `end` is not after `start`."""
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    total, day = timedelta(0), start.astimezone(calendar.zone).date()
    last = end.astimezone(calendar.zone).date()
    while day <= last:
        window = calendar.window(day)
        if window is not None:
            total += max(min(end, window[1]) - max(start, window[0]), timedelta(0))
        day += timedelta(days=1)
    return total.total_seconds()


def due_at(start: datetime, seconds: float, *, business: bool, calendar: OfficeCalendar | None = None) -> datetime:
    """When something that may take `seconds` is due: on the business clock, or on the wall clock."""
    if not business:
        return start + timedelta(seconds=seconds)
    return add_business_seconds(start, seconds, calendar or office_calendar())


def rule_value(key: str, at: datetime) -> Any:
    """The value of a rule on that day: the office's own, else the shipped default. Raises `KeyError` when unknown."""
    rule = in_force(DatedRule.objects.all(), key, at)
    return DEFAULT_RULES[key] if rule is None else rule.value


def rule_values(keys: Sequence[str], at: datetime) -> dict[str, Any]:
    """The values of several rules on that day, in one query. Raises `KeyError` when one is unknown."""
    own = DatedRule.objects.filter(key__in=keys, valid_from__lte=at.date()).order_by("valid_from")
    return {key: DEFAULT_RULES[key] for key in keys} | dict(own.values_list("key", "value"))
