"""The radar's whole memory: flat tables of records, allocated once, of fixed size whatever the length of the stream.

An empty record is all zeros, so untouched pages cost nothing and a small office's radar stays small. Numbers of stories
and ordinals of posts therefore start at 1, and 0 means none.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Records = npt.NDArray[np.void]

# Unique words kept of one post. A social post has 10-20; of a longer text the first words say what it is about.
POST_TOKENS = 24
# Words of one story's profile. Study: 16 -> 48 raised B-cubed F1 from .805 to .892 on the synthetic stream.
PROFILE_TOKENS = 48
# Stories that one token can propose: with what else is kept of it they fill one line of the processor's cache. With 32,
# placing took a quarter longer; 8, 16 and 32 on word bags, B-cubed F1 .972, .974, .974, on Tweets-T .817, .812, .811,
# large clusters of the sentences that are chatter .002, .018, .039.
POSTINGS = 12
# Bytes that the processor fetches at once.
LINE = 64
# Hours of volume that a story, and the whole stream, keeps.
VOLUME_HOURS = 48

TOKEN_SLOTS = 1 << 20
STORY_SLOTS = 1 << 17
POST_SLOTS = 1 << 18
FINGERPRINT_SLOTS = 1 << 21
PAIR_SLOTS = 1 << 22
SURFACE_SLOTS = 1 << 17
SURFACE_BYTES = 24

TOKEN = np.dtype(
    [
        ("seen", "f4"),  # posts with this token, copies not counted
        ("recent", "f4"),  # the same, decayed with RECENT_HALF_LIFE_SECONDS
        ("recent_at", "u4"),  # second in which `recent` was true
        ("proposed", "u4"),  # stories ever written into `stories`
        ("stories", "i4", POSTINGS),
    ],
    align=True,
)
STORY = np.dtype(
    [
        ("number", "i8"),
        ("merged_into", "i8"),
        ("first_ms", "i8"),
        ("last_ms", "i8"),
        ("last_ordinal", "i8"),  # ordinal of its last post, to tell sleep in posts as well as in days
        ("example_row", "i8"),
        ("example_post", "i8"),  # its ordinal, 0 when it was erased
        ("last_text", "i8"),  # ordinal of its newest post that is no copy
        ("size", "i4"),
        ("copies", "i4"),
        ("mass", "f4"),  # decayed number of posts in the profile
        ("norm", "f4"),
        ("campaign", "f4"),
        ("campaign_post", "i8"),  # ordinal of the post whose copies look most like a campaign
        ("beside", "u8"),  # a bit for each word that was learned beside the one before it
        ("last_hour", "i4"),
        ("length", "i2"),
        ("pinned", "u1"),
        ("tokens", "u4", PROFILE_TOKENS),
        ("counts", "f4", PROFILE_TOKENS),  # decayed number of its posts with the token
        ("rarity", "f4", PROFILE_TOKENS),  # squared idf when last seen here
        ("volume", "u2", VOLUME_HOURS),
    ],
    align=True,
)
POST = np.dtype(
    [
        ("ordinal", "i8"),
        ("row", "i8"),
        ("story", "i8"),
        ("last_ms", "i8"),  # its last copy, or itself
        ("first_ms", "i8"),
        ("last_ordinal", "i8"),
        ("previous", "i8"),  # ordinal of the text before it in its story, 0 for the first
        ("accounts", "u8"),  # 64 marks, one per account's hash modulo 64: counts accounts and knows none
        ("copies", "i4"),
        ("plain_copies", "i4"),  # copies word for word
        ("early_copies", "i4"),
        ("length", "i4"),
        ("tokens", "u4", POST_TOKENS),
    ],
    align=True,
)
FINGERPRINT = np.dtype([("key", "u8"), ("post", "i8")], align=True)
SURFACE = np.dtype([("token", "u4"), ("length", "u4"), ("bytes", "u1", SURFACE_BYTES)], align=True)
COUNTERS = np.dtype(
    [
        ("posts", "i8"),
        ("indexed", "i8"),
        ("stories", "i8"),
        ("first_ms", "i8"),
        ("last_row", "i8"),
        ("activity", "f8"),  # indexed posts, decayed with ACTIVITY_HALF_LIFE_MS
        ("activity_ms", "i8"),
        ("spread", "f8"),  # sums of how unevenly stories bring their posts, see `learn_spread`
        ("spread_hours", "f8"),
    ]
)
HOUR = np.dtype(
    [
        ("hour", "i4"),  # since 1970; an older one gives way
        ("posts", "u4"),  # all posts, of one story only the first few
        ("told", "u4"),  # stories that this hour added to
        ("more", "u4"),  # what they brought after their first post of the hour
    ],
    align=True,
)


def field_at(record: np.dtype[np.void], name: str) -> int:
    """How many bytes stand before a field of a record."""
    fields: Any = record.fields or {}
    return int(fields[name][1])


class Tables(NamedTuple):
    """Everything the radar remembers; what is saved is exactly this."""

    tokens: Records
    stories: Records
    posts: Records
    fingerprints: Records
    pairs: npt.NDArray[np.uint32]
    surfaces: Records
    counters: Records
    hours: Records


def empty_tables(parts: int = 1) -> Tables:
    """Tables of a radar that has seen nothing; of a shard, where as many as `parts` (a power of two) share the room."""
    return Tables(
        tokens=_on_lines(TOKEN_SLOTS // parts, TOKEN),
        stories=np.zeros(STORY_SLOTS // parts, STORY),
        posts=np.zeros(POST_SLOTS // parts, POST),
        fingerprints=np.zeros(FINGERPRINT_SLOTS // parts, FINGERPRINT),
        pairs=np.zeros(PAIR_SLOTS // parts, np.uint32),
        surfaces=np.zeros(SURFACE_SLOTS // parts, SURFACE),
        counters=np.zeros(1, COUNTERS),
        hours=np.zeros(VOLUME_HOURS, HOUR),
    )


def _on_lines(rows: int, record: np.dtype[np.void]) -> Records:
    """Empty records that begin where a line of the processor's cache does."""
    room = np.zeros(rows * record.itemsize + LINE, np.uint8)
    first = -room.ctypes.data % LINE
    return room[first : first + rows * record.itemsize].view(record)
