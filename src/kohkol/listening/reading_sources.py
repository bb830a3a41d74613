"""Reads a source on the network: posts and cursor in one transaction; a failure is kept with its sentence and waits."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q

from kohkol.channels import registry
from kohkol.channels.contract import Connection, FoundPost, Page, Reader
from kohkol.channels.errors import ChannelError, WaitUntil
from kohkol.channels.guarded import GuardedClient
from kohkol.listening.hearing import HeardPost, OfficialHandles, hear_posts
from kohkol.listening.models import Post, Source, SourceKind
from kohkol.listening.states import SourceState
from kohkol.people.api import open_secret
from kohkol.refusals import Refused

POSTS_A_PAGE = 200
MOST_PAGES_AT_ONCE = 20
# A reading takes at most one page's deadline times the pages; after that the claim is free for another listener.
CLAIM = timedelta(minutes=10)
LONGEST_BACK_OFF = timedelta(hours=1)
READ_KINDS = (SourceKind.FEED, SourceKind.MASTODON_MENTIONS, SourceKind.MASTODON_HASHTAG)
OUR_FAULT = (
    "Ada kesalahan di aplikasi ini saat membaca sumber. Akan dicoba lagi; beri tahu administrator bila berulang."
)

log = structlog.get_logger(__name__)


class CursorMoved(Exception):
    """Another listener has read this source meanwhile; nothing of this page was stored."""


def claim_source(at: datetime) -> Source | None:
    """Take a source that is due; None when there is none, or others were faster."""
    due = Source.objects.filter(state=SourceState.ACTIVE, kind__in=READ_KINDS).filter(
        Q(next_read_at=None) | Q(next_read_at__lte=at)
    )
    for source in due.order_by("next_read_at", "pk").select_related("account")[:10]:
        if Source.objects.filter(pk=source.pk, next_read_at=source.next_read_at).update(next_read_at=at + CLAIM):
            return source
    return None


def read_source(source: Source, at: datetime, reader: Reader | None = None) -> int:
    """Read what is new in a claimed source; returns how many posts were added. Failures end in the row, not here."""
    added = 0
    try:
        reading = reader or reader_of(source, at)
        for _ in range(MOST_PAGES_AT_ONCE):
            page = reading.read(source.cursor or None, limit=POSTS_A_PAGE)
            added += store_page(source, page, at)
            if not page.more:
                break
    except CursorMoved:
        return added
    except ChannelError as problem:
        note_failure(source, at, kind=problem.kind, sentence=str(problem), detail=problem.reply, error=problem)
    except Refused as problem:
        note_failure(source, at, kind="refused", sentence=f"{problem.sentence} {problem.next_step}".strip())
    except Exception as problem:
        log.exception("source.read_failed", source=source.pk)
        note_failure(source, at, kind="retry", sentence=OUR_FAULT, detail=repr(problem))
    return added


def reader_of(source: Source, at: datetime) -> Reader:
    """The network's reader for this source, with the account's secret. Raises ChannelError or Refused."""
    name, given = _network_and_settings(source)
    network = registry.network(name)
    if network.reader is None:
        raise Refused("Jaringan ini tidak dapat dibaca otomatis. Catat kirimannya dengan tangan.")
    connection = Connection(
        http=GuardedClient(allowed=settings.KOHKOL_PRIVATE_HOSTS),
        now=lambda: at,
        settings=given,
        secrets=open_secret(source.account) if source.account else {},
    )
    return network.reader(connection)


def _network_and_settings(source: Source) -> tuple[str, dict[str, str]]:
    if source.kind == SourceKind.FEED:
        return "feed", {"url": source.address}
    server = source.address or (source.account.address if source.account else "")
    return "mastodon", {"server": server, "hashtag": source.query if source.kind == SourceKind.MASTODON_HASHTAG else ""}


def store_page(source: Source, page: Page, at: datetime) -> int:
    """Store the posts of a page and move the cursor, together or not at all. Raises CursorMoved."""
    official = OfficialHandles()
    latest = max((post.at for post in page.posts if post.at_is_known), default=None)
    with transaction.atomic():
        moved = Source.objects.filter(pk=source.pk, cursor=source.cursor).update(
            cursor=page.cursor or "",
            last_read_at=at,
            last_post_at=max(filter(None, (latest, source.last_post_at)), default=None),
            next_read_at=at + timedelta(seconds=source.interval_seconds),
            failing_since_at=None,
            failures=0,
            problem="",
            problem_kind="",
            problem_detail="",
            note=" ".join(page.notes),
        )
        if not moved:
            raise CursorMoved
        added = hear_posts(source, heard_posts(page.posts), heard_at=at, official=official).added
    source.refresh_from_db()
    return len(added)


def heard_posts(posts: Sequence[FoundPost]) -> list[HeardPost]:
    """Found posts as they are heard. Our own posts on the network are ours: nobody else's voice, not heard at all."""
    return [
        HeardPost(
            external_id=post.external_id,
            at=post.at if post.at_is_known else None,
            text=post.text,
            url=post.url,
            network=post.network,
            author=post.author or "",
            language=post.language or "",
            sort=Post.Sort.REPORT if post.to_us else Post.Sort.MONITORED,
        )
        for post in posts
        if not post.is_ours
    ]


def note_failure(
    source: Source, at: datetime, *, kind: str, sentence: str, detail: str = "", error: ChannelError | None = None
) -> None:
    """Keep what went wrong, since when, and wait: longer each time, or as long as the network asks."""
    wait = min(timedelta(seconds=source.interval_seconds) * 2 ** min(source.failures, 10), LONGEST_BACK_OFF)
    again_at = max(error.until, at) if isinstance(error, WaitUntil) else at + wait
    Source.objects.filter(pk=source.pk).update(
        next_read_at=again_at,
        failures=source.failures + 1,
        failing_since_at=source.failing_since_at or at,
        problem_kind=kind,
        problem=sentence,
        problem_detail=detail,
    )
    source.refresh_from_db()


def first_look(source: Source, at: datetime, reader: Reader | None = None) -> Page:
    """What a source would bring, read once and not stored. Raises ChannelError or Refused, for the form to show."""
    return (reader or reader_of(source, at)).read(None, limit=10)
