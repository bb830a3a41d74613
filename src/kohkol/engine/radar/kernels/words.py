"""How much each word of a post tells: rare words more than common ones, rising words more than steady ones."""

import numpy as np

from kohkol.engine.radar.kernels.compiling import inlined, kernel
from kohkol.engine.radar.kernels.scratch import MAP_SLOTS
from kohkol.engine.radar.kernels.slots import token_slot
from kohkol.engine.radar.tables import POST_TOKENS

MAP_MASK = np.uint32(MAP_SLOTS - 1)
RECENT_HALF_LIFE_SECONDS = np.float32(7200)
ONE = np.float32(1)
ACTIVITY_HALF_LIFE_MS = 86_400_000
HOUR_MS = 3_600_000
LEAST_IDF = np.float32(0.05)
LEAST_WEIGHT = np.float32(0.02)
MEAN_LIFE_OF_HALF_LIFE = np.float32(1.44)
LEAST_RISE, MOST_RISE = np.float32(-1), np.float32(3)  # doublings


@inlined
def second_of(ms):
    """The second as the token table keeps it; a clock before 1970 or after 2105 counts as its bound."""
    return np.uint32(min(max(ms // 1000, 0), 0xFFFFFFFF))


@inlined
def recent_now(token, second):
    """The decayed number of recent posts with a token, now."""
    age = np.float32(max(np.int64(second) - np.int64(token.recent_at), 0))
    return token.recent * np.exp2(-age / RECENT_HALF_LIFE_SECONDS)


@inlined
def rise(token, second, seconds_running):
    """Doublings of a token's recent rate over its rate in the long run."""
    expected = token.seen * RECENT_HALF_LIFE_SECONDS * MEAN_LIFE_OF_HALF_LIFE / seconds_running
    half = np.float32(0.5)
    doublings = np.log2((recent_now(token, second) + half) / (expected + half))
    return min(max(doublings, LEAST_RISE), MOST_RISE)


@kernel
def weigh_words(tables, tokens, post, ms, knobs, scratch):
    """Fills rarity, weight and order of the post's words; returns the length of its weight vector."""
    count = np.int64(tokens.counts[post])
    counters = tables.counters[0]
    documents = np.float32(counters.indexed) + knobs.posts_before
    seconds_running = np.float32(max((ms - counters.first_ms) / 1000, RECENT_HALF_LIFE_SECONDS))
    second = second_of(ms)
    total = np.float32(0)
    for k in range(count):
        token = tables.tokens[token_slot(tables, tokens.hashes[post, k])]
        idf = max(np.log(documents / (token.seen + knobs.posts_before * tokens.shares[post, k] + ONE)), LEAST_IDF)
        scratch.rarity[k] = idf * idf
        if knobs.burst_weight > 0:
            idf *= np.float32(1) + knobs.burst_weight * rise(token, second, seconds_running)
            idf = max(idf, LEAST_WEIGHT)
        scratch.weight[k] = idf * idf
        total += idf * idf
        rarity = np.uint64(np.float32(scratch.rarity[k]).view(np.uint32))
        scratch.sort_key[k] = rarity << np.uint64(32) | tokens.hashes[post, k]
    sort_rarest_first(count, scratch)
    return np.sqrt(total)


@kernel
def sort_rarest_first(count, scratch):
    """Sorts `order` by rarity; equal ones by hash, so that the order of words does not matter.

    Counts for each word how many come before it: no branch depends on the words, which a processor cannot foresee.
    The bits of positive floats sort like the floats.
    """
    for k in range(count, POST_TOKENS):
        scratch.sort_key[k] = 0
    for k in range(count):
        rank = 0
        for other in range(POST_TOKENS):
            rank += scratch.sort_key[other] > scratch.sort_key[k]
        scratch.order[rank] = k


@kernel
def map_words(hashes, count, scratch):
    """Makes the post's words findable by `word_at`; undone by `unmap_words`."""
    for k in range(count):
        slot = np.int64(hashes[k] & MAP_MASK)
        while scratch.map_word[slot] != 0:
            slot = (slot + 1) & (MAP_SLOTS - 1)
        scratch.map_word[slot] = k + 1


@kernel
def unmap_words(scratch):
    """Forgets the post's words."""
    for slot in range(MAP_SLOTS):
        scratch.map_word[slot] = 0


@inlined
def word_at(token, hashes, scratch):
    """Which word of the mapped post is this token, or -1."""
    slot = np.int64(token & MAP_MASK)
    while scratch.map_word[slot] != 0:
        k = np.int64(scratch.map_word[slot]) - 1
        if hashes[k] == token:
            return k
        slot = (slot + 1) & (MAP_SLOTS - 1)
    return -1


@kernel
def count_activity(counters, ms):
    """Counts one more indexed post in the decayed number of posts that stories now compete for."""
    age = max(ms - counters.activity_ms, 0) / ACTIVITY_HALF_LIFE_MS
    counters.activity = counters.activity * 2.0 ** -min(age, 1000.0) + 1.0
    counters.activity_ms = max(counters.activity_ms, ms) if counters.indexed else ms
    counters.indexed += 1


@kernel
def crowding(counters, knobs):
    """Doublings of the posts that compete now over a quiet day's: among more posts, more are alike by chance."""
    hours_running = max((counters.activity_ms - counters.first_ms) / HOUR_MS, np.float64(knobs.crowd_hours))
    reached = 1.0 - 2.0 ** -(hours_running * HOUR_MS / ACTIVITY_HALF_LIFE_MS)
    activity = counters.activity / reached if knobs.crowd_hours > 0 else counters.activity
    return np.log2(max(np.float32(activity) / knobs.crowd_posts, ONE))


@kernel
def count_words(tables, hashes, count, ms):
    """Counts one more post with these words."""
    second = second_of(ms)
    for k in range(count):
        token = tables.tokens[token_slot(tables, hashes[k])]
        token.recent = recent_now(token, second) + np.float32(1)
        token.recent_at = max(token.recent_at, second)
        token.seen += np.float32(1)
