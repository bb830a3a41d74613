"""Finds stories of one shard that tell the same as a story of another; both stay where they are and share a number."""

import numpy as np

from kohkol.engine.radar.kernels.compiling import kernel
from kohkol.engine.radar.kernels.merging import most_similar_twin
from kohkol.engine.radar.kernels.slots import story_slot

NOT_THERE = np.int64(-1)


@kernel
def twins_elsewhere(numbers, own, tables, knobs, scratch, twins):
    """For each of these stories of `own` tables its twin in the other `tables`, or 0."""
    ordinal = tables.counters[0].posts
    for place in range(len(numbers)):
        twins[place] = 0
        story = own.stories[story_slot(own, numbers[place])]
        if story.number != numbers[place] or story.merged_into != 0 or story.mass <= 0:
            continue
        twin, similarity = most_similar_twin(story, NOT_THERE, tables, story.last_ms, ordinal, knobs, scratch)
        if twin != 0 and similarity >= knobs.merge_similarity:
            twins[place] = twin
