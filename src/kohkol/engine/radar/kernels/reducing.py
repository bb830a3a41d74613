"""Finds stories of one shard that tell the same as a story of another; both stay where they are and share a number."""

import numpy as np

from kohkol.engine.radar.kernels.compiling import kernel
from kohkol.engine.radar.kernels.copies import is_asleep
from kohkol.engine.radar.kernels.merging import propose_twins
from kohkol.engine.radar.kernels.profiles import story_similarity
from kohkol.engine.radar.kernels.slots import story_slot
from kohkol.engine.radar.kernels.stories import best_proposals, fetch_stories
from kohkol.engine.radar.kernels.words import ONE, crowding, map_words, unmap_words


@kernel
def twin_elsewhere(story, tables, ms, knobs, scratch):
    """The awake story of another shard's tables that is most like this one, or 0; and the cosine."""
    proposed = propose_twins(tables, story, np.int64(-1), knobs, scratch)
    compared = best_proposals(proposed, knobs.compared_stories, scratch)
    fetch_stories(tables, compared, scratch)
    best, best_similarity = np.int64(0), np.float32(0)
    crowd = crowding(tables.counters[0], knobs)
    ordinal = tables.counters[0].posts
    map_words(story.tokens, story.length, scratch)
    for j in range(compared):
        other = tables.stories[story_slot(tables, scratch.compared[j])]
        if other.number != scratch.compared[j] or other.merged_into != 0 or other.mass <= 0:
            continue
        if is_asleep(other.last_ms, other.last_ordinal, ms, ordinal, knobs):
            continue
        similarity, shared = story_similarity(story, other, scratch)
        if shared <= 1:
            similarity /= ONE + knobs.one_word_growth * crowd
        if similarity > best_similarity:
            best, best_similarity = other.number, similarity
    unmap_words(scratch)
    return best, best_similarity


@kernel
def twins_elsewhere(numbers, own, tables, knobs, scratch, twins):
    """For each of these stories of `own` tables its twin in the other `tables`, or 0."""
    for place in range(len(numbers)):
        twins[place] = 0
        story = own.stories[story_slot(own, numbers[place])]
        if story.number != numbers[place] or story.merged_into != 0 or story.mass <= 0:
            continue
        twin, similarity = twin_elsewhere(story, tables, story.last_ms, knobs, scratch)
        if twin != 0 and similarity >= knobs.merge_similarity:
            twins[place] = twin
