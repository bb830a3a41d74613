"""Tone of posts to an office: of another writer's posts, and of the practice week's issues as their pages show it."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from tools import training_texts

from kohkol.engine.text.reading import Reader
from kohkol.engine.text.tone_range import ranges

ANOTHER_WRITER = "questions_fresh.tsv"
Tones = tuple[list[str], list[str]]  # true and read


def held(reader: Reader) -> dict[str, Tones]:
    """The tones of the posts that nothing learned from, by their file: a set or an issue of the practice week."""
    posts = training_texts.office_posts("held")
    found: dict[str, Tones] = defaultdict(lambda: ([], []))
    for post, reading in zip(posts, reader.read([post.text for post in posts]), strict=True):
        truth, read = found[post.file]
        truth.append(post.tone)
        read.append(reading.tone.label)
    return found


def coverage(issues: dict[str, Tones]) -> Iterator[bool]:
    """For each tone of each issue whether its true share lies in the range that the issue's page shows."""
    for file, (truth, read) in sorted(issues.items()):
        if file != ANOTHER_WRITER and not file.startswith("noise"):
            for one in ranges(Counter(read)):
                yield one.low <= truth.count(one.tone) / len(truth) <= one.high
