"""A story's profile: its telling words with the decayed share of its posts that had them, and cosines against it."""

import numpy as np

from kohkol.engine.radar.kernels.compiling import inlined, kernel, reducing
from kohkol.engine.radar.kernels.slots import surface_slot, token_slot
from kohkol.engine.radar.kernels.words import word_at
from kohkol.engine.radar.tables import POSTINGS, PROFILE_TOKENS, SURFACE_BYTES

ONE = np.float32(1)
# A word or name counts in full when the others give half as much as it; between stories, which are many posts each, a
# third. 1, 2 and 3 for posts: Indonesian headlines, tuning half, B-cubed F1 .754, .752, .749; Tweets-T, NMI .912, .915,
# .915; 100,000 word bags, B-cubed F1 .969, .974, .974. 1, 2, 3 and 4 between stories, other orders and seeds:
# .746, .745, .744, .744; .914, .916, .918, .918; .970, .973, .974, .974; of sentences .899, .907, .910, .911.
VOUCHING = np.float32(2)
VOUCHING_BETWEEN_STORIES = np.float32(3)
# Words said side by side are one name when the rarer has this part of the other's share. Of the events of 100,000
# sentences, two seeds, are found .740 without names, .794 with names of posts alone, .949 at .9 and .960 at .7.
ALWAYS_TOGETHER = np.float32(0.7)
# Bounds, not tuned, so that no flood draws in everything: the size up to which attraction grows, the least resistance.
MOST_ATTRACTING = 64
LEAST_RESISTING = np.float32(0.3)
# A posting is not written again while it is among the newest of its row. Later it is, or a story that goes on leaves
# the row, and what comes back later looks like a surge: 1.5 false alarms a week with 5,000 posts a day (seeds 1000 to
# 1009) against .6, and .5 with 32 postings.
NEWEST_POSTINGS = POSTINGS // 2


@kernel
def post_similarity(story, hashes, length, scratch):
    """Cosine of a mapped post (weight vector of this length) and a story, and the part that one word or name gives.

    A profile is the mean of its posts' unit vectors. The root of the shares instead, as in the study, cost .03 B-cubed
    F1 and .17 ARI on Indonesian headlines, and .07 F1 on Tweets-T.
    """
    dot, strongest, matched = np.float32(0), np.float32(0), np.uint32(0)
    per_post = ONE / story.mass
    for j in range(story.length):
        k = word_at(story.tokens[j], hashes, scratch)
        if k >= 0:
            share = min(story.counts[j] * per_post, ONE)
            part = scratch.weight[k] * share
            dot += part
            scratch.part[k + 1], scratch.share[k + 1] = part, share
            strongest = max(strongest, with_neighbour(k + 1, k, matched, scratch))
            strongest = max(strongest, with_neighbour(k + 1, k + 2, matched, scratch))
            matched |= np.uint32(1) << np.uint32(k + 1)
    return dot / (length * story.norm), strongest / (length * story.norm)


@inlined
def with_neighbour(place, beside, matched, scratch):
    """What a word of a post gives, together with the one beside it if that is matched and they are one name."""
    is_matched = matched >> np.uint32(beside) & np.uint32(1) != 0
    if is_matched and always_together(scratch.share[place], scratch.share[beside]):
        return scratch.part[place] + scratch.part[beside]
    return scratch.part[place]


@inlined
def always_together(share, other):
    """Whether words that stand side by side are said by nearly the same posts of a story: they are one name."""
    return min(share, other) >= ALWAYS_TOGETHER * max(share, other)


@kernel
def doubt(crowd, knobs):
    """The part of a lone word's evidence that does not count: more, the more posts can share a word by chance."""
    return max(ONE - ONE / (ONE + knobs.one_word_growth * crowd), knobs.one_word_doubt)


@kernel
def without_doubtful(similarity, strongest, doubtful, vouching):
    """A cosine less the doubtful part of its strongest word or name, as far as no other words vouch for it."""
    alone = max(strongest - vouching * (similarity - strongest), np.float32(0))
    return similarity - doubtful * alone


@kernel
def attraction(posts, knobs):
    """How much more a story of so many own posts draws than one of a single post."""
    return ONE + knobs.attraction * np.log2(np.float32(max(min(posts, MOST_ATTRACTING), 1)))


@kernel
def resistance(posts, knobs):
    """How much less a story of so many own posts lets itself be merged than one of a single post."""
    return max(ONE - knobs.resistance * np.log2(np.float32(max(posts, 1))), LEAST_RESISTING)


@kernel
def refresh_norm(story):
    """Recomputes the length of the profile's vector, which every comparison divides by."""
    total = np.float32(0)
    per_post = ONE / max(story.mass, np.float32(1e-6))
    for j in range(story.length):
        share = min(story.counts[j] * per_post, ONE)
        total += story.rarity[j] * share * share
    story.norm = max(np.sqrt(total), np.float32(1e-6))


@kernel
def learn_post(tables, story, tokens, post, text, length, knobs, scratch):
    """Adds a mapped post to the profile; its new words take free places, then those that one post alone holds."""
    count, hashes = np.int64(tokens.counts[post]), tokens.hashes[post]
    unit = ONE / max(length, np.float32(1e-6))
    age_profile(story, hashes, count, unit, knobs, scratch)
    weigh_profile(story, scratch)
    for k in range(count):
        place = scratch.place[k]
        if tokens.shares[post, k] == ONE:
            continue
        if place >= 0:
            story.counts[place] += unit
            remember_surface(tables, hashes[k], tokens.starts[post, k], tokens.lengths[post, k], text, True)
        else:
            place = place_for(story, unit, scratch.rarity[k], scratch)
            if place < 0:
                continue
            story.tokens[place], story.counts[place] = hashes[k], unit
            set_beside(story, place, k > 0 and place > 0 and scratch.place[k - 1] == place - 1)
            scratch.place[k] = place
            remember_surface(tables, hashes[k], tokens.starts[post, k], tokens.lengths[post, k], text, False)
        story.rarity[place] = scratch.rarity[k]
        scratch.telling[place] = story.counts[place] * story.counts[place] * story.rarity[place]
        if tables.tokens[token_slot(tables, hashes[k])].seen <= knobs.common_word:
            propose(tables, hashes[k], story.number)
    refresh_norm(story)


@kernel
def age_profile(story, hashes, count, unit, knobs, scratch):
    """Decays the profile and finds the post's words in it."""
    story.mass = story.mass * knobs.profile_decay + unit
    for k in range(count):
        scratch.place[k] = -1
    for j in range(story.length):
        story.counts[j] *= knobs.profile_decay
    for j in range(story.length):
        k = word_at(story.tokens[j], hashes, scratch)
        if k >= 0:
            scratch.place[k] = j


@kernel
def weigh_profile(story, scratch):
    """Notes how much each word of a profile tells; `place_for` looks there, and who changes a word keeps it true."""
    for j in range(story.length):
        scratch.telling[j] = story.counts[j] * story.counts[j] * story.rarity[j]


@kernel
def place_for(story, count, rarity, scratch):
    """A place for a new word of this weight: a free one, or that of the least telling word if it tells less, or -1."""
    if story.length < PROFILE_TOKENS:
        story.length += 1
        return np.int64(story.length) - 1
    least = least_of(scratch.telling)
    if least >= count * count * rarity:
        return np.int64(-1)
    place = np.int64(0)
    while scratch.telling[place] != least:
        place += 1
    return place


@inlined
def set_beside(story, place, is_beside):
    """Notes whether the new word of a place was said beside that of the place before; the one after it stands alone."""
    bit = np.uint64(1) << np.uint64(place)
    story.beside &= ~(np.uint64(3) << np.uint64(place))
    if is_beside:
        story.beside |= bit


@inlined
def is_beside(story, place):
    """Whether the word of this place was learned beside that of the place before."""
    return (story.beside >> np.uint64(place)) & np.uint64(1) != 0


@reducing
def least_of(telling):
    """The least number of a full profile."""
    least = telling[0]
    for j in range(PROFILE_TOKENS):
        least = min(least, telling[j])
    return least


@inlined
def propose(tables, token, number):
    """Lets a word propose a story, in place of the story that was written longest ago."""
    entry = tables.tokens[token_slot(tables, token)]
    place = np.int64(-1)
    for j in range(POSTINGS):
        place = j if entry.stories[j] == number else place
    if place >= 0:
        if (np.int64(entry.proposed) - 1 - place) % POSTINGS < NEWEST_POSTINGS:
            return
        entry.stories[place] = 0
    entry.stories[np.int64(entry.proposed) % POSTINGS] = number
    entry.proposed += np.uint32(1)


@inlined
def remember_surface(tables, token, start, length, text, is_shared):
    """Keeps how a word was written, for keywords; only one that a second post of a story has displaces another."""
    surface = tables.surfaces[surface_slot(tables, token)]
    if surface.token == token or (surface.token != 0 and not is_shared):
        return
    surface.token = token
    surface.length = min(np.int64(length), SURFACE_BYTES)
    for j in range(surface.length):
        surface.bytes[j] = text[start + j]


@kernel
def story_similarity(mapped, other, scratch):
    """Cosine of a mapped profile and another, and the part of it that one word or name gives."""
    dot, strongest = np.float32(0), np.float32(0)
    part_before, shares_before = np.float32(0), np.float32(0)
    per_mapped, per_other = ONE / mapped.mass, ONE / other.mass
    for j in range(other.length):
        part, shares = np.float32(0), np.float32(0)
        i = word_at(other.tokens[j], mapped.tokens, scratch)
        if i >= 0:
            shares = min(mapped.counts[i] * per_mapped, ONE) * min(other.counts[j] * per_other, ONE)
            part = shares * np.sqrt(mapped.rarity[i] * other.rarity[j])
            dot += part
            is_name = is_beside(other, j) and always_together(shares, shares_before)
            strongest = max(strongest, part + part_before if is_name else part)
        part_before, shares_before = part, shares
    return dot / (mapped.norm * other.norm), strongest / (mapped.norm * other.norm)
