"""The practice week is large, varied, invented, and always lies before the moment it is shown."""

import re
from collections import Counter
from datetime import date, datetime, time, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kohkol.practice import PracticePost, practice_feeds, practice_posts, practice_region, week

TODAY = date(2026, 2, 11)
ZONE = practice_region().time_zone
NETWORKS = {"x", "instagram", "facebook", "tiktok", "whatsapp", "berita", "mastodon", "lapor"}


@pytest.fixture(scope="module")
def posts() -> list[PracticePost]:
    return practice_posts(today=TODAY, zone=ZONE)


def folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def test_the_week_has_about_two_thousand_posts_in_order_of_time(posts: list[PracticePost]) -> None:
    assert 1_900 <= len(posts) <= 2_300
    assert posts == sorted(posts, key=lambda post: post.at)
    assert len({post.id for post in posts}) == len(posts)
    assert len({post.url for post in posts}) == len(posts)


def test_every_post_lies_within_the_week(posts: list[PracticePost]) -> None:
    assert {(post.at.date() - TODAY).days for post in posts} == set(range(-6, 1))
    assert all(post.at.tzinfo is ZONE for post in posts)


def test_most_people_sleep_at_night(posts: list[PracticePost]) -> None:
    noise = [post for post in posts if not post.story]
    assert sum(post.at.hour < 5 for post in noise) < 0.1 * len(noise)


def test_networks_places_and_accounts_are_known(posts: list[PracticePost]) -> None:
    places = {place.code for place in practice_region().places}
    for post in posts:
        assert post.network in NETWORKS, post
        assert not post.place or post.place in places, post
        assert post.account == "resmi" or post.account.isdigit(), post
        assert post.text.strip() == post.text, post
        assert post.text, post


def test_issues_have_the_sizes_of_real_ones_beside_plenty_of_noise(posts: list[PracticePost]) -> None:
    sizes = Counter(post.story for post in posts)
    noise = sizes.pop("")
    assert noise >= 300
    assert 14 <= len(sizes) <= 20
    assert max(sizes.values()) <= 300
    assert sum(size >= 25 for size in sizes.values()) >= 14


def test_today_has_a_rising_flood_a_new_issue_and_a_question_that_the_answer_did_not_settle(
    posts: list[PracticePost],
) -> None:
    days = {
        story: Counter((post.at.date() - TODAY).days for post in posts if post.story == story)
        for story in ("banjir-cikalanggeng", "busa-sungai-cipanjer", "vaksin-campak", "air-mati-pdam")
    }
    flood, foam, vaccine, water = days.values()
    assert 0 < flood[-2] < flood[-1]
    assert flood[0] > 1.2 * flood[-2]
    assert set(foam) == {0}
    answered = {
        story: [(post.at.date() - TODAY).days for post in posts if post.story == story and post.account == "resmi"]
        for story in days
    }
    assert answered["vaksin-campak"] == [-2]
    assert vaccine[0] >= 15, "people still ask after the answer"
    assert set(answered["air-mati-pdam"]) == {-3}
    assert 0 < water[0] < water[-5], "calmer, and yet not solved"


def test_most_texts_are_different(posts: list[PracticePost]) -> None:
    assert len({folded(post.text) for post in posts}) >= 0.6 * len(posts)


def test_only_chain_messages_and_the_campaign_repeat(posts: list[PracticePost]) -> None:
    assert len(posts) - len({post.text for post in posts}) <= 350


def test_no_more_than_one_percent_of_written_texts_share_the_same_first_four_words(posts: list[PracticePost]) -> None:
    written = {folded(post.text) for post in posts}
    openings = Counter(tuple(text.split()[:4]) for text in written)
    assert openings.most_common(1)[0][1] <= 0.01 * len(written)
    assert sum(count for count in openings.values() if count > 1) <= 0.05 * len(written)


def test_one_campaign_is_pushed_by_a_dozen_accounts(posts: list[PracticePost]) -> None:
    campaign = [post for post in posts if post.account.startswith("9") and len(post.account) == 3]
    assert len(campaign) >= 100
    assert {post.story for post in campaign} == {"gas-3kg"}
    assert 8 <= len({post.account for post in campaign}) <= 12
    waves = Counter((post.text, post.at.date(), post.at.hour) for post in campaign)
    assert waves.most_common(1)[0][1] >= 15, "they post the same words in the same minutes"


def test_nobody_real_can_be_reached_or_recognised(posts: list[PracticePost]) -> None:
    handles = {f"@{account.handle}" for account in practice_region().accounts}
    for post in posts:
        assert not re.search(r"(?<![\d.])\d[\d -]{7,}\d", post.text), "a phone number, NIK or bank account"
        assert not re.search(r"https?://|www\.|\w+\.(com|id|org|net)\b", post.text), "an address of a real site"
        assert set(re.findall(r"@\w+", post.text)) <= handles, post.text
        assert ".latihan.example/" in post.url


def test_dates_in_the_texts_are_relative_to_today(posts: list[PracticePost]) -> None:
    assert not [post.text for post in posts if "{" in post.text or "}" in post.text]
    assert any("13 Februari" in post.text for post in posts if post.story == "vaksin-campak")


@settings(max_examples=10, deadline=None)
@given(seconds=st.integers(min_value=1, max_value=86_399))
def test_nothing_is_later_than_now_and_the_order_is_kept(seconds: int) -> None:
    now = datetime.combine(TODAY, time.min, tzinfo=ZONE) + timedelta(seconds=seconds)
    squeezed = practice_posts(today=TODAY, zone=ZONE, now=now)
    assert max(post.at for post in squeezed) <= now
    assert [post.at for post in squeezed] == sorted(post.at for post in squeezed)
    assert sum(post.at.date() == TODAY for post in squeezed) >= 300


def test_a_now_before_today_is_refused() -> None:
    with pytest.raises(ValueError, match="lies before today"):
        practice_posts(today=TODAY, zone=ZONE, now=datetime.combine(TODAY - timedelta(days=1), time(9), tzinfo=ZONE))


def test_the_week_is_the_same_each_time(posts: list[PracticePost]) -> None:
    assert practice_posts(today=TODAY, zone=ZONE) == posts


def test_ids_stay_when_the_day_changes(posts: list[PracticePost]) -> None:
    tomorrow = practice_posts(today=TODAY + timedelta(days=1), zone=ZONE)
    assert {post.id for post in tomorrow} == {post.id for post in posts}


def test_a_broken_file_is_named_with_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    header = "day\ttime\tnetwork\taccount\tplace\tstory\ttext\tcopies\n"
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "salah.tsv").write_text(header + "-9\t10:00\tx\t1\t\t\thalo\t\n")
    monkeypatch.setattr(week, "_FOLDER", tmp_path)
    with pytest.raises(ValueError, match=r"salah.tsv line 2: day -9 is not between -6 and 0"):
        practice_posts(today=TODAY, zone=ZONE)


def test_every_feed_is_well_formed_and_not_from_the_future() -> None:
    now = datetime.combine(TODAY, time(9), tzinfo=ZONE)
    feeds = practice_feeds(today=TODAY, zone=ZONE, now=now)
    assert len(feeds) >= 2
    for name, text in feeds.items():
        root = ElementTree.fromstring(text)
        assert "LATIHAN" in text, name
        assert "{" not in text, name
        stamps = [datetime.fromisoformat(node.text or "") for node in root.iter("{http://www.w3.org/2005/Atom}updated")]
        assert all(stamp <= now for stamp in stamps)
