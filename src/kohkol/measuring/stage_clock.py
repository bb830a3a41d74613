"""Says of an issue how long the public waited at each stage, on the wall and by office hours."""

from dataclasses import dataclass
from datetime import datetime

from kohkol.facts.api import SheetVersion, uses_of_issues
from kohkol.issues.api import Issue, StageTimes, stage_times
from kohkol.people.api import business_seconds_between, office_calendar
from kohkol.publishing.api import Approval, Delivery


@dataclass(frozen=True)
class Stage:
    """One stage: what, when it was reached (None: not yet), and the seconds since the stage before.

    `wall_seconds` runs day and night, `business_seconds` counts opening hours; both are None where a time is unknown.
    """

    name: str
    reached_at: datetime | None
    wall_seconds: float | None = None
    business_seconds: float | None = None


@dataclass(frozen=True)
class StageClock:
    """The whole clock of an issue. `waited_seconds`: from first seen to first answer; None while the public waits.

    The first answer is what was live first, or a sheet that was there already, from the moment it was taken for the
    issue: from then on the public reads the answer at the sheet's permanent address.
    """

    stages: list[Stage]
    live: list[tuple[str, datetime]]
    waited_seconds: float | None


def stage_clock(issue: Issue, times: StageTimes | None = None) -> StageClock:
    """The stages of an issue in order, each channel's first live moment last; `times` where they are known already."""
    times, live = times or stage_times(issue), live_by_account(issue)
    signed = SheetVersion.objects.filter(sheet__issue=issue, signed_at__isnull=False).order_by("signed_at").first()
    approved = (
        Approval.objects.filter(variant__message__issue=issue, decision=Approval.Decision.APPROVED)
        .order_by("at")
        .first()
    )
    moments = [
        ("Pertama terlihat", times.first_seen_at),
        ("Terdeteksi", times.detected_at),
        ("Ada penanggung jawab", times.owned_at),
        ("Fakta diminta", times.requested_at),
        ("Fakta diterima", times.facts_received_at),
        ("Lembar ditandatangani", signed.signed_at if signed else None),
        ("Disetujui", approved.at if approved else None),
    ]
    used = [(f"Dijawab lembar {one.version.sheet.code}", one.used_at) for one in uses_of_issues([issue.pk])]
    shown = [(f"Tayang: {account}", at) for account, at in live]
    moments += [*used, *shown] or [("Tayang", None)]
    first, answers = times.first_seen_at, [at for _, at in [*used, *live]]
    waited = max((min(answers) - first).total_seconds(), 0.0) if first and answers else None
    return StageClock(timed(moments), live, waited)


def live_by_account(issue: Issue) -> list[tuple[str, datetime]]:
    """When the first answer went live on each account, earliest first."""
    rows = Delivery.objects.filter(variant__message__issue=issue, live_at__isnull=False).order_by("live_at")
    first: dict[str, datetime] = {}
    for name, at in rows.values_list("account__name", "live_at"):
        if at is not None:
            first.setdefault(name, at)
    return list(first.items())


def timed(moments: list[tuple[str, datetime | None]]) -> list[Stage]:
    """Give each reached stage the time since the latest one reached before it; never less than zero."""
    calendar, stages, before = office_calendar(), [], None
    for name, at in moments:
        if at is None or before is None:
            stages.append(Stage(name, at))
        else:
            wall = max((at - before).total_seconds(), 0.0)
            stages.append(Stage(name, at, wall, business_seconds_between(before, at, calendar)))
        if at is not None and not name.startswith(("Tayang", "Dijawab")):
            before = max(before, at) if before else at
    return stages
