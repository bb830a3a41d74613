"""The one door through which posts come in, from a file, a network or by hand: minimised, once each, findable."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kohkol.listening.account_marks import MARKS
from kohkol.listening.bulk import insert_posts
from kohkol.listening.erased import erased_id, erased_of
from kohkol.listening.minimise import guess_network, nameless_url, without_handles
from kohkol.listening.models import Post, Source
from kohkol.listening.search import index_posts
from kohkol.people.api import Account

PLACE_CODE = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?")
# A clock that is a little ahead is no reason to doubt the time of a post.
CLOCK_TOLERANCE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class HeardPost:
    """Something said in public, before it is stored. `author` only serves to know official accounts; it is not kept.

    `at` is None where the source gives no time: then the time of hearing stands for it.
    """

    external_id: str
    at: datetime | None
    text: str
    url: str = ""
    network: str = ""
    place: str = ""
    author: str = ""
    language: str = ""
    sort: str = Post.Sort.MONITORED


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of a batch: ids of new posts in the order of hearing, and how many were already known."""

    added: list[int]
    known: int


class OfficialHandles:
    """Handles of official accounts, to tell government's own voice from the public's."""

    def __init__(self) -> None:
        rows = Account.objects.exclude(handle="").values_list("network", "handle")
        self.by_network = {(network, bare(handle)) for network, handle in rows}
        self.all = frozenset(handle for _, handle in self.by_network)

    def includes(self, author: str, network: str) -> bool:
        """Whether this author on this network (any, where it is not known) is an official account."""
        handle = bare(author)
        return (network, handle) in self.by_network or (handle in self.all and network in {"", "web", "rss"})


def bare(handle: str) -> str:
    """A handle as it is compared: without @ and blanks, in lower case."""
    return handle.strip().lstrip("@").lower()


def hear_posts(
    source: Source, posts: Iterable[HeardPost], *, heard_at: datetime, official: OfficialHandles | None = None
) -> Heard:
    """Store posts of one source. The same `external_id` again adds nothing. Inside the caller's transaction."""
    handles = official or OfficialHandles()
    erased = erased_of(source)
    rows, authors, stay_out = [], {}, 0
    for post in posts:
        network = (post.network or guess_network(post.url)).strip().lower()[:30]
        external_id = post.external_id if len(post.external_id) <= 200 else short(post.external_id)
        if erased and erased_id(external_id) in erased:
            stay_out += 1
            continue
        is_official = bool(post.author) and handles.includes(post.author, network)
        if post.author and not is_official:
            authors[external_id] = f"{network}:{bare(post.author)}"
        rows.append(
            (
                source.pk,
                external_id,
                believable(post.at, heard_at),
                heard_at,
                without_handles(post.text, handles.all),
                fitting_url(post.url if is_official else nameless_url(post.url)),
                network,
                post.place if PLACE_CODE.fullmatch(post.place) else "",
                post.language[:5],
                is_official,
                post.sort,
            )
        )
    heard = store(rows, authors, heard_at)
    return Heard(heard.added, heard.known + stay_out)


def store(rows: Sequence[tuple[object, ...]], authors: dict[str, str], heard_at: datetime) -> Heard:
    """Insert rows of `hear_posts` and make the new ones findable."""
    added = insert_posts(rows)
    new: dict[int, str] = {}
    for row in rows:
        number = added.get((int(str(row[0])), str(row[1])))
        if number is not None:
            new[number] = str(row[4])
    index_posts(new.items())
    for (_, external_id), number in added.items():
        if external_id in authors:
            MARKS.remember(number, authors[external_id], heard_at.date())
    return Heard(sorted(new), len(rows) - len(new))


def believable(at: datetime | None, heard_at: datetime) -> datetime:
    """The time of a post: never later than it was heard, because nobody hears the future."""
    return at if at is not None and at <= heard_at + CLOCK_TOLERANCE else heard_at


def fitting_url(url: str) -> str:
    """The address where it fits its column; a cut address would lead elsewhere."""
    return url if len(url) <= 600 else ""


def short(external_id: str) -> str:
    """A stable id in place of one that is too long."""
    return hashlib.sha256(external_id.encode()).hexdigest()
