"""Finds posts by words and filters, as the list of posts, the export and other apps need it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from kohkol.listening.models import Post
from kohkol.listening.search import matching

MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a list of posts; what is empty does not. Never an author: posts are not searched by people."""

    source: int | None = None
    network: str = ""
    place: str = ""
    sort: str = ""
    since: datetime | None = None
    until: datetime | None = None
    questions: bool = False
    official: bool | None = None


def search_posts(query: str = "", filters: Filters | None = None) -> QuerySet[Post]:
    """Posts that hold every word of the query, whatever its form; the latest heard first.

    Without a word that can be searched (only "yang", "di", ...) nothing is found.
    """
    posts = _filtered(Post.objects.filter(erased_at=None), filters or Filters())
    if not query.strip():
        return posts.order_by("-at", "-pk")
    condition = matching(query)
    if condition is None:
        return posts.none()
    statement, parameters = condition
    return posts.filter(pk__in=RawSQL(statement, parameters)).order_by("-pk")  # noqa: S611


def _filtered(posts: QuerySet[Post], filters: Filters) -> QuerySet[Post]:
    exact = {"source": filters.source, "network": filters.network, "sort": filters.sort}
    posts = posts.filter(**{name: value for name, value in exact.items() if value})
    if filters.place:
        posts = posts.filter(place_code__startswith=filters.place)
    if filters.since:
        posts = posts.filter(at__gte=filters.since)
    if filters.until:
        posts = posts.filter(at__lt=filters.until)
    if filters.questions:
        posts = posts.filter(is_question=True)
    if filters.official is not None:
        posts = posts.filter(is_official=filters.official)
    return posts


def count_up_to(posts: QuerySet[Post], most: int = MOST_COUNTED) -> tuple[int, bool]:
    """How many there are, and whether the counting stopped at `most`: nobody reads the 10,001st."""
    found = posts.order_by()[: most + 1].count()
    return min(found, most), found > most
