"""Turns the written posts of the practice week into posts dated relative to today."""

import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from email.utils import format_datetime
from pathlib import Path

_FOLDER = Path(__file__).parent
_COLUMNS = ("day", "time", "network", "account", "place", "story", "text", "copies")
_MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
_WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_RELATIVE_DATE = re.compile(r"\{(tgl|hari)([+-]\d+)\}")


@dataclass(frozen=True)
class PracticePost:
    """One post of the practice week.

    `account` is an opaque number as text, or "resmi" for an official account; `place` a code of the region or
    empty; `story` the true grouping ("banjir-cikalanggeng"), empty for talk that is none of the government's business.
    """

    id: str
    at: datetime
    network: str
    account: str
    place: str
    story: str
    text: str
    url: str


def practice_posts(*, today: date, zone: tzinfo, now: datetime | None = None) -> list[PracticePost]:
    """All posts of the week that ends today, sorted by time.

    With `now` nothing is later than it: the posts of today keep their order and are squeezed between midnight
    and `now`.

    Raises ValueError when `now` lies before `today`, and with file and line when a data file is broken.
    """
    posts = [post for file in sorted((_FOLDER / "posts").glob("*.tsv")) for post in _posts_of(file, today, zone)]
    if now is not None:
        posts = _squeezed_before(now, posts, today, zone)
    return sorted(posts, key=lambda post: (post.at, post.id))


def practice_feeds(*, today: date, zone: tzinfo, now: datetime | None = None) -> dict[str, str]:
    """The news feeds (Atom or RSS) by file name; nothing in them is dated later than `now` when it is given."""
    return {
        file.name: _FEED_TIME.sub(
            lambda found: _feed_time(found, today, zone, now), _with_dates(file.read_text("utf-8"), today)
        )
        for file in sorted((_FOLDER / "feeds").glob("*.xml"))
    }


_FEED_TIME = re.compile(r"\{(iso|rfc822) (-?\d) (\d\d:\d\d)\}")


def _feed_time(found: re.Match[str], today: date, zone: tzinfo, now: datetime | None) -> str:
    at = _moment(today, zone, int(found[2]), found[3])
    if now is not None and at.date() == today:
        at = _squeezed(at, now, today, zone)
    return at.isoformat() if found[1] == "iso" else format_datetime(at)


def _posts_of(file: Path, today: date, zone: tzinfo) -> Iterator[PracticePost]:
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, restval="")
        if tuple(rows.fieldnames or ()) != _COLUMNS:
            raise ValueError(f"{file.name}: the first line must name the columns {', '.join(_COLUMNS)}")
        number = 0
        for line, row in enumerate(rows, start=2):
            try:
                places_in_time = [(row["day"], row["time"], row["account"]), *_copies(row["copies"])]
                text = _with_dates(row["text"].replace("\\n", "\n"), today)
                for day, clock, account in places_in_time:
                    number += 1
                    key = f"latihan-{file.stem}-{number:04d}"
                    yield PracticePost(
                        id=key,
                        at=_moment(today, zone, int(day), clock) + _seconds_of(key),
                        network=row["network"],
                        account=account,
                        place=row["place"],
                        story=row["story"],
                        text=text,
                        url=f"https://{row['network']}.latihan.example/{file.stem}/{number}",
                    )
            except (ValueError, AttributeError, TypeError) as error:
                raise ValueError(f"{file.name} line {line}: {error}") from error


def _copies(cell: str) -> list[tuple[str, str, str]]:
    copies = []
    for entry in filter(None, (part.strip() for part in cell.split(";"))):
        day, clock, account = entry.split(" ")
        copies.append((day, clock, account))
    return copies


def _moment(today: date, zone: tzinfo, day: int, clock: str) -> datetime:
    if not -6 <= day <= 0:
        raise ValueError(f"day {day} is not between -6 and 0")
    return datetime.combine(today + timedelta(days=day), time.fromisoformat(clock), tzinfo=zone)


def _seconds_of(key: str) -> timedelta:
    """A steady offset below a minute, so that posts of one minute do not share one second."""
    return timedelta(seconds=hashlib.sha256(key.encode()).digest()[0] % 60)


def _with_dates(text: str, today: date) -> str:
    """Fills `{tgl+2}` with "14 Juni" and `{hari+2}` with "Senin", counted from today."""

    def fill(found: re.Match[str]) -> str:
        day = today + timedelta(days=int(found[2]))
        return f"{day.day} {_MONTHS[day.month - 1]}" if found[1] == "tgl" else _WEEKDAYS[day.weekday()]

    return _RELATIVE_DATE.sub(fill, text)


def _squeezed_before(now: datetime, posts: list[PracticePost], today: date, zone: tzinfo) -> list[PracticePost]:
    return [
        replace(post, at=_squeezed(post.at, now, today, zone)) if post.at.date() == today else post for post in posts
    ]


def _squeezed(at: datetime, now: datetime, today: date, zone: tzinfo) -> datetime:
    """Scales the time since midnight so that the end of the day falls on `now`."""
    midnight = datetime.combine(today, time.min, tzinfo=zone)
    if now < midnight:
        raise ValueError(f"now ({now.isoformat()}) lies before today ({today.isoformat()})")
    share = (now - midnight) / timedelta(days=1)
    return at if share >= 1 else midnight + (at - midnight) * share
