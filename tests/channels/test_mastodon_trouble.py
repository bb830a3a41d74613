"""Mastodon when things go wrong, and where it differs from snac2: against a stand-in with its documented answers."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kohkol.channels.contract import Attachment, Connection, Figure, FigureKind
from kohkol.channels.errors import ChannelError, Kind, Reconnect, Refused, Retry, UnknownOutcome, WaitUntil
from kohkol.channels.mastodon.measuring import MastodonMeter
from kohkol.channels.mastodon.reading import reader
from kohkol.channels.mastodon.writing import MastodonWriter
from tests.channels.scene import LINK, NOON, connection, variant
from tests.servers.mastodon import Mastodon, standing_in

SECRET = "s3cr3t-token"


def office(mastodon: Mastodon, **settings: str) -> Connection:
    """The office's account on the stand-in; waiting costs no time."""
    made = connection(
        allowed=[mastodon.server.host], settings={"server": mastodon.server.url, **settings}, secrets={"token": SECRET}
    )
    return dataclasses.replace(made, sleep=lambda _: None)


def with_picture(tmp_path: Path) -> Any:
    """A variant with one picture."""
    (tmp_path / "a.png").write_bytes(b"\x89PNG")
    return variant(media=(Attachment(tmp_path / "a.png", "image/png", "Peta"),))


@pytest.mark.parametrize("newest_first", [False, True])
def test_a_backlog_is_read_whole_and_each_once_however_the_server_pages(newest_first: bool) -> None:
    with standing_in(newest_first=newest_first) as mastodon:
        mastodon.mention(1000)
        mentions = reader(office(mastodon))
        first = mentions.read(None, limit=50)
        for number in range(1001, 1131):
            mastodon.mention(number)

        heard, cursor, more = [], first.cursor, True
        while more:
            page = mentions.read(cursor, limit=50)
            heard += [post.text for post in page.posts]
            cursor, more = page.cursor, page.more

    assert heard == [f"@kabar pertanyaan {number}" for number in range(1001, 1131)]


@pytest.mark.parametrize("trouble", ["drop_after_accepting", "fail_after_accepting"])
def test_accepted_and_then_lost_is_unknown_and_then_found_and_never_doubled(trouble: str) -> None:
    with standing_in(**{trouble: True}) as mastodon:
        writer = MastodonWriter(office(mastodon))
        with pytest.raises(UnknownOutcome, match="sedang dicari"):
            writer.publish(variant(), "k1")

        receipt = writer.find("k1", variant(), since=NOON)

        assert receipt is not None
        assert receipt.external_id == "100"
        assert len(mastodon.statuses) == 1


def test_an_answer_without_proof_is_unknown_not_sent() -> None:
    with standing_in(fail={"POST /api/v1/statuses": (200, b"<html>selamat datang</html>", {})}) as mastodon:
        with pytest.raises(UnknownOutcome, match="tanpa bukti"):
            MastodonWriter(office(mastodon)).publish(variant(), "k")


def test_our_key_goes_with_the_call() -> None:
    with standing_in() as mastodon:
        writer = MastodonWriter(office(mastodon))
        assert writer.publish(variant(), "k1") == writer.publish(variant(), "k1")

    assert mastodon.keys == {"k1": 100}


def test_a_picture_is_posted_only_when_the_server_has_finished_with_it(tmp_path: Path) -> None:
    with standing_in(processing=3) as mastodon:
        MastodonWriter(office(mastodon)).publish(with_picture(tmp_path), "k")

    calls = [f"{method} {path}" for method, path, _, _ in mastodon.server.asked]
    assert calls[-1] == "POST /api/v1/statuses"
    assert calls.count("GET /api/v1/media/77") == 4
    assert b"Peta" in mastodon.server.asked[0][3]


def test_a_picture_that_is_never_ready_leaves_nothing_half_published(tmp_path: Path) -> None:
    with standing_in(processing=10**6) as mastodon:
        with pytest.raises(Retry, match="masih mengolah"):
            MastodonWriter(office(mastodon)).publish(with_picture(tmp_path), "k")

    assert mastodon.statuses == {}


def test_a_correction_keeps_the_pictures(tmp_path: Path) -> None:
    with standing_in() as mastodon:
        writer = MastodonWriter(office(mastodon))
        receipt = writer.publish(with_picture(tmp_path), "k")
        writer.amend(receipt.external_id, variant("RALAT"))

    assert mastodon.statuses[100]["content"] == "<p>RALAT</p>"
    assert len(mastodon.statuses[100]["media_attachments"]) == 1


def test_a_retracted_status_is_gone_from_the_server() -> None:
    with standing_in() as mastodon:
        writer = MastodonWriter(office(mastodon))
        writer.retract(writer.publish(variant(), "k").external_id)

        assert mastodon.statuses == {}
        with pytest.raises(Refused):
            MastodonMeter(office(mastodon)).read("100")


def test_a_figure_that_is_not_given_is_absent_and_a_real_zero_is_zero() -> None:
    with standing_in() as mastodon:
        receipt = MastodonWriter(office(mastodon)).publish(variant(), "k")

        assert MastodonMeter(office(mastodon)).read(receipt.external_id) == (Figure(FigureKind.LIKES, 0),)


@pytest.mark.parametrize(
    ("headers", "until"),
    [
        ({"Retry_After": "10800"}, NOON + timedelta(hours=3)),
        ({"X_RateLimit_Reset": "2025-11-03T05:07:00.123Z"}, datetime(2025, 11, 3, 5, 7, 0, 123000, UTC)),
        ({}, NOON + timedelta(minutes=5)),
    ],
)
def test_a_rate_limit_says_until_when(headers: dict[str, str], until: datetime) -> None:
    with standing_in(fail={"*": (429, b"{}", headers)}) as mastodon:
        with pytest.raises(WaitUntil) as caught:
            MastodonWriter(office(mastodon)).publish(variant(), "k")

    assert caught.value.until == until


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (401, b"", Kind.RECONNECT),
        (403, b'{"error":"This action is outside the authorized scopes"}', Kind.RECONNECT),
        (403, b"<html>Checking your browser</html>", Kind.RETRY),
        (422, b'{"error":"Validation failed: Text limit exceeded"}', Kind.REFUSED),
        (400, b"<html>", Kind.REFUSED),
        (413, b"", Kind.REFUSED),
        (404, b"", Kind.REFUSED),
        (502, b"", Kind.UNKNOWN_OUTCOME),
        (503, b"", Kind.UNKNOWN_OUTCOME),
    ],
)
def test_every_bad_answer_to_a_publication_has_its_kind_and_a_sentence(status: int, body: bytes, kind: Kind) -> None:
    with standing_in(fail={"*": (status, body, {})}) as mastodon:
        with pytest.raises(ChannelError) as caught:
            MastodonWriter(office(mastodon)).publish(variant(), "k")

    assert caught.value.kind == kind
    assert str(caught.value).endswith(".")
    assert "{" not in str(caught.value)


def test_a_passing_error_while_reading_is_not_taken_for_a_dead_token() -> None:
    with standing_in(fail={"*": (500, b"", {})}) as mastodon:
        with pytest.raises(Retry):
            reader(office(mastodon)).read(None, limit=10)


def test_a_token_that_the_server_repeats_is_kept_out_of_sentence_and_log() -> None:
    body = f'{{"error":"bad token {SECRET}"}}'.encode()
    with standing_in(fail={"*": (403, body, {})}) as mastodon:
        with pytest.raises(Reconnect) as caught:
            MastodonWriter(office(mastodon)).publish(variant(), "k")

    assert SECRET not in str(caught.value) + caught.value.reply
    assert SECRET not in repr(office(mastodon))


@pytest.mark.parametrize("answer", [b"", b"[]", b"{}", b"null", b'{"a":1}', b"[1,2]", b"<html>", b'[{"id":"1"}]'])
def test_no_odd_answer_breaks_the_reader(answer: bytes) -> None:
    with standing_in(fail={"*": (200, answer, {})}) as mastodon:
        for settings in ({}, {"hashtag": "banjir"}):
            try:
                page = reader(office(mastodon, **settings)).read("5", limit=10)
            except ChannelError:
                continue
            assert page.posts == ()


def test_an_unreadable_status_is_reported_and_the_others_are_heard() -> None:
    with standing_in() as mastodon:
        mastodon.mention(1)
        mastodon.mention(2)
        mastodon.mentions[1] = {"id": "1"}

        page = reader(office(mastodon)).read(None, limit=10)

    assert [post.text for post in page.posts] == ["@kabar pertanyaan 2"]
    assert page.notes == ("1 kiriman tidak terbaca dan dilewati.",)


def test_a_private_message_is_marked_as_not_public() -> None:
    with standing_in() as mastodon:
        mastodon.mention(1)
        mastodon.mentions[1]["visibility"] = "direct"

        assert not reader(office(mastodon)).read(None, limit=10).posts[0].is_public


def test_a_longer_link_that_begins_like_ours_is_not_ours() -> None:
    with standing_in() as mastodon:
        writer = MastodonWriter(office(mastodon))
        writer.publish(variant(f"Air surut pukul 15. Selengkapnya {LINK}1", link=f"{LINK}1"), "lain")

        assert writer.find("k", variant(), since=NOON) is None


@pytest.mark.parametrize("hashtag", ["dua kata", "a/b", "../x", "2025"])
def test_a_hashtag_that_cannot_be_one_is_refused_with_an_example(hashtag: str) -> None:
    with pytest.raises(Refused, match="Contoh: banjir"):
        reader(connection(settings={"server": "http://x", "hashtag": hashtag}))
