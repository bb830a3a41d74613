"""What the radar promises about copies, stories, merges, pins and erased posts, at its public interface."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kohkol.engine.radar.batch import Assignments, Batch, EventKind
from kohkol.engine.radar.forgetting import still_beside
from kohkol.engine.radar.kernels.merging import is_time_to_compare
from kohkol.engine.radar.kernels.profiles import VOUCHING, attraction, doubt, resistance, without_doubtful
from kohkol.engine.radar.kernels.tokens import hash_word
from kohkol.engine.radar.radar import CHUNK, Radar
from kohkol.engine.radar.settings import RadarSettings
from kohkol.engine.radar.story_view import BURST_ALARM
from kohkol.engine.radar.tables import STORY
from kohkol.engine.radar.trained import SHARE_OF_HOME, trained_lexicon

NOON_MS = 1_772_366_400_000
MINUTE_MS = 60_000
FLOOD = "banjir bandang rendam ratusan rumah warga di kecamatan bayongbong garut"
FLOOD_TOO = "ratusan rumah warga bayongbong terendam banjir bandang tadi malam"
PRICE = "harga cabai rawit di pasar ciawitali naik jadi seratus ribu sekilo"


@pytest.fixture
def radar() -> Radar:
    return Radar()


def push(radar: Radar, *texts: str, minutes: list[int] | None = None, accounts: list[int] | None = None) -> Assignments:
    first = (radar.last_row or 0) + 1
    rows = np.arange(first, first + len(texts))
    times = NOON_MS + MINUTE_MS * (np.array(minutes) if minutes is not None else rows)
    hashes = np.array(accounts, np.uint64) if accounts is not None else None
    return radar.push(Batch(rows, times.astype(np.int64), list(texts), hashes))


def test_posts_on_one_event_share_a_story_and_others_do_not(radar: Radar) -> None:
    flood, flood_too, price = push(radar, FLOOD, FLOOD_TOO, PRICE).story
    assert flood == flood_too
    assert price != flood


def test_a_copy_points_to_the_first_post_with_its_words(radar: Radar) -> None:
    placed = push(radar, FLOOD, PRICE, "RT @warga: " + FLOOD.upper() + "!!! https://t.co/x")
    assert placed.copy_of.tolist() == [-1, -1, 1]
    assert placed.story[2] == placed.story[0]


def test_a_text_that_comes_round_again_after_days_is_a_copy_word_for_word_only() -> None:
    days = 24 * 60
    others = [f"kabar{number} lain{number} sama{number} sekali{number}" for number in range(6)]
    radar = Radar(RadarSettings(sleep_posts=5))
    (told,) = push(radar, FLOOD, minutes=[0]).story
    push(radar, *others, minutes=[3 * days] * 6)
    again = push(radar, FLOOD.replace("ratusan", "puluhan"), FLOOD, minutes=[3 * days, 3 * days])
    assert again.copy_of.tolist() == [-1, 1]
    assert again.story[1] == told
    assert push(radar, FLOOD, minutes=[60 * days]).copy_of.tolist() == [-1]


def test_a_near_copy_with_one_word_changed_is_linked(radar: Radar) -> None:
    placed = push(radar, FLOOD, FLOOD.replace("ratusan", "puluhan"))
    assert placed.copy_of.tolist() == [-1, 1]


def test_a_story_is_shown_with_real_words_size_and_volume(radar: Radar) -> None:
    placed = push(radar, FLOOD, FLOOD_TOO, FLOOD, minutes=[0, 10, 70])
    (view,) = radar.stories([int(placed.story[0])])
    assert view.size == 3
    assert view.copies == 1
    assert (view.first_ms, view.last_ms) == (NOON_MS, NOON_MS + 70 * MINUTE_MS)
    assert [posts for _, posts in view.volume] == [2, 1]
    assert "banjir" in view.keywords
    assert view.example_row == 1


# The fourth says most of what all of them say; the first says little else.
DAM = (
    "kata tetangga bendungan cilanggeng jebol, kasur sudah diangkat ke loteng",
    "bendungan cilanggeng jebol itu bohong, jangan disebar ke grup keluarga",
    "warga leuwisoang panik dengar bendungan cilanggeng jebol lalu mengungsi",
    "warga leuwisoang panik, kabar bendungan cilanggeng jebol itu bohong",
)


def test_a_story_is_shown_by_the_post_that_says_most_of_what_its_posts_say(radar: Radar) -> None:
    (number,) = set(push(radar, *DAM[:3]).story.tolist())
    assert radar.stories([number])[0].example_row == 1
    push(radar, DAM[3])
    assert radar.stories([number])[0].example_row == 4


def test_the_name_of_the_home_region_makes_no_story() -> None:
    posts = ("sungai lembayung bau limbah sejak subuh", "beasiswa lembayung dibuka pekan ini")
    flood = ("banjir bayongbong lembayung merendam rumah", "rumah warga bayongbong lembayung kerendam banjir")
    abroad, at_home = Radar(), Radar(RadarSettings(home="Provinsi Lembayung"))
    assert len(set(push(at_home, *posts).story.tolist())) == 2
    assert len(set(push(at_home, *flood).story.tolist())) == 1
    lexicons = trained_lexicon(), trained_lexicon("Provinsi Lembayung")
    word = np.uint32(hash_word("lembayung"))
    assert [float(lexicon.shares[lexicon.keys == word].sum()) for lexicon in lexicons] == [0, SHARE_OF_HOME]
    assert abroad.settings.digest() != at_home.settings.digest()


def test_when_the_post_that_stands_for_a_story_is_erased_another_takes_its_place(radar: Radar) -> None:
    number = int(push(radar, *DAM).story[0])
    radar.forget(4, DAM[3])
    assert radar.stories([number])[0].example_row is None
    push(radar, "pak bupati ke bendungan cilanggeng: tidak jebol", "bendungan cilanggeng jebol? warga leuwisoang panik")
    assert radar.stories([number])[0].example_row in (1, 2, 3, 6)


def test_opened_and_merged_stories_are_told_once(radar: Radar) -> None:
    placed = push(radar, FLOOD, PRICE)
    events = radar.events()
    assert [event.kind for event in events] == [EventKind.OPENED] * 2
    assert [event.story for event in events] == placed.story.tolist()
    assert radar.events() == []


def bridge(radar: Radar, pinned: bool) -> tuple[int, int]:
    """Two stories on one event in different words, then posts that use the words of both."""
    one, other = push(radar, "ular piton masuk kamar mandi warga", "damkar evakuasi reptil empat meter ciledug").story
    if pinned:
        radar.pin(int(one))
    push(
        radar,
        "damkar evakuasi ular piton empat meter kamar mandi warga ciledug",
        "ular piton reptil empat meter kamar mandi warga ciledug damkar",
        "evakuasi ular piton reptil masuk kamar mandi warga oleh damkar ciledug",
    )
    return int(one), int(other)


def test_the_older_story_survives_a_merge(radar: Radar) -> None:
    one, other = bridge(radar, pinned=False)
    merged = [(event.story, event.other) for event in radar.events() if event.kind is EventKind.MERGED_INTO]
    assert merged == [(other, one)]
    assert radar.stories([other]) == []
    assert radar.stories([one])[0].size == 5


def test_a_post_that_could_join_two_grown_stories_makes_them_one(radar: Radar) -> None:
    snake = push(
        radar,
        "ular piton masuk kamar mandi",
        "piton di kamar mandi bikin kaget seisi gang",
        "ada ular piton, mandi jadi batal",
        "kamar mandi pak rt kedatangan ular piton",
        "piton sepanjang tiang, ular itu diam di kamar",
    )
    rescue = push(radar, "damkar ciledug evakuasi ular", "evakuasi ular oleh damkar ciledug tadi subuh")
    assert len(set(snake.story.tolist())) == len(set(rescue.story.tolist())) == 1
    assert snake.story[0] != rescue.story[0]
    push(radar, "reptil yang dibawa damkar ciledug itu ular piton dari kamar mandi")  # the sixth, so not a doubling
    assert radar.living() == [snake.story[0]]


def test_a_pinned_story_is_not_merged_but_the_merge_is_suggested(radar: Radar) -> None:
    one, other = bridge(radar, pinned=True)
    kinds = [event.kind for event in radar.events()]
    assert EventKind.MERGED_INTO not in kinds
    assert EventKind.MERGE_SUGGESTED in kinds
    assert len(radar.stories([one, other])) == 2


def test_pinning_what_is_not_there_says_so(radar: Radar) -> None:
    assert not radar.pin(17)
    assert not radar.unpin(0)


def test_an_erased_post_leaves_words_links_and_examples(radar: Radar) -> None:
    secret = "ibu rukmini kehilangan dompet merah jambu"
    story = int(push(radar, secret, FLOOD).story[0])
    radar.forget(1, secret)
    assert push(radar, secret).copy_of.tolist() == [-1]
    (view,) = radar.stories([story]) or [None]
    assert view is None or view.example_row != 1


def test_forgetting_a_copy_keeps_the_story(radar: Radar) -> None:
    story = int(push(radar, FLOOD, FLOOD, FLOOD_TOO).story[0])
    radar.forget(2, FLOOD, story=story)
    (view,) = radar.stories([story])
    assert (view.size, view.copies) == (2, 0)


def test_a_story_goes_on_after_one_of_its_posts_was_erased(radar: Radar) -> None:
    story = int(push(radar, FLOOD, FLOOD_TOO).story[0])
    radar.forget(2, FLOOD_TOO)
    (view,) = radar.stories([story])
    assert {"banjir", "bandang", "garut"} <= set(view.keywords)
    assert not {"terendam", "malam"} & set(view.keywords)
    assert push(radar, "info banjir bandang bayongbong garut, warga diungsikan").story.tolist() == [story]


def test_a_name_without_spaces_is_one_word_and_a_long_text_is_found_in_parts(radar: Radar) -> None:
    named, _, rain, also_rain = push(
        radar, "ketemu 王小明 di pasar minggu", PRICE, "北京大雨成災交通中斷", "昨夜北京大雨成災"
    ).story
    assert "王小明" in radar.stories([int(named)])[0].keywords
    assert rain == also_rain


def test_a_big_story_draws_more_and_two_big_ones_have_to_be_more_alike() -> None:
    knobs = RadarSettings().knobs()
    assert attraction(1, knobs) == resistance(1, knobs) == 1
    assert attraction(64, knobs) == attraction(5000, knobs) > attraction(8, knobs) > 1
    assert 0 < resistance(5000, knobs) < resistance(8, knobs) < 1


def test_a_word_alone_tells_less_than_two_and_least_in_a_flood() -> None:
    knobs = RadarSettings().knobs()
    quiet, flood = doubt(np.float32(0), knobs), doubt(np.float32(5), knobs)
    assert 0 < quiet < flood < 1
    assert without_doubtful(np.float32(0.4), np.float32(0.4), flood, VOUCHING) == pytest.approx(0.4 * (1 - flood))
    assert without_doubtful(np.float32(0.4), np.float32(0.2), flood, VOUCHING) == pytest.approx(0.4)


WATER = (
    "banjir rendam rumah warga di kampung ciodeng baleendah",
    "air banjir ciodeng baleendah setinggi dada",
    "warga ciodeng baleendah mengungsi, banjir belum surut",
)


def test_two_events_at_one_place_stay_two_stories() -> None:
    radar = Radar(RadarSettings(one_word_doubt=0.75))  # as in a flood of posts
    fire = (
        "gudang kain terbakar di ciodeng baleendah",
        "api di ciodeng baleendah membakar gudang",
        "gudang kain ciodeng baleendah ludes",
    )
    flood = push(radar, *WATER).story.tolist()
    assert flood == [flood[0]] * 3
    burnt = push(radar, *fire).story.tolist()
    assert burnt == [burnt[0]] * 3
    assert radar.living() == [flood[0], burnt[0]]


def test_words_that_a_post_does_not_say_side_by_side_are_no_name() -> None:
    radar = Radar(RadarSettings(one_word_doubt=0.75))
    flood = push(radar, *WATER).story[0]
    assert push(radar, "gudang kain ciodeng terbakar, baleendah gelap").story.tolist() == [flood]


def test_names_are_still_told_when_words_are_erased() -> None:
    beside = 0b10110  # the words of places 0, 1 and 2 side by side, and those of 3 and 4
    assert still_beside(beside, np.array([0, 1, 3, 4])) == 0b1010
    assert still_beside(beside, np.array([0, 2, 4])) == 0


def test_rows_must_increase(radar: Radar) -> None:
    push(radar, FLOOD, PRICE)
    with pytest.raises(ValueError, match="increase"):
        radar.push(Batch(np.array([2]), np.array([NOON_MS]), [FLOOD]))


def test_columns_must_agree(radar: Radar) -> None:
    with pytest.raises(ValueError, match="as many"):
        radar.push(Batch(np.array([1, 2]), np.array([NOON_MS]), [FLOOD]))


def test_late_equal_and_jumping_times_are_placed(radar: Radar) -> None:
    placed = push(radar, *[FLOOD, FLOOD_TOO] * 4, minutes=[0, 0, -90, 5, 10**4, 0, -(10**4), 3])
    assert len(set(placed.story.tolist())) == 1
    assert radar.stories([int(placed.story[0])])[0].size == 8


@pytest.mark.parametrize("text", ["", " ", "🔥🔥🔥", "‮‏​", "a", "x" * 1_000_000, "kata " * 200_000, "\ud83d", "\0"])
def test_odd_texts_get_a_story_and_break_nothing(radar: Radar, text: str) -> None:
    placed = push(radar, text, FLOOD, text)
    assert (placed.story > 0).all()


def words() -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from((FLOOD + " " + FLOOD_TOO + " " + PRICE).split()), max_size=9).map(" ".join)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(words() | st.text(max_size=40), min_size=1, max_size=40),
    st.integers(1, 7),
    st.sampled_from([RadarSettings(), RadarSettings.for_floods()]),
)
def test_the_size_of_batches_changes_nothing(texts: list[str], size: int, chosen: RadarSettings) -> None:
    whole, parts = Radar(chosen), Radar(chosen)
    at_once = push(whole, *texts)
    stories: list[int] = []
    for some in in_parts(texts, size):
        stories += push(parts, *some).story.tolist()
    assert stories == at_once.story.tolist()
    assert parts.events() == whole.events()


def in_parts(texts: list[str], size: int) -> Iterator[list[str]]:
    for first in range(0, len(texts), size):
        yield texts[first : first + size]


def copies_over(radar: Radar, minutes: list[int], accounts: list[int]) -> str:
    """What the radar says of copies of one text at these minutes by these accounts."""
    placed = push(radar, *[FLOOD] * len(minutes), minutes=minutes, accounts=accounts)
    (view,) = radar.stories([int(placed.story[-1])])
    assert view.evidence is not None
    assert str(view.evidence.copies) in view.evidence.reason
    return view.evidence.kind


def test_a_story_of_one_post_is_compared_with_others_but_not_in_a_flood() -> None:
    default, flood = RadarSettings().knobs(), RadarSettings.for_floods().knobs()
    story = np.zeros(1, STORY)[0]
    story["size"] = 1
    assert is_time_to_compare(story, 0, default)
    assert not is_time_to_compare(story, 0, flood)
    assert is_time_to_compare(story, 1, flood)


def test_reading_ahead_on_a_second_core_changes_nothing() -> None:
    rng = np.random.default_rng(5)
    vocabulary = [f"kata{number}" for number in range(400)]
    texts = [" ".join(rng.choice(vocabulary, 7)) for _ in range(3 * CHUNK + 7)]
    alone, ahead = Radar(), Radar(reads_ahead=True)
    placed, placed_ahead = push(alone, *texts), push(ahead, *texts)
    for name in ("story", "copy_of", "similarity", "campaign"):
        assert np.array_equal(getattr(placed, name), getattr(placed_ahead, name))
    assert ahead.events() == alone.events()
    assert ahead.stories(ahead.living()) == alone.stories(alone.living())


def test_many_copies_by_many_accounts_in_half_an_hour_are_a_campaign(radar: Radar) -> None:
    assert copies_over(radar, list(range(30)), [7919 * (n % 20) + 1 for n in range(30)]) == "campaign"


def test_a_text_that_goes_round_for_a_day_is_many_copies(radar: Radar) -> None:
    assert copies_over(radar, list(range(0, 1500, 50)), [7919 * n + 1 for n in range(30)]) == "many copies"


def test_one_account_that_repeats_itself_is_no_campaign(radar: Radar) -> None:
    assert copies_over(radar, list(range(30)), [5] * 30) == "many copies"


def last_burst(every: int, *, chatter_every: int, hours: int = 2) -> float:
    """The score of a story told twice an hour for two days among chatter, then for some hours at another pace."""
    two_days = 48 * 60
    end = two_days + 60 * hours
    story = [*range(0, two_days, 30), *range(two_days, end, every)]
    chatter = [*range(0, two_days, 10), *range(two_days, end, chatter_every)]
    posts = [(minute, f"{FLOOD} {minute}x") for minute in story]
    posts += [(minute, f"obrolan{minute}y santai{minute}z sore{minute}w") for minute in chatter]
    posts.sort()
    radar = Radar()
    placed = push(radar, *[text for _, text in posts], minutes=[minute for minute, _ in posts])
    (view,) = radar.stories([int(placed.story[0])])
    assert view.size == len(story)
    return view.burst.score


def test_a_story_that_jumps_raises_an_alarm_and_one_that_goes_on_does_not() -> None:
    assert last_burst(5, chatter_every=10) >= BURST_ALARM
    assert last_burst(30, chatter_every=10) < 1


def test_a_busy_evening_is_no_alarm_for_a_story_that_only_keeps_its_share() -> None:
    assert last_burst(10, chatter_every=3) < BURST_ALARM < last_burst(5, chatter_every=30)


def test_after_a_silent_hour_a_story_is_not_said_to_grow() -> None:
    posts = [(minute, f"{FLOOD} {minute}x") for minute in range(0, 2880, 20) if not 2760 <= minute < 2820]
    posts += [
        (minute, f"obrolan{minute}y santai{minute}z") for minute in range(0, 2880, 5) if not 2760 <= minute < 2820
    ]
    posts.sort()
    radar = Radar()
    placed = push(radar, *[text for _, text in posts], minutes=[minute for minute, _ in posts])
    assert radar.stories([int(placed.story[0])])[0].burst.score < 1
