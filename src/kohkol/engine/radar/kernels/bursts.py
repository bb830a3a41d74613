"""What bursts are judged by: posts of the stream in each hour, what stories usually bring, how unevenly they do."""

import numpy as np

from kohkol.engine.radar.kernels.compiling import inlined, kernel
from kohkol.engine.radar.kernels.stories import HOUR_MS
from kohkol.engine.radar.tables import VOLUME_HOURS

# Of one story only so many posts an hour count for the rhythm of the stream: one loud story is no busy hour. On 12
# streams of 5,000 posts a day, of other seeds than the bench's, grouped by the truth, from a score of 1 on: 4.0 false
# alarms a week without, .9 with 2, .6 with 4; slow stories of a small office noticed after 692, 649 and 659 minutes.
MOST_FOR_RHYTHM = 2
# Of one story only so many posts an hour count for what stories usually bring.
MOST_USUAL = 16
# A rhythm is read as if each hour had so many posts more: a handful at night says little. With .5 and 5 delays differ
# by chance.
RHYTHM_PRIOR = 2.0
# From what a story has brought before, one hour is told ahead and compared: after so long a past, and so many posts.
LEARNING_AGE_HOURS = 24
LEARNING_POSTS = 6
LEAST_EXPECTED = 1.0
# An hour that lies further off, in standard deviations, is a burst or its end, not an ordinary story's unevenness.
MOST_UNEVEN = 3.0
# What is believed before anything is seen, worth so many hours told ahead; and how many hours are remembered. On 8
# uneven streams of 5,000 posts a day, from a score of 1 on: 39 false alarms a week if all stories were even, 8.5 with
# .1 throughout, 5 when learned.
SPREAD_BEFORE = 0.08
SPREAD_HOURS_BEFORE = 50.0
SPREAD_HOURS = 500.0


@kernel
def count_hour(tables, story, ms):
    """Counts a post in its hour of the whole stream. Call when the story itself has counted it."""
    hour = np.int32(ms // HOUR_MS)
    kept = tables.hours[hour % VOLUME_HOURS]
    if kept.hour > hour or np.int64(hour) <= np.int64(story.last_hour) - VOLUME_HOURS:
        return
    if kept.hour < hour:
        kept.hour, kept.posts, kept.told, kept.more = hour, 0, 0, 0
    own = np.int64(story.volume[hour % VOLUME_HOURS])
    kept.posts += own <= MOST_FOR_RHYTHM
    if story.size > 1:
        is_first = own == 1 or story.size == 2
        kept.told += is_first
        kept.more += not is_first and own <= MOST_USUAL
        if own == 1:
            learn_spread(tables, story, hour)


@inlined
def hour_posts(tables, hour):
    """Posts of the stream in an hour, as they count for its rhythm."""
    kept = tables.hours[hour % VOLUME_HOURS]
    return (np.float64(kept.posts) if kept.hour == hour else 0.0) + RHYTHM_PRIOR


@kernel
def learn_spread(tables, story, hour):
    """Compares the hour before this one with what the story's past foretold: by how much more than chance it was off.

    The spread is the variance of an ordinary story's rate over the square of the rate.
    """
    first = max(np.int64(hour) - VOLUME_HOURS + 1, np.int64(story.first_ms // HOUR_MS) + 1)
    judged = np.int64(hour) - 1
    if judged - first < LEARNING_AGE_HOURS or story.last_hour != hour:
        return
    posts, rhythm = 0, 0.0
    for past in range(first, judged):
        posts += story.volume[past % VOLUME_HOURS]
        rhythm += hour_posts(tables, past)
    expected = posts * hour_posts(tables, judged) / rhythm
    if posts < LEARNING_POSTS or expected < LEAST_EXPECTED:
        return
    counters = tables.counters[0]
    off = story.volume[judged % VOLUME_HOURS] - expected
    by_chance = expected + expected * expected / posts
    spread = (counters.spread + SPREAD_BEFORE * SPREAD_HOURS_BEFORE) / (counters.spread_hours + SPREAD_HOURS_BEFORE)
    if off * off > MOST_UNEVEN * MOST_UNEVEN * (1 + by_chance + spread * expected * expected):
        return
    weight = (expected / (1 + expected)) ** 2
    counters.spread += weight * ((off * off - by_chance) / (expected * expected) - counters.spread / SPREAD_HOURS)
    counters.spread_hours += weight * (1 - counters.spread_hours / SPREAD_HOURS)
