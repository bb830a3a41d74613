"""Joins two stories that turn out to tell one event: the older keeps its number, the younger points to it."""

import numpy as np

from kohkol.engine.radar.kernels.compiling import inlined, kernel
from kohkol.engine.radar.kernels.copies import is_asleep
from kohkol.engine.radar.kernels.profiles import (
    VOUCHING_BETWEEN_STORIES,
    attraction,
    doubt,
    is_beside,
    place_for,
    propose,
    refresh_norm,
    resistance,
    set_beside,
    story_similarity,
    weigh_profile,
    without_doubtful,
)
from kohkol.engine.radar.kernels.slots import story_slot, token_slot
from kohkol.engine.radar.kernels.stories import best_proposals, fetch_stories, vote
from kohkol.engine.radar.kernels.words import crowding, map_words, unmap_words
from kohkol.engine.radar.tables import POSTINGS, VOLUME_HOURS

# Up to this size each new post may show that two stories are one; later only each doubling. 8 finds as much (.730/.529
# against .731/.521 on Indonesian headlines) for half as many comparisons again; 2 finds less (.724/.487).
ALWAYS_CHECKED_SIZE = 4


@inlined
def is_time_to_compare(story, coming, knobs):
    """Whether the story, with so many coming posts, has changed enough since it was last compared with others."""
    size = story.size + coming
    return size >= knobs.twins_from and (size <= ALWAYS_CHECKED_SIZE or size & (size - 1) == 0)


@kernel
def telling_words(tables, story, knobs, scratch):
    """Collects the words of a story that may propose twins; returns how many."""
    words = 0
    least_telling = knobs.twin_word * story.norm * story.norm
    for i in range(story.length):
        slot = token_slot(tables, story.tokens[i])
        entry = tables.tokens[slot]
        share = min(story.counts[i] / story.mass, np.float32(1))
        if entry.seen > knobs.common_word or story.rarity[i] * share * share < least_telling:
            continue
        scratch.twin_words[words] = i
        words += 1
    return words


@kernel
def propose_twins(tables, story, itself, knobs, scratch):
    """Collects the stories but `itself` that share words with this one; returns how many."""
    touched = 0
    for rank in range(telling_words(tables, story, knobs, scratch)):
        i = scratch.twin_words[rank]
        slot = token_slot(tables, story.tokens[i])
        entry = tables.tokens[slot]
        share = min(story.counts[i] / story.mass, np.float32(1))
        for j in range(min(np.int64(entry.proposed), POSTINGS)):
            number = np.int64(entry.stories[j])
            if number == 0 or number == itself:
                continue
            touched = vote(tables, number, story.rarity[i] * share, touched, scratch)
    return touched


@kernel
def most_similar_twin(story, itself, tables, ms, ordinal, knobs, scratch):
    """The awake story of these tables, but `itself`, whose profile is most like this one's, or 0; and the cosine."""
    proposed = propose_twins(tables, story, itself, knobs, scratch)
    compared = best_proposals(proposed, knobs.compared_stories, scratch)
    best, best_similarity = np.int64(0), np.float32(0)
    doubtful = doubt(crowding(tables.counters[0], knobs), knobs)
    fetch_stories(tables, compared, scratch)
    map_words(story.tokens, story.length, scratch)
    for j in range(compared):
        other = tables.stories[story_slot(tables, scratch.compared[j])]
        if other.number != scratch.compared[j] or other.merged_into != 0 or other.mass <= 0:
            continue
        if is_asleep(other.last_ms, other.last_ordinal, ms, ordinal, knobs):
            continue
        similarity = likeness(story, other, doubtful, knobs, scratch)
        if similarity > best_similarity:
            best, best_similarity = other.number, similarity
    unmap_words(scratch)
    return best, best_similarity


@kernel
def likeness(story, other, doubtful, knobs, scratch):
    """How much a mapped story is like another: the cosine less its doubtful part, moved by the size of both."""
    similarity, strongest = story_similarity(story, other, scratch)
    similarity = without_doubtful(similarity, strongest, doubtful, VOUCHING_BETWEEN_STORIES)
    posts, other_posts = story.size - story.copies, other.size - other.copies
    return similarity * attraction(max(posts, other_posts), knobs) * resistance(min(posts, other_posts), knobs)


@kernel
def is_bridge(tables, number, second, knobs, scratch):
    """Whether a post of the story that could as well be of the `second` shows that they are one."""
    story, other = tables.stories[story_slot(tables, number)], tables.stories[story_slot(tables, second)]
    if second == 0 or second == number or other.number != second or other.merged_into != 0:
        return False
    map_words(story.tokens, story.length, scratch)
    doubtful = doubt(crowding(tables.counters[0], knobs), knobs)
    similarity = likeness(story, other, doubtful, knobs, scratch)
    unmap_words(scratch)
    return similarity >= knobs.bridge_similarity


@kernel
def merge_stories(tables, old_number, young_number, scratch):
    """Moves everything of the younger story to the older."""
    old, young = tables.stories[story_slot(tables, old_number)], tables.stories[story_slot(tables, young_number)]
    add_profile(tables, old, young, scratch)
    old.first_ms, old.last_ms = min(old.first_ms, young.first_ms), max(old.last_ms, young.last_ms)
    old.last_ordinal = max(old.last_ordinal, young.last_ordinal)
    if young.size - young.copies > old.size - old.copies:
        old.example_row, old.example_post, old.last_text = young.example_row, young.example_post, young.last_text
    old.size += young.size
    old.copies += young.copies
    if young.campaign > old.campaign:
        old.campaign, old.campaign_post = young.campaign, young.campaign_post
    add_volume(old, young)
    young.merged_into = old_number


@kernel
def add_profile(tables, old, young, scratch):
    """Adds the younger profile's words; where there is no place, the least held word of the older gives way."""
    weigh_profile(old, scratch)
    before = np.int64(-2)
    for i in range(young.length):
        place = place_of(old, young.tokens[i])
        if place >= 0:
            old.counts[place] += young.counts[i]
            old.rarity[place] = max(old.rarity[place], young.rarity[i])
        else:
            place = place_for(old, young.counts[i], young.rarity[i], scratch)
            if place < 0:
                before = np.int64(-2)
                continue
            set_beside(old, place, before == place - 1 and is_beside(young, i))
            old.tokens[place], old.counts[place], old.rarity[place] = young.tokens[i], young.counts[i], young.rarity[i]
        scratch.telling[place] = old.counts[place] * old.counts[place] * old.rarity[place]
        redirect(tables, young.tokens[i], old.number, young.number)
        before = place
    old.mass += young.mass
    refresh_norm(old)


@inlined
def place_of(story, token):
    """Where a word stands in a profile, or -1."""
    for j in range(story.length):
        if story.tokens[j] == token:
            return j
    return -1


@kernel
def redirect(tables, token, old_number, young_number):
    """Makes a word propose the older story where it proposed the younger."""
    entry = tables.tokens[token_slot(tables, token)]
    for j in range(POSTINGS):
        if entry.stories[j] == young_number:
            entry.stories[j] = 0
    propose(tables, token, old_number)


@kernel
def add_volume(old, young):
    """Sums the hours of two stories, as far back as the ring of the later one reaches."""
    newest = max(old.last_hour, young.last_hour)
    for story in (old, young):
        for hour in range(story.last_hour + 1, min(newest, story.last_hour + VOLUME_HOURS) + 1):
            story.volume[hour % VOLUME_HOURS] = 0
        story.last_hour = newest
    for place in range(VOLUME_HOURS):
        old.volume[place] = min(np.int64(old.volume[place]) + np.int64(young.volume[place]), 65535)
