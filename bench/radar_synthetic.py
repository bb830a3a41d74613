"""Two different seeded generators of short posts with known stories, copies and campaigns.

`word_bag_stream` draws posts from bags of invented words: each event has core words and facets it drifts through; half
of the posts are background, three in ten are copies with small edits. `sentence_stream` builds sentences: each event
has a who, what and where with several ways to say each; background chatters about recurring topics; copies travel as
forwarded messages of several sentences; some are pushed by campaigns, others go round because many people like them;
nights are quiet.

The second asks for no more than somebody can know who has read every post before. Words and places grow with the
stream, as names do in real text (Heaps' law); with 30,000 words and 400 places at any length each place stood for 42
events among a million posts. And people add words of their own: while a post was little more than its facts, one in
sixteen links that the radar made led to a post with the same words that was no copy only by the generator's truth.
"""

import numpy as np
import pyarrow as pa

from bench.radar_scores import BACKGROUND
from bench.radar_streams import Stream

DAY_MS = 86_400_000
HOUR_MS = 3_600_000
POSTS_A_DAY = 100_000
ONSETS = ["b", "c", "d", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "w", "y", "ng", "ny", "tr", "pr"]
VOWELS = ["a", "i", "u", "e", "o", "ai"]
ENDS = ["", "", "n", "ng", "r", "k", "s", "t"]
SYLLABLES = [onset + vowel + end for onset in ONSETS for vowel in VOWELS for end in ENDS]
AFFIXED = [("me", ""), ("di", ""), ("ber", ""), ("", "an"), ("", "kan"), ("", "nya"), ("", ""), ("", ""), ("", "")]
COMMON = (
    "yang dan di ini itu dengan untuk tidak dari dalam akan pada juga karena ada bisa sudah oleh saat kita "
    "aku dia gue lo gak nggak aja banget yg dgn utk krn udah blm kalo tapi sih dong deh kok "
    "lah ya nih apa kenapa gimana orang hari jadi lagi terus semua sama bikin kayak wkwk min pak bu"
)
FUNCTION_WORDS = COMMON.split(" ")
DECORATIONS = ["😂", "😭", "🔥", "🙏", "😡", "!!", "...", "#viral"]


class Words:
    """A vocabulary of invented words, the most frequent first, and quick draws from it by Zipf's law."""

    def __init__(self, rng: np.random.Generator, size: int) -> None:
        self.rng = rng
        words = dict.fromkeys(FUNCTION_WORDS)
        while len(words) < size:
            prefix, suffix = AFFIXED[rng.integers(len(AFFIXED))]
            words[prefix + "".join(rng.choice(SYLLABLES, rng.integers(2, 4))) + suffix] = None
        self.words = list(words)
        weights = 1 / (np.arange(size) + 4.0) ** 1.02
        self._pool = np.searchsorted(np.cumsum(weights / weights.sum()), rng.random(40 * size)).clip(0, size - 1)
        self._at = 0

    def common(self, count: int) -> list[str]:
        """Words as people use them: mostly frequent ones."""
        if self._at + count > len(self._pool):
            self._at = 0
        self._at += count
        return [self.words[k] for k in self._pool[self._at - count : self._at]]

    def rare(self, count: int) -> list[str]:
        """Words that tell something."""
        return [self.words[k] for k in self.rng.integers(300, len(self.words), count)]


def edited(text: str, words: Words) -> str:
    """A copy as people make it: plain, retweeted, with another link, a word changed, or a comment in front."""
    rng, kind = words.rng, words.rng.random()
    if kind < 0.35:
        return text
    if kind < 0.62:
        return f"RT @{rng.integers(10**6)}: {text}"
    if kind < 0.74:
        return f"{text} https://t.co/{rng.integers(10**9)}"
    parts = text.split(" ")
    if kind < 0.92:
        place = int(rng.integers(len(parts)))
        parts[place : place + int(rng.integers(2))] = words.common(1)
        return " ".join(parts)
    return " ".join(words.common(int(rng.integers(1, 4)))) + " " + text


def decorated(parts: list[str], rng: np.random.Generator) -> str:
    """Capitals, emoji, links and a mention, as they fall."""
    if rng.random() < 0.3:
        parts[0] = parts[0].capitalize()
    if rng.random() < 0.3:
        parts.append(str(rng.choice(DECORATIONS)))
    if rng.random() < 0.2:
        parts.append(f"https://t.co/{rng.integers(10**9)}")
    return " ".join(parts)


class Posts:
    """Collects posts of all stories and sorts them into a stream."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.times: list[float] = []
        self.story: list[int] = []
        self.origin: list[int] = []
        self.accounts: list[int] = []
        self.campaign: list[bool] = []

    def add(self, text: str, at: float, story: int, origin: int | None, account: int, *, campaign: bool = False) -> int:
        """Adds a post; `origin` is the number of the post it copies, None for its own text. Returns its number."""
        number = len(self.texts)
        self.texts.append(text)
        self.times.append(at)
        self.story.append(story)
        self.origin.append(number if origin is None else self.origin[origin])
        self.accounts.append(account)
        self.campaign.append(campaign)
        return number

    def stream(self) -> Stream:
        """All posts by time; an origin never comes after its copies."""
        order = np.argsort(np.array(self.times), kind="stable")
        place = np.empty(len(order), np.int64)
        place[order] = np.arange(len(order))
        return Stream(
            pa.array([self.texts[k] for k in order], pa.large_string()),
            np.array(self.times)[order].astype(np.int64),
            np.array(self.story, np.int64)[order],
            None,
            place[np.array(self.origin)][order],
            np.array(self.accounts, np.uint64)[order],
            np.array(self.campaign)[order],
        )


def event_sizes(rng: np.random.Generator, posts: int, events: int) -> list[int]:
    """A few events are large and most are small."""
    sizes = np.minimum((rng.pareto(1.05, events) + 1) * 2.2, max(posts / 50, 20))
    return [int(size) for size in np.maximum(1, sizes * posts / sizes.sum() + rng.random(events))]


def word_bag_stream(posts: int, seed: int) -> Stream:
    """The first generator; see the module."""
    rng = np.random.default_rng(seed)
    words, out, span = Words(rng, min(50_000, 5 * posts)), Posts(), DAY_MS * posts / POSTS_A_DAY
    for story, size in enumerate(event_sizes(rng, posts // 2, posts // 50)):
        core = words.rare(6)
        facets = [words.rare(9) for _ in range(rng.integers(1, 5))]
        times = np.sort(rng.random() * span + rng.exponential(6 * HOUR_MS * np.exp(rng.normal(0, 0.9)), size)) % span
        numbers: list[int] = []
        for at in np.sort(times):
            if numbers and rng.random() < 0.5 * min(1.0, 0.35 + len(numbers) / 10):
                source = numbers[int(rng.integers(max(0, len(numbers) - 400), len(numbers)))]
                text, origin = edited(out.texts[source], words), source
            else:
                facet = facets[min(int(rng.exponential(0.8)), len(facets) - 1)]
                parts = [word for word in core if rng.random() < 0.58] + [word for word in facet if rng.random() < 0.33]
                parts += words.common(int(rng.gamma(2.2, 2.6)) + 1)
                rng.shuffle(parts)
                text, origin = decorated(parts, rng), None
            numbers.append(out.add(text, at, story, origin, int(rng.integers(1, 2**40))))
    originals: list[int] = []
    for at in np.sort(rng.random(posts - len(out.texts)) * span):
        if originals and rng.random() < 0.14:
            source = originals[-1 - int(min(rng.exponential(2000), len(originals) - 1))]
            out.add(edited(out.texts[source], words), at, BACKGROUND, source, int(rng.integers(1, 2**40)))
        else:
            text = decorated(words.common(int(rng.gamma(2.6, 3.6)) + 3), rng)
            originals.append(out.add(text, at, BACKGROUND, None, int(rng.integers(1, 2**40))))
    return out.stream()


def waking_time(rng: np.random.Generator, start: float, spread: float) -> float:
    """A time after `start`; what falls between midnight and five is mostly said later."""
    at = start + rng.exponential(spread)
    is_night = at % DAY_MS < 5 * HOUR_MS
    return at + 6 * HOUR_MS if is_night and rng.random() < 0.8 else at


def sentence(slots: list[list[str]], place: list[str], words: Words) -> list[str]:
    """What one person says of an event: most of the facts, each in one of the ways to say it, and own words around."""
    rng = words.rng
    chosen = [str(rng.choice(slot)) for slot in slots if rng.random() < 0.75] or [slots[0][0]]
    parts = [*words.common(int(rng.integers(2, 6))), *chosen, *words.common(int(rng.integers(1, 7)))]
    return [*parts, "di", *place] if rng.random() < 0.6 else parts


def sentence_stream(posts: int, seed: int) -> Stream:
    """The second generator; see the module."""
    rng = np.random.default_rng(seed)
    words, out, span = Words(rng, min(30_000 + posts // 10, 5 * posts)), Posts(), DAY_MS * posts / POSTS_A_DAY
    places = [words.rare(2) for _ in range(400 + posts // 250)]
    for story, size in enumerate(event_sizes(rng, posts * 2 // 5, posts // 60)):
        slots = [[" ".join(words.rare(int(rng.integers(1, 3)))) for _ in range(rng.integers(1, 4))] for _ in range(3)]
        place, start = places[rng.integers(len(places))], rng.random() * span * 0.9
        kind = rng.random()  # below .1 a campaign, below .25 a text that goes round, else plain talk
        while size > 0:
            sentences = int(rng.integers(3, 6)) if kind < 0.25 and size >= 10 else 1
            parts = [part for _ in range(sentences) for part in sentence(slots, place, words)]
            at = waking_time(rng, start, 10 * HOUR_MS)
            first = out.add(decorated(parts, rng), at, story, None, int(rng.integers(1, 2**40)), campaign=False)
            copies = forwarded(out, first, at, story, kind, size - 1, words)
            size -= 1 + copies
    topics = [words.rare(40) for _ in range(150)]
    while len(out.texts) < posts:
        topic = topics[int(rng.integers(len(topics)))]
        parts = [
            *words.common(int(rng.integers(3, 12))),
            *(str(word) for word in rng.choice(topic, rng.integers(0, 3))),
        ]
        out.add(
            decorated(parts, rng),
            waking_time(rng, 0, 1) + rng.random() * span,
            BACKGROUND,
            None,
            int(rng.integers(1, 2**40)),
        )
    return out.stream()


def forwarded(out: Posts, first: int, at: float, story: int, kind: float, most: int, words: Words) -> int:
    """Adds copies of a post: a campaign's in half an hour by a few dozen accounts, a liked text's over a day."""
    rng = words.rng
    if kind < 0.1 and most >= 25:
        copies, accounts = min(most, int(rng.integers(25, 90))), rng.integers(1, 2**40, 30)
        for later in np.sort(rng.random(copies)) * 30 * 60_000:
            text = out.texts[first] if rng.random() < 0.85 else edited(out.texts[first], words)
            out.add(text, at + later, story, first, int(rng.choice(accounts)), campaign=True)
        return copies
    copies = min(most, int(rng.pareto(1.2) * (6 if kind < 0.25 else 0.6)))
    for _ in range(copies):
        later = rng.exponential(10 * HOUR_MS)
        out.add(edited(out.texts[first], words), at + later, story, first, int(rng.integers(1, 2**40)))
    return copies
