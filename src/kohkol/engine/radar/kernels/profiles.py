"""A story's profile: its telling words with the decayed share of its posts that had them, and cosines against it."""

import numpy as np
from numba import njit

from kohkol.engine.radar.kernels.words import TOKEN_MASK, word_at
from kohkol.engine.radar.tables import POSTINGS, PROFILE_TOKENS, SURFACE_BYTES, SURFACE_SLOTS

ONE = np.float32(1)
SURFACE_MASK = np.uint32(SURFACE_SLOTS - 1)
# A word that this share of a story's posts had counts as shared between post and story.
SHARED_SHARE = np.float32(0.08)
# A posting is not written again while it is among the newest of its row.
NEWEST_POSTINGS = 8


@njit(nogil=True, cache=True)
def post_similarity(story, hashes, length, knobs, scratch):
    """Cosine of a mapped post (weight vector of this length) and a story, and how many words they share.

    A profile's weight is the root of the share of posts with the word: +.04 B-cubed F1 over the share itself (study).
    """
    dot, shared = np.float32(0), 0
    per_post = ONE / story.mass
    for j in range(story.length):
        k = word_at(story.tokens[j], hashes, scratch)
        if k >= 0:
            share = min(story.counts[j] * per_post, ONE)
            dot += scratch.weight[k] * share**knobs.profile_power
            if share > SHARED_SHARE:
                shared += 1
    return dot / (length * story.norm), shared


@njit(nogil=True, cache=True)
def refresh_norm(story, knobs):
    """Recomputes the length of the profile's vector, which every comparison divides by."""
    total = np.float32(0)
    per_post = ONE / max(story.mass, np.float32(1e-6))
    for j in range(story.length):
        total += story.rarity[j] * min(story.counts[j] * per_post, ONE) ** (knobs.profile_power * np.float32(2))
    story.norm = max(np.sqrt(total), np.float32(1e-6))


@njit(nogil=True, cache=True)
def learn_post(tables, story, tokens, post, text, length, knobs, scratch):
    """Adds a mapped post to the profile; its new words take free places, then those that one post alone holds."""
    count, hashes = np.int64(tokens.counts[post]), tokens.hashes[post]
    unit = ONE / max(length, np.float32(1e-6))
    age_profile(story, hashes, count, unit, knobs, scratch)
    for rank in range(count):
        k = scratch.order[rank]
        place = scratch.place[k]
        if tokens.shares[post, k] == ONE:
            continue
        if place >= 0:
            story.counts[place] += unit
            remember_surface(tables, hashes[k], tokens.starts[post, k], tokens.lengths[post, k], text, True)
        else:
            place = place_for(story, unit, scratch.rarity[k])
            if place < 0:
                continue
            story.tokens[place], story.counts[place] = hashes[k], unit
            remember_surface(tables, hashes[k], tokens.starts[post, k], tokens.lengths[post, k], text, False)
        story.rarity[place] = scratch.rarity[k]
        if tables.tokens[hashes[k] & TOKEN_MASK].seen <= knobs.common_word:
            propose(tables, hashes[k], story.number)
    refresh_norm(story, knobs)


@njit(nogil=True, cache=True)
def age_profile(story, hashes, count, unit, knobs, scratch):
    """Decays the profile and finds the post's words in it."""
    story.mass = story.mass * knobs.profile_decay + unit
    for k in range(count):
        scratch.place[k] = -1
    for j in range(story.length):
        story.counts[j] *= knobs.profile_decay
        k = word_at(story.tokens[j], hashes, scratch)
        if k >= 0:
            scratch.place[k] = j


@njit(nogil=True, cache=True)
def place_for(story, count, rarity):
    """A place for a new word of this weight: a free one, or that of the least telling word if it tells less, or -1."""
    if story.length < PROFILE_TOKENS:
        story.length += 1
        return np.int64(story.length) - 1
    least, least_telling = np.int64(-1), count * count * rarity
    for j in range(story.length):
        telling = story.counts[j] * story.counts[j] * story.rarity[j]
        if telling < least_telling:
            least, least_telling = j, telling
    return least


@njit(nogil=True, cache=True, inline="always")
def propose(tables, token, number):
    """Lets a word propose a story, in place of the story that was written longest ago."""
    slot = token & TOKEN_MASK
    entry = tables.tokens[slot]
    for back in range(min(np.int64(entry.proposed), NEWEST_POSTINGS)):
        if tables.postings[slot, (np.int64(entry.proposed) - 1 - back) & (POSTINGS - 1)] == number:
            return
    tables.postings[slot, np.int64(entry.proposed) & (POSTINGS - 1)] = number
    entry.proposed += np.uint32(1)


@njit(nogil=True, cache=True, inline="always")
def remember_surface(tables, token, start, length, text, is_shared):
    """Keeps how a word was written, for keywords; only one that a second post of a story has displaces another."""
    surface = tables.surfaces[token & SURFACE_MASK]
    if surface.token == token or (surface.token != 0 and not is_shared):
        return
    surface.token = token
    surface.length = min(np.int64(length), SURFACE_BYTES)
    for j in range(surface.length):
        surface.bytes[j] = text[start + j]


@njit(nogil=True, cache=True)
def story_similarity(one, other, knobs):
    """Cosine of two profiles, and how many words both have in a good share of their posts."""
    dot, shared = np.float32(0), 0
    per_one, per_other = ONE / one.mass, ONE / other.mass
    for i in range(one.length):
        share = min(one.counts[i] * per_one, ONE)
        for j in range(other.length):
            if one.tokens[i] == other.tokens[j]:
                other_share = min(other.counts[j] * per_other, ONE)
                dot += (share * other_share) ** knobs.profile_power * np.sqrt(one.rarity[i] * other.rarity[j])
                if share > SHARED_SHARE and other_share > SHARED_SHARE:
                    shared += 1
                break
    return dot / (one.norm * other.norm), shared
