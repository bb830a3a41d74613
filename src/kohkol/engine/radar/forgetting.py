"""Takes an erased post out of the state: its words out of counts and profile, its row out of links and examples."""

import numpy as np

from kohkol.engine.radar.kernels.stories import STORY_MASK, current_story
from kohkol.engine.radar.kernels.tokens import Tokens
from kohkol.engine.radar.kernels.words import TOKEN_MASK
from kohkol.engine.radar.tables import Tables

NO_ROW = -1


def forget_post(tables: Tables, tokens: Tokens, row: int, story: int | None) -> None:
    """Forgets the post whose words are the first row of `tokens`; a post that left no trace changes nothing."""
    words = tokens.hashes[0, : tokens.counts[0]]
    found = np.flatnonzero((tables.posts["row"] == row) & (tables.posts["ordinal"] > 0))
    for slot in found:
        story = int(tables.posts[slot]["story"]) or story
        tables.posts[slot] = np.zeros(1, tables.posts.dtype)[0]
        _forget_words(tables, words)
    number = int(current_story(tables, story)) if story else 0
    if number:
        kept = tables.stories[number & STORY_MASK]
        _forget_in_story(kept, words, was_copy=not len(found))
    examples = (tables.stories["example_row"] == row) & (tables.stories["number"] > 0)
    tables.stories["example_row"][examples] = NO_ROW
    tables.stories["example_similarity"][examples] = 0


def _forget_words(tables: Tables, words: np.ndarray) -> None:
    """Counts each word once less; how a word was written goes with the last post that had it."""
    for word in words:
        token = tables.tokens[int(word) & int(TOKEN_MASK)]
        token["seen"] = max(0.0, token["seen"] - 1)
        token["recent"] = max(0.0, token["recent"] - 1)
        surface = tables.surfaces[int(word) & (len(tables.surfaces) - 1)]
        if surface["token"] == word and token["seen"] <= 1:
            surface["token"], surface["length"] = 0, 0
            surface["bytes"] = 0


def _forget_in_story(story: np.void, words: np.ndarray, *, was_copy: bool) -> None:
    story["size"] = max(0, story["size"] - 1)
    if was_copy:
        story["copies"] = max(0, story["copies"] - 1)
        return
    length = int(story["length"])
    held = np.isin(story["tokens"][:length], words)
    story["counts"][:length][held] = np.maximum(story["counts"][:length][held] - 1, 0)
    story["mass"] = max(0.0, story["mass"] - 1)
    kept = np.flatnonzero(story["counts"][:length] > 0)
    for field in ("tokens", "counts", "rarity"):
        story[field][: len(kept)] = story[field][:length][kept]
        story[field][len(kept) :] = 0
    story["length"] = len(kept)
    shares = np.minimum(story["counts"][: len(kept)] / max(float(story["mass"]), 1e-6), 1)
    story["norm"] = max(float(np.sqrt((story["rarity"][: len(kept)] * shares).sum())), 1e-6)
