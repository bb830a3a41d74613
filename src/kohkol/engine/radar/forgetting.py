"""Takes an erased post out of the state: its words out of counts and profile, its row out of links and examples."""

from itertools import pairwise

import numpy as np

from kohkol.engine.radar.kernels.slots import story_slot, token_slot
from kohkol.engine.radar.kernels.stories import current_story
from kohkol.engine.radar.kernels.tokens import Tokens
from kohkol.engine.radar.settings import RadarSettings
from kohkol.engine.radar.tables import Tables

NO_ROW = -1


def forget_post(tables: Tables, tokens: Tokens, row: int, story: int | None, settings: RadarSettings) -> None:
    """Forgets the post whose words are the first row of `tokens`; a post that left no trace changes nothing."""
    words = tokens.hashes[0, : tokens.counts[0]]
    found = np.flatnonzero((tables.posts["row"] == row) & (tables.posts["ordinal"] > 0))
    for slot in found:
        story = int(tables.posts[slot]["story"]) or story
        _leave_chain(tables, tables.posts[slot])
        tables.posts[slot] = np.zeros(1, tables.posts.dtype)[0]
        _forget_words(tables, words)
    number = int(current_story(tables, story)) if story else 0
    if number:
        kept = tables.stories[story_slot(tables, number)]
        _forget_in_story(tables, kept, words, settings, was_copy=not len(found))
    examples = (tables.stories["example_row"] == row) & (tables.stories["number"] > 0)
    tables.stories["example_row"][examples] = NO_ROW
    tables.stories["example_post"][examples] = 0


def _leave_chain(tables: Tables, post: np.void) -> None:
    """Links the text after this one in its story with the one before."""
    ordinal, previous = int(post["ordinal"]), int(post["previous"])
    tables.posts["previous"][tables.posts["previous"] == ordinal] = previous
    tables.stories["last_text"][tables.stories["last_text"] == ordinal] = previous


def _forget_words(tables: Tables, words: np.ndarray) -> None:
    """Counts each word once less; how a word was written goes with the last post that had it."""
    for word in words:
        token = tables.tokens[token_slot(tables, word)]
        token["seen"] = max(0.0, token["seen"] - 1)
        token["recent"] = max(0.0, token["recent"] - 1)
        surface = tables.surfaces[int(word) & (len(tables.surfaces) - 1)]
        if surface["token"] == word and token["seen"] < 1:
            surface["token"], surface["length"] = 0, 0
            surface["bytes"] = 0


def _forget_in_story(
    tables: Tables, story: np.void, words: np.ndarray, settings: RadarSettings, *, was_copy: bool
) -> None:
    """Counts the post once less and takes an average post's part from the sum that the profile is.

    How the post was weighed then is not kept. So a word goes altogether when nobody else remembered has said it, or
    when half of one post's part or less would be left.
    """
    own_posts = int(story["size"]) - int(story["copies"])
    story["size"] = max(0, story["size"] - 1)
    if was_copy:
        story["copies"] = max(0, story["copies"] - 1)
        return
    part = float(story["mass"]) / max(_decayed(own_posts, settings.profile_decay), 1.0)
    length = int(story["length"])
    held = np.isin(story["tokens"][:length], words)
    unsaid = tables.tokens["seen"][story["tokens"][:length] & (len(tables.tokens) - 1)] < 1
    left = np.where(held, story["counts"][:length] - part, story["counts"][:length])
    kept = np.flatnonzero(~held | ((left > part / 2) & ~unsaid))
    story["counts"][:length] = left
    story["mass"] = max(0.0, story["mass"] - part)
    story["beside"] = still_beside(int(story["beside"]), kept)
    for field in ("tokens", "counts", "rarity"):
        story[field][: len(kept)] = story[field][:length][kept]
        story[field][len(kept) :] = 0
    story["length"] = len(kept)
    shares = np.minimum(story["counts"][: len(kept)] / max(float(story["mass"]), 1e-6), 1)
    story["norm"] = max(float(np.sqrt((story["rarity"][: len(kept)] * shares * shares).sum())), 1e-6)


def still_beside(beside: int, kept: np.ndarray) -> int:
    """The story's marks of words learned side by side, for the words that are left at these places."""
    places = kept.tolist()
    pairs = enumerate(pairwise(places), start=1)
    return sum(1 << new for new, (before, place) in pairs if before == place - 1 and beside >> place & 1)


def _decayed(posts: int, decay: float) -> float:
    """How many posts a profile holds after so many of them have decayed the ones before."""
    return float(posts) if decay >= 1 else (1 - decay**posts) / (1 - decay)
