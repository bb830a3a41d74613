"""First-story detection over an inverted index: the rarest words propose stories, a cosine decides, or one opens."""

import numpy as np

from kohkol.engine.radar.kernels.compiling import inlined, kernel
from kohkol.engine.radar.kernels.copies import is_asleep
from kohkol.engine.radar.kernels.prefetching import prefetch
from kohkol.engine.radar.kernels.profiles import VOUCHING, attraction, doubt, post_similarity, without_doubtful
from kohkol.engine.radar.kernels.scratch import PROPOSAL_SLOTS
from kohkol.engine.radar.kernels.slots import story_slot, token_slot
from kohkol.engine.radar.kernels.words import crowding
from kohkol.engine.radar.tables import LINE, POSTINGS, STORY, VOLUME_HOURS, field_at

# A story with more posts than this keeps its slot while awake.
KEPT_SIZE = 3
# Slots looked at before a small awake story is overwritten all the same.
MOST_SLOTS_PASSED = 4096
HOUR_MS = 3_600_000
# Lines of a story's record before `counts`, which each comparison reads, and all of it.
COMPARED_LINES = field_at(STORY, "counts") // LINE + 1
STORY_LINES = -(-STORY.itemsize // LINE)


@inlined
def vote(tables, number, weight, touched, scratch):
    """Adds weight to a proposed story; of two numbers of one slot the later stands. Returns how many are proposed."""
    slot = number & (PROPOSAL_SLOTS - 1)
    while scratch.proposal_map[slot] != 0:
        place = np.int64(scratch.proposal_map[slot]) - 1
        if story_slot(tables, scratch.proposed[place] ^ number) == 0:
            scratch.votes[place] += weight
            scratch.proposed[place] = max(scratch.proposed[place], number)
            return touched
        slot = (slot + 1) & (PROPOSAL_SLOTS - 1)
    scratch.proposal_map[slot] = touched + 1
    scratch.proposed[touched], scratch.votes[touched] = number, weight
    return touched + 1


@kernel
def propose_stories(tables, hashes, count, knobs, scratch):
    """Collects the stories that the rarest known words propose, with the weight for each; returns how many."""
    touched, used = 0, 0
    for rank in range(count):
        k = scratch.order[rank]
        slot = token_slot(tables, hashes[k])
        entry = tables.tokens[slot]
        if entry.proposed == 0:
            continue
        if used >= knobs.proposing_words or entry.seen > knobs.common_word:
            break
        used += 1
        for j in range(min(np.int64(entry.proposed), POSTINGS)):
            number = np.int64(entry.stories[j])
            if number == 0:
                continue
            touched = vote(tables, number, scratch.weight[k], touched, scratch)
    return touched


@kernel
def best_proposals(touched, most, scratch):
    """Sorts the proposals with most weight into `compared` and clears the proposals; returns how many."""
    found = 0
    for slot in range(PROPOSAL_SLOTS):
        scratch.proposal_map[slot] = 0
    for j in range(touched):
        votes, number = scratch.votes[j], scratch.proposed[j]
        if found == most and votes <= scratch.compared_votes[most - 1]:
            continue
        at = found if found < most else most - 1
        found = min(found + 1, most)
        while at > 0 and scratch.compared_votes[at - 1] < votes:
            scratch.compared_votes[at] = scratch.compared_votes[at - 1]
            scratch.compared[at] = scratch.compared[at - 1]
            at -= 1
        scratch.compared_votes[at], scratch.compared[at] = votes, number
    return found


@kernel
def most_similar_story(tables, hashes, compared, length, ms, ordinal, knobs, scratch):
    """The two awake stories of those compared that are most like the mapped post, with their similarities, or 0."""
    best, best_similarity, second, second_similarity = np.int64(0), np.float32(0), np.int64(0), np.float32(0)
    doubtful = doubt(crowding(tables.counters[0], knobs), knobs)
    for j in range(compared):
        number = scratch.compared[j]
        story = tables.stories[story_slot(tables, number)]
        if story.number != number or story.merged_into != 0 or story.mass <= 0:
            continue
        if is_asleep(story.last_ms, story.last_ordinal, ms, ordinal, knobs):
            continue
        similarity, strongest = post_similarity(story, hashes, length, scratch)
        similarity = without_doubtful(similarity, strongest, doubtful, VOUCHING)
        similarity *= attraction(story.size - story.copies, knobs)
        if similarity > best_similarity:
            second, second_similarity = best, best_similarity
            best, best_similarity = number, similarity
        elif similarity > second_similarity:
            second, second_similarity = number, similarity
    return best, best_similarity, second, second_similarity


@kernel
def fetch_stories(tables, compared, scratch):
    """Asks for the stories that will be compared: what stands before `counts` in their records."""
    for j in range(compared):
        for line in range(COMPARED_LINES):
            prefetch(tables.stories, story_slot(tables, scratch.compared[j]), line * LINE)


@kernel
def fetch_profile(tables, number, is_compared):
    """Asks for the rest of a story's record and, if it will be compared with others, for the counts of its words."""
    place = story_slot(tables, number)
    for line in range(COMPARED_LINES, STORY_LINES):
        prefetch(tables.stories, place, line * LINE)
    if is_compared:
        story = tables.stories[place]
        for j in range(story.length):
            prefetch(tables.tokens, token_slot(tables, story.tokens[j]), 0)


@kernel
def current_story(tables, number):
    """The story that a number stands for after merges, or 0 when its slot was given away."""
    while number != 0:
        story = tables.stories[story_slot(tables, number)]
        if story.number != number:
            return np.int64(0)
        if story.merged_into == 0:
            return number
        number = story.merged_into
    return np.int64(0)


@kernel
def open_story(tables, row, ms, ordinal, knobs):
    """The number of a new story, in the next slot that no pinned or living story holds."""
    counters = tables.counters[0]
    number = counters.stories + 1
    for passed in range(len(tables.stories)):
        old = tables.stories[story_slot(tables, number)]
        living = old.size > KEPT_SIZE and not is_asleep(old.last_ms, old.last_ordinal, ms, ordinal, knobs)
        if (
            story_slot(tables, number) != 0
            and not old.pinned
            and (old.merged_into != 0 or not living or passed > MOST_SLOTS_PASSED)
        ):
            break
        number += 1
    counters.stories = number
    clear_story(tables.stories[story_slot(tables, number)])
    story = tables.stories[story_slot(tables, number)]
    story.number, story.first_ms, story.last_ms, story.last_ordinal = number, ms, ms, ordinal
    story.example_row, story.example_post = row, ordinal
    return number


@kernel
def clear_story(story):
    """Makes a slot as good as new; places beyond `length` are never read."""
    story.merged_into, story.size, story.copies, story.length, story.pinned = 0, 0, 0, 0, 0
    story.mass, story.norm, story.campaign, story.beside = 0, 0, 0, 0
    story.campaign_post, story.example_row, story.example_post, story.last_text, story.last_hour = 0, 0, 0, 0, 0
    for hour in range(VOLUME_HOURS):
        story.volume[hour] = 0


@kernel
def count_post(story, ms, ordinal):
    """Counts one more post of a story, also late ones, in size, time span and volume by hour."""
    story.size += 1
    story.first_ms = min(story.first_ms, ms)
    story.last_ms = max(story.last_ms, ms)
    story.last_ordinal = ordinal
    hour = np.int32(ms // HOUR_MS)
    if story.size == 1:
        story.last_hour = hour
    behind = np.int64(story.last_hour) - np.int64(hour)
    if behind < 0:
        for step in range(min(-behind, VOLUME_HOURS)):
            story.volume[(hour - step) % VOLUME_HOURS] = 0
        story.last_hour = hour
    if behind < VOLUME_HOURS:
        place = hour % VOLUME_HOURS
        story.volume[place] = min(np.int64(story.volume[place]) + 1, 65535)
