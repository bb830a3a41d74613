"""Chooses the post that stands for a story: of its latest texts the one nearest to what all of them are about."""

import numpy as np

from kohkol.engine.radar.kernels.compiling import kernel
from kohkol.engine.radar.kernels.slots import post_slot
from kohkol.engine.radar.kernels.words import map_words, unmap_words, word_at

# Texts that are looked at. How near the example is to the middle of its story, as a part of the nearest post's nearness
# (tf-idf; practice week, Indonesian headlines, UCI): 8 texts .886, .947, .910; 16 .883, .947, .931. At doublings alone
# 16 give .876, .910, .901, and 64 no more; the post that was most alike when it came .825, .878, .880.
LOOKED_AT = 16
# A story of fewer posts is shown by its first.
LEAST_POSTS = 4


@kernel
def is_time_to_choose(story):
    """Whether the story has just grown to four posts, or by half since."""
    posts = story.size - story.copies
    step = 1
    while step * 4 <= posts:
        step *= 2
    return posts >= LEAST_POSTS and posts % step == 0


@kernel
def choose_example(tables, story, scratch):
    """Gives the story the example that is nearest to its profile, among the one that it has and its latest texts."""
    map_words(story.tokens, story.length, scratch)
    best = closeness_of(tables, story.example_post, story, scratch)
    ordinal = story.last_text
    for _ in range(LOOKED_AT):
        post = tables.posts[post_slot(tables, ordinal)]
        if ordinal == 0 or post.ordinal != ordinal:
            break
        closeness = closeness_of(tables, ordinal, story, scratch)
        if closeness > best:
            best = closeness
            story.example_post, story.example_row = ordinal, post.row
        ordinal = post.previous
    unmap_words(scratch)


@kernel
def closeness_of(tables, ordinal, story, scratch):
    """Cosine of the post of this ordinal and a mapped story, 0 when the post is forgotten.

    A word that the story lacks weighs like the mean of the others.
    """
    post = tables.posts[post_slot(tables, ordinal)]
    dot, total, known = np.float32(0), np.float32(0), 0
    if post.ordinal == ordinal:
        for k in range(post.length):
            j = word_at(post.tokens[k], story.tokens, scratch)
            if j >= 0:
                dot += story.rarity[j] * min(story.counts[j] / story.mass, np.float32(1))
                total += story.rarity[j]
                known += 1
    return dot / np.sqrt(total * post.length / known) if known else np.float32(0)
