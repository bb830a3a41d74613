"""Mastodon against a real server that speaks its API (snac2)."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from PIL import Image

from kohkol.channels.contract import Attachment, Connection, FigureKind, Page
from kohkol.channels.errors import Reconnect, Refused
from kohkol.channels.limits import problems_with
from kohkol.channels.mastodon.measuring import MastodonMeter
from kohkol.channels.mastodon.reading import reader
from kohkol.channels.mastodon.writing import MastodonWriter
from tests.channels.scene import LINK, Clock, connection, variant
from tests.servers.snac import Snac, eventually


def office(snac: Snac, *, token: str | None = None, **settings: str) -> Connection:
    """The connected account of the office, by the machine's own clock: a real server has its own."""
    return connection(
        clock=Clock.real(),
        allowed=[snac.host],
        settings={"server": snac.url, **settings},
        secrets={"token": snac.tokens["kabar"] if token is None else token},
    )


def test_a_published_variant_can_be_read_back_from_the_server(snac: Snac) -> None:
    receipt = MastodonWriter(office(snac)).publish(variant(), "delivery-1")

    page = httpx.get(receipt.url, timeout=30)
    assert page.status_code == 200
    assert LINK in page.text
    assert receipt.at.tzinfo is not None


def test_a_picture_goes_out_with_its_description(snac: Snac, tmp_path: Path) -> None:
    picture = tmp_path / "peta.png"
    Image.new("RGB", (40, 30), "navy").save(picture)
    with_picture = variant(media=(Attachment(picture, "image/png", "Peta daerah tergenang"),))
    writer = MastodonWriter(office(snac))
    assert problems_with(with_picture, writer) == []

    receipt = writer.publish(with_picture, "delivery-2")

    owner = snac.status("kabar", receipt.external_id)
    assert [one["description"] for one in owner["media_attachments"]] == ["Peta daerah tergenang"]


def test_a_lost_answer_is_found_by_the_short_link(snac: Snac) -> None:
    link = f"{LINK}-hilang"
    ours = variant(f"Jembatan dibuka lagi, baca {link}", link=link)
    writer = MastodonWriter(office(snac))
    before = Clock.real()()
    assert writer.find("k", ours, since=before) is None

    receipt = writer.publish(ours, "k")

    assert writer.find("k", ours, since=before) == receipt


def test_another_variant_with_the_same_link_is_not_taken_for_ours(snac: Snac) -> None:
    link = f"{LINK}-dua"
    writer = MastodonWriter(office(snac))
    before = Clock.real()()
    writer.publish(variant(f"Cai geus orot ti jam tilu, maca di {link}", link=link), "su")

    assert writer.find("id", variant(f"Air sudah surut sejak pukul tiga, baca {link}", link=link), since=before) is None


def test_an_amended_status_keeps_its_address(snac: Snac) -> None:
    writer = MastodonWriter(office(snac))
    receipt = writer.publish(variant(), "k")

    amended = writer.amend(receipt.external_id, variant(f"RALAT: air surut pukul 17. {LINK}"))

    assert amended.url == receipt.url
    assert "RALAT" in httpx.get(receipt.url, timeout=30).text


def test_a_server_that_does_not_delete_is_not_believed(snac: Snac) -> None:
    """snac2 answers 404 to DELETE while the status stays: a local 'deleted' would be a lie."""
    writer = MastodonWriter(office(snac))
    receipt = writer.publish(variant(), "k")

    with pytest.raises(Refused, match=r"Hapus sendiri di http") as caught:
        writer.retract(receipt.external_id)

    assert receipt.url in str(caught.value)


def test_retracting_what_is_already_gone_is_fine(snac: Snac) -> None:
    MastodonWriter(office(snac)).retract("1795464571ec331206df76df9919cda452abac2c0d")


def said(page: Page) -> str:
    """Everything on a page; other tests of this file speak to the same server."""
    return " | ".join(post.text for post in page.posts)


def test_a_question_is_heard_and_answered_under_it_and_the_next_read_goes_on(snac: Snac) -> None:
    mentions = reader(office(snac))
    asked = snac.say("warga", "@kabar kapan air <b>surut</b>?")
    first = eventually(lambda: "kapan air surut?" in said(page := mentions.read(None, limit=40)) and page)
    assert first
    question = next(post for post in first.posts if "kapan air surut?" in post.text)
    assert question.to_us
    assert not question.is_ours
    assert question.author == f"warga@{snac.host}"

    answer = MastodonWriter(office(snac)).publish(variant(reply_to=question.external_id), "k")
    answered = snac.status("kabar", answer.external_id)["in_reply_to_id"]
    assert str(answered)[10:] == str(asked["id"])[10:]  # the rest is a time, which snac2 renews

    snac.say("warga", "@kabar sudah surut belum?")
    second = eventually(lambda: "surut belum?" in said(page := mentions.read(first.cursor, limit=40)) and page)

    assert second
    assert "kapan air surut?" not in said(second)


def test_a_hashtag_is_heard_and_our_own_posts_are_known_as_ours(snac: Snac) -> None:
    snac.say("warga", "jalan putus #longsorcihanjuang")
    snac.say("kabar", "petugas menuju lokasi #longsorcihanjuang")
    tagged = reader(office(snac, hashtag="#longsorcihanjuang"))

    page = eventually(lambda: (page := tagged.read(None, limit=40)) and len(page.posts) == 2 and page)

    assert page
    assert {post.is_ours: post.text for post in page.posts} == {
        False: "jalan putus #longsorcihanjuang",
        True: "petugas menuju lokasi #longsorcihanjuang",
    }
    again = tagged.read(page.cursor, limit=40)
    assert {post.external_id for post in again.posts} <= {post.external_id for post in page.posts}


def test_a_reply_is_counted_and_unknown_figures_are_absent(snac: Snac) -> None:
    account = office(snac)
    receipt = MastodonWriter(account).publish(variant(), "k")
    snac.say("warga", "terima kasih", in_reply_to_id=receipt.external_id)

    figures = eventually(
        lambda: (
            (found := {one.kind: one.value for one in MastodonMeter(account).read(receipt.external_id)})[
                FigureKind.REPLIES
            ]
            and found
        )
    )

    assert figures
    assert figures[FigureKind.REPLIES] == 1
    assert FigureKind.VIEWS not in figures


def test_a_dead_token_asks_for_a_new_connection(snac: Snac) -> None:
    with pytest.raises(Reconnect, match="Sambungkan lagi"):
        MastodonWriter(office(snac, token="kedaluwarsa")).publish(variant(), "k")


def test_the_limits_are_the_servers_own(snac: Snac) -> None:
    writer = MastodonWriter(office(snac))

    assert writer.limits.max_characters == 100_000
    assert writer.measure(f"Baca {LINK}") == len("Baca ") + 32
