"""Takes each post through the radar: copy of an earlier one, member of a story, or the first of a new story."""

import numpy as np

from kohkol.engine.radar.kernels.bursts import count_hour
from kohkol.engine.radar.kernels.campaigns import count_copy
from kohkol.engine.radar.kernels.compiling import kernel
from kohkol.engine.radar.kernels.copies import (
    exact_copy,
    fetch_paired_posts,
    near_copy,
    pair_words,
    remember_fingerprint,
    remember_post,
)
from kohkol.engine.radar.kernels.examples import choose_example, is_time_to_choose
from kohkol.engine.radar.kernels.merging import is_bridge, is_time_to_compare, merge_stories, most_similar_twin
from kohkol.engine.radar.kernels.prefetching import prefetch
from kohkol.engine.radar.kernels.profiles import learn_post
from kohkol.engine.radar.kernels.slots import fingerprint_slot, story_slot, surface_slot, token_slot
from kohkol.engine.radar.kernels.stories import (
    best_proposals,
    count_post,
    current_story,
    fetch_profile,
    fetch_stories,
    most_similar_story,
    open_story,
    propose_stories,
)
from kohkol.engine.radar.kernels.words import (
    count_activity,
    count_words,
    map_words,
    unmap_words,
    weigh_words,
)

# The result of one post.
ASSIGNMENT = np.dtype(
    [("story", "i8"), ("copy_of", "i8"), ("similarity", "f4"), ("campaign", "f4")],
    align=True,
)
# Something that happened to stories.
EVENT = np.dtype([("kind", "i8"), ("story", "i8"), ("other", "i8")], align=True)
OPENED, MERGED, MERGE_SUGGESTED, SPLIT = 1, 2, 3, 4
# For each post one story opens, or two merge.
EVENTS_PER_POST = 2
# How many posts ahead the rows of the tables are asked for.
WORDS_AHEAD = 3


@kernel
def add_event(events, happened, kind, story, other):
    """Appends an event; returns how many there are now."""
    event = events[happened]
    event.kind, event.story, event.other = kind, story, other
    return happened + 1


@kernel
def place_copy(tables, slot, ms, ordinal, account, is_plain):
    """Links a copy to its original and counts it; returns the story, or 0 when it is gone, and the copies' rating."""
    original = tables.posts[slot]
    number = current_story(tables, original.story)
    original.story = number
    original.last_ms = max(original.last_ms, ms)
    original.last_ordinal = ordinal
    if number == 0:
        return number, np.float32(0)
    return number, count_copy(original, tables.stories[story_slot(tables, number)], ms, account, is_plain)


@kernel
def look_around(tables, tokens, post, ms, knobs, scratch):
    """Weighs the words and finds the posts and stories they lead to; returns length, pairs of words and stories.

    Each look-up is asked for one step before it is read, so that the memory answers while something else is computed.
    """
    count, hashes = np.int64(tokens.counts[post]), tokens.hashes[post]
    length = weigh_words(tables, tokens, post, ms, knobs, scratch)
    pairs = pair_words(tables, hashes, count, scratch)
    proposed = propose_stories(tables, hashes, count, knobs, scratch)
    fetch_paired_posts(tables, pairs, np.int64(tables.counters[0].posts), scratch)
    compared = best_proposals(proposed, knobs.compared_stories, scratch)
    fetch_stories(tables, compared, scratch)
    return length, pairs, compared


@kernel
def find_story(tables, tokens, post, length, compared, ms, ordinal, knobs, scratch):
    """The story that a mapped post belongs to, 0 when none is similar enough; the similarity; another it could join."""
    hashes = tokens.hashes[post]
    number, similarity, second, second_similarity = most_similar_story(
        tables, hashes, compared, length, ms, ordinal, knobs, scratch
    )
    if second_similarity < knobs.join_similarity:
        second = np.int64(0)
    if similarity < knobs.join_similarity:
        number = np.int64(0)
    return number, similarity, second


@kernel
def merge_if_twin(tables, number, ms, ordinal, knobs, scratch, events, happened):
    """Merges a changed story with its twin, if it has one; returns survivor and events."""
    story = tables.stories[story_slot(tables, number)]
    twin, similarity = most_similar_twin(story, number, tables, ms, ordinal, knobs, scratch)
    if twin == 0 or similarity < knobs.merge_similarity:
        return number, happened
    return merge_or_suggest(tables, number, twin, scratch, events, happened)


@kernel
def merge_or_suggest(tables, number, twin, scratch, events, happened):
    """Merges two stories, or suggests it where people pinned one; returns survivor and events."""
    old, young = min(number, twin), max(number, twin)
    if tables.stories[story_slot(tables, old)].pinned or tables.stories[story_slot(tables, young)].pinned:
        size = tables.stories[story_slot(tables, number)].size
        if size & (size - 1) == 0:
            happened = add_event(events, happened, MERGE_SUGGESTED, young, old)
        return number, happened
    merge_stories(tables, old, young, scratch)
    return old, add_event(events, happened, MERGED, young, old)


@kernel
def place_new_text(
    tables,
    tokens,
    post,
    text,
    row,
    ms,
    ordinal,
    account,
    number,
    pairs,
    length,
    compared,
    knobs,
    scratch,
    result,
    events,
    happened,
):
    """Places a post that copies nothing in the story `number`, or, where that is 0, where it belongs.

    Returns how many events there are now, and another story that the post could have joined, or 0.
    """
    count, hashes = np.int64(tokens.counts[post]), tokens.hashes[post]
    map_words(hashes, count, scratch)
    similarity, second = np.float32(1), np.int64(0)
    if number == 0:
        number, similarity, second = find_story(tables, tokens, post, length, compared, ms, ordinal, knobs, scratch)
    if number == 0:
        number = open_story(tables, row, ms, ordinal, knobs)
        happened = add_event(events, happened, OPENED, number, 0)
    story = tables.stories[story_slot(tables, number)]
    fetch_profile(tables, number, is_time_to_compare(story, 1, knobs))
    learn_post(tables, story, tokens, post, text, length, knobs, scratch)
    unmap_words(scratch)
    count_words(tables, hashes, count, ms)
    slot = remember_post(tables, tokens, post, pairs, row, number, ms, ordinal, scratch)
    tables.posts[slot].accounts = np.uint64(1) << (account & np.uint64(63)) if account else np.uint64(0)
    tables.posts[slot].previous, story.last_text = story.last_text, ordinal
    result.story, result.similarity = number, similarity
    return happened, second


@kernel
def place_post(tables, tokens, post, text, row, ms, account, knobs, scratch, result, events, happened):
    """Places one post and writes its result; returns how many events there are now."""
    counters = tables.counters[0]
    if counters.posts == 0:
        counters.first_ms = ms
    counters.posts += 1
    counters.last_row = row
    ordinal = np.int64(counters.posts)
    result.copy_of, result.campaign = -1, 0
    pairs, compared, length, share = 0, 0, np.float32(0), np.float32(1)
    slot = exact_copy(tables, tokens, post, ms, knobs)
    is_plain = slot >= 0
    if not is_plain:
        length, pairs, compared = look_around(tables, tokens, post, ms, knobs, scratch)
        slot, share = near_copy(tables, tokens, post, pairs, ms, ordinal, knobs, scratch)
    number, second = np.int64(0), np.int64(0)
    if slot >= 0:
        number, result.campaign = place_copy(tables, slot, ms, ordinal, account, is_plain)
    if number != 0:
        original = tables.posts[slot]
        remember_fingerprint(tables, tokens.fingerprints[post], original.ordinal)
        result.story, result.similarity, result.copy_of = number, share, original.row
    else:
        if is_plain:
            length, pairs, compared = look_around(tables, tokens, post, ms, knobs, scratch)
        count_activity(counters, ms)
        happened, second = place_new_text(
            tables, tokens, post, text, row, ms, ordinal, account, number, pairs, length, compared, knobs, scratch,
            result, events, happened,
        )  # fmt: skip
        number = result.story
    story = tables.stories[story_slot(tables, number)]
    count_post(story, ms, ordinal)
    count_hour(tables, story, ms)
    if result.copy_of < 0 and is_time_to_choose(story):
        choose_example(tables, story, scratch)
    if result.copy_of < 0 and is_time_to_compare(story, 0, knobs):
        number, happened = merge_if_twin(tables, number, ms, ordinal, knobs, scratch, events, happened)
    if second != 0 and is_bridge(tables, number, second, knobs, scratch):
        number, happened = merge_or_suggest(tables, number, second, scratch, events, happened)
    result.story = number
    return happened


@kernel
def fetch_words(tables, tokens, place, chosen):
    """Asks for what is known of the words of a coming post and how they are spelt, and for its fingerprint."""
    if place < len(chosen):
        post = chosen[place]
        for k in range(tokens.counts[post]):
            prefetch(tables.tokens, token_slot(tables, tokens.hashes[post, k]), 0)
            prefetch(tables.surfaces, surface_slot(tables, tokens.hashes[post, k]), 0)
        prefetch(tables.fingerprints, fingerprint_slot(tables, tokens.fingerprints[post]), 0)


@kernel
def place_posts(tables, tokens, text, rows, times, accounts, knobs, scratch, chosen, results, events):
    """Places the chosen posts of a tokenised batch in order; returns how many events were written."""
    happened = np.int64(0)
    for place in range(len(chosen)):
        post = chosen[place]
        fetch_words(tables, tokens, place + WORDS_AHEAD, chosen)
        account = accounts[post] if len(accounts) else np.uint64(0)
        happened = place_post(
            tables, tokens, post, text, rows[post], times[post], account, knobs, scratch, results[post], events,
            happened,
        )  # fmt: skip
    return happened
