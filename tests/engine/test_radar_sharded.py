"""A radar in shards gives the same stories whatever the batches and threads do, in the memory of one radar."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kohkol.engine.radar import sharded
from kohkol.engine.radar.batch import Batch
from kohkol.engine.radar.lasting import Lasting
from kohkol.engine.radar.sharded import ShardedRadar
from kohkol.engine.radar.snapshot import SnapshotRefused

NOON_MS = 1_772_366_400_000
RNG = np.random.default_rng(11)
WORDS = [f"kata{number}" for number in range(90)]
TOPICS = [RNG.choice(WORDS, 9) for _ in range(40)]
TEXTS = [" ".join(RNG.choice(TOPICS[RNG.integers(40)], 6)) for _ in range(1500)]


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shards are compared every 128 posts and threads used from 10 posts on."""
    monkeypatch.setattr(sharded, "MOST_TOGETHER", 128)
    monkeypatch.setattr(sharded, "WORTH_THREADS", 10)


def push(radar: ShardedRadar, texts: list[str], first: int = 0) -> tuple[list[int], list[int]]:
    rows = np.arange(first, first + len(texts))
    placed = radar.push(Batch(rows, NOON_MS + rows * 60_000, texts))
    return placed.story.tolist(), placed.copy_of.tolist()


def lasting(radar: ShardedRadar, stories: list[int]) -> list[int]:
    resolved = Lasting()
    resolved.merge(radar.merges())
    found: list[int] = resolved.of(np.array(stories)).tolist()
    return found


def in_batches(texts: list[str], size: int) -> Iterator[tuple[int, list[str]]]:
    for first in range(0, len(texts), size):
        yield first, texts[first : first + size]


@settings(max_examples=8, deadline=None)
@given(st.integers(1, 700))
def test_the_size_of_batches_and_the_threads_change_nothing(size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sharded, "MOST_TOGETHER", 128)
        patch.setattr(sharded, "WORTH_THREADS", 10)
        whole, parts = ShardedRadar(2), ShardedRadar(2)
        stories, copies = push(whole, TEXTS)
        found: tuple[list[int], list[int]] = ([], [])
        for first, texts in in_batches(TEXTS, size):
            some = push(parts, texts, first)
            found[0].extend(some[0])
            found[1].extend(some[1])
        assert found == (stories, copies)
        assert lasting(parts, found[0]) == lasting(whole, stories)
        assert parts.stories(parts.living()) == whole.stories(whole.living())


@pytest.mark.usefixtures("often")
def test_stories_of_two_shards_that_tell_one_event_are_linked_and_seen_as_one() -> None:
    radar = ShardedRadar(2)
    stories, _ = push(radar, TEXTS)
    resolved = lasting(radar, stories)
    across = {old for new, old in zip(stories, resolved, strict=True) if (new - old) % 2}
    assert across
    views = {view.number: view for view in radar.stories(radar.living(least_size=1))}
    assert all(views[number].size == resolved.count(number) for number in across)
    assert sum(view.size for view in views.values()) == len(TEXTS)


@pytest.mark.usefixtures("often")
def test_both_shards_have_work_and_copies_go_where_their_original_is() -> None:
    radar = ShardedRadar(2)
    push(radar, TEXTS[:400])
    _, copies = push(radar, TEXTS[:50], 400)
    assert all(copy_of >= 0 for copy_of in copies)
    assert min(radar._router.placed) > 100


def test_all_shards_and_the_router_fit_in_400_megabytes() -> None:
    assert ShardedRadar(2).state_bytes <= 400e6
    assert ShardedRadar(4).state_bytes <= 400e6


@pytest.mark.usefixtures("often")
def test_a_pinned_story_is_merged_with_no_other() -> None:
    radar = ShardedRadar(2)
    stories, _ = push(radar, TEXTS[:90])
    radar.merges()
    assert all(radar.pin(number) for number in radar.living(least_size=1))
    pinned = set(radar.living(least_size=1))
    push(radar, TEXTS[90:600], 90)
    assert not pinned & {story for story, _ in radar.merges()}
    assert all(radar.unpin(number) for number in pinned)
    assert not radar.pin(10**9 + 1)
    assert stories


def test_an_erased_post_is_no_longer_found_as_an_original() -> None:
    radar = ShardedRadar(2)
    secret = "ibu rukmini kehilangan dompet merah jambu"
    push(radar, [secret, TEXTS[0]])
    radar.forget(0, secret)
    assert push(radar, [secret], 2)[1] == [-1]


def test_a_snapshot_is_refused_with_a_sentence() -> None:
    with pytest.raises(SnapshotRefused, match="keeps no snapshot"):
        ShardedRadar(2).save("radar.state")


@pytest.mark.parametrize("shards", [0, 3, 16])
def test_other_numbers_of_shards_are_refused(shards: int) -> None:
    with pytest.raises(ValueError, match="1, 2, 4 or 8"):
        ShardedRadar(shards)
