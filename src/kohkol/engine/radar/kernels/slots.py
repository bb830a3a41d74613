"""Where things stand in the tables: the last bits of a hash or a number, as many as the table has rows."""

import numpy as np

from kohkol.engine.radar.kernels.compiling import kernel


@kernel
def token_slot(tables, token):
    """The row of a word."""
    return np.int64(token) & (len(tables.tokens) - 1)


@kernel
def surface_slot(tables, token):
    """The row of a word in `surfaces`."""
    return np.int64(token) & (len(tables.surfaces) - 1)


@kernel
def story_slot(tables, number):
    """The row of a story."""
    return number & (len(tables.stories) - 1)


@kernel
def post_slot(tables, ordinal):
    """The row of an indexed post."""
    return ordinal & (len(tables.posts) - 1)


@kernel
def fingerprint_slot(tables, fingerprint):
    """The row of a fingerprint."""
    return np.int64(fingerprint & np.uint64(len(tables.fingerprints) - 1))


@kernel
def pair_slot(tables, key):
    """The row of a pair of words, by its mixed hash."""
    return np.int64(key & np.uint64(len(tables.pairs) - 1))
