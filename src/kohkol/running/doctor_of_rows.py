"""The part of `kohkol doctor` that looks into the database: reachable, up to date, sources heard, deliveries moving."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Q

import kohkol.config.ready  # noqa: F401
from kohkol.engine.matching.stored import IndexRefused
from kohkol.engine.matching.stored import load as load_index
from kohkol.facts.api import untold
from kohkol.listening.api import Source, SourceKind
from kohkol.matching.api import IndexStamp, newest_copy, path_for
from kohkol.people.api import AuditEvent
from kohkol.publishing.api import Delivery, DeliveryState
from kohkol.running.examining import Examination, Finding, examine
from kohkol.running.prepare import unknown_migrations

STUCK = timedelta(minutes=10)  # the worker looks every few seconds
AHEAD = timedelta(minutes=2)
READ_BY_ITSELF = [SourceKind.FEED, SourceKind.MASTODON_MENTIONS, SourceKind.MASTODON_HASHTAG]


def database(_data: Path, _at: datetime) -> list[Finding]:
    """Can the database be reached, and does it fit this version?"""
    try:
        executor = MigrationExecutor(connection)
    except Error as error:
        return [
            Finding(f"The database cannot be opened ({str(error).strip().splitlines()[0]}): is its server running?")
        ]
    newer = unknown_migrations(executor)
    if newer:
        return [Finding(f"The data is of a newer Kohkol (it has {newer[0]}): use that version.")]
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return [Finding(f"The database waits for {len(waiting)} steps of an update: start Kohkol, which makes them.")]
    return []


def clock_against_rows(_data: Path, at: datetime) -> list[Finding]:
    """Is the clock not behind what was written last?"""
    newest = AuditEvent.objects.order_by("-at").values_list("at", flat=True).first()
    if newest and newest > at + AHEAD:
        when = f"{newest:%Y-%m-%d %H:%M} UTC"
        return [Finding(f"The trail has an entry of {when}, which is in the future: set the clock before you work on.")]
    return []


def sources(_data: Path, at: datetime) -> list[Finding]:
    """Which sources fail or have gone quiet? Silence is never calm."""
    found = []
    for source in Source.objects.filter(state="active", kind__in=READ_BY_ITSELF):
        if source.failing_since_at:
            why = source.problem or "no reason was noted"
            found.append(
                Finding(f'The source "{source.name}" has failed since {source.failing_since_at:%d %b %H:%M}: {why}')
            )
        elif at - (source.last_post_at or source.made_at) > timedelta(seconds=source.quiet_after_seconds):
            since = source.last_post_at or source.made_at
            found.append(
                Finding(f'The source "{source.name}" is silent since {since:%d %b %H:%M}: look whether it moved.')
            )
        elif source.next_read_at and at - source.next_read_at > STUCK:
            found.append(
                Finding(f'The source "{source.name}" waits to be read: is the worker running? See logs/worker.log.')
            )
    return found


def deliveries(_data: Path, at: datetime) -> list[Finding]:
    """Which deliveries do not move by themselves any more?"""
    late = Q(state=DeliveryState.QUEUED, due_at__lt=at - STUCK) & (
        Q(not_before_at=None) | Q(not_before_at__lt=at - STUCK)
    )
    halfway = Q(state=DeliveryState.SENDING, claimed_at__lt=at - STUCK)
    found = []
    for delivery in Delivery.objects.filter(late | halfway).select_related("account"):
        what = f"Delivery {delivery.pk} to {delivery.account}"
        found.append(Finding(f"{what} has waited since {delivery.due_at:%d %b %H:%M}: is the worker running?"))
    unknown = Delivery.objects.filter(state=DeliveryState.UNKNOWN, called_at__lt=at - STUCK).select_related("account")
    for delivery in unknown:
        what = f"Delivery {delivery.pk} to {delivery.account}"
        found.append(Finding(f"{what} may or may not be live: look at the account, then say so on its page."))
    return found


def known_sheets(data: Path, at: datetime) -> list[Finding]:
    """Does matching know every sheet in force and no other, and is its index on disk whole and of today?"""
    missing, ended = untold()
    codes = [*(version.sheet.code for version in missing), *ended]
    found = [
        Finding(f"Matching does not know the sheet {code} as it is in force: start Kohkol again, which tells it.")
        for code in codes
    ]
    stamp, copy = IndexStamp.objects.first(), newest_copy(data / "matching")
    if copy is not None:
        try:
            load_index(copy.path)
        except IndexRefused as refused:
            found.append(Finding(f"{refused} Delete the file: the worker writes a new one."))
    if stamp is not None and at - stamp.changed_at > STUCK and not path_for(data / "matching", stamp).exists():
        behind = stamp.changes - (copy.changes if copy else 0)
        what = f"The index of known sheets is {behind} changes behind" if behind > 0 else "The index is of other rows"
        found.append(Finding(f"{what}: is the worker running? See logs/worker.log."))
    return found


OF_THE_ROWS: Sequence[Examination] = [
    Examination("clock against the trail", clock_against_rows),
    Examination("sources", sources),
    Examination("deliveries", deliveries),
    Examination("known sheets", known_sheets),
]


def examine_rows(data: Path, at: datetime) -> bool:
    """Look at the database, and at its rows when it fits this version; True when nothing is wrong."""
    return examine([Examination("database", database)], data, at) and examine(OF_THE_ROWS, data, at)
