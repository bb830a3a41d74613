"""By hand is a channel: all is made ready, nothing is called live."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from kohkol.channels.by_hand.handing_over import HandWriter, share_text, whatsapp_address
from kohkol.channels.by_hand.places import PLACES
from kohkol.channels.contract import Attachment, Handover
from kohkol.channels.errors import Refused
from kohkol.channels.limits import problems_with
from tests.channels.scene import LINK, NOON, connection, variant

BY_NAME = {place.name: place for place in PLACES}


def writer(name: str) -> HandWriter:
    """The writer of one place."""
    return HandWriter(connection(), place=BY_NAME[name])


def picture(folder: Path, alt: str = "Peta daerah tergenang") -> Attachment:
    """A file with a description."""
    path = folder / "peta.jpg"
    path.write_bytes(b"\xff\xd8\xff")
    return Attachment(path, "image/jpeg", alt)


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_publishing_gives_text_files_and_steps_that_end_in_reporting_back(name: str, tmp_path: Path) -> None:
    handover = writer(name).publish(variant(media=(picture(tmp_path),)), "k")

    assert isinstance(handover, Handover)
    assert LINK in handover.text
    assert [one.alt for one in handover.files] == ["Peta daerah tergenang"]
    assert handover.steps[0] == "Simpan berkas ke ponsel."
    assert "laporkan di sini" in handover.steps[-1]


def test_whatsapp_opens_with_the_whole_text_filled_in() -> None:
    text = "Air *surut* & jalan dibuka 100%\nSelengkapnya: https://x.id/f/1?a=b#c 🌊"

    assert parse_qs(urlsplit(whatsapp_address(text)).query) == {"text": [text]}
    assert writer("whatsapp_group").publish(variant(text, link=""), "k").share_url == whatsapp_address(text)


def test_the_sheets_link_is_added_where_the_text_lacks_it() -> None:
    assert share_text(variant("Air surut.")) == f"Air surut.\n\n{LINK}"
    assert share_text(variant(f"Air surut. {LINK}")) == f"Air surut. {LINK}"


def test_instagram_needs_a_picture_with_a_description(tmp_path: Path) -> None:
    instagram = writer("instagram")

    assert [str(one) for one in problems_with(variant(), instagram)] == ["Kanal ini perlu gambar atau video."]
    without = problems_with(variant(media=(picture(tmp_path, alt=" "),)), instagram)
    assert [str(one) for one in without] == [
        "Tulis teks alternatif untuk peta.jpg, agar yang tidak melihatnya juga tahu."
    ]
    assert problems_with(variant(media=(picture(tmp_path),)), instagram) == []


def test_whatsapp_takes_less_text_under_a_picture(tmp_path: Path) -> None:
    long = variant("a" * 1100, link="")
    under_picture = variant("a" * 1100, link="", media=(picture(tmp_path),))

    assert problems_with(long, writer("whatsapp_channel")) == []
    assert [str(one) for one in problems_with(under_picture, writer("whatsapp_channel"))] == [
        "Teks terlalu panjang: 1100 dari 1024 karakter. Kurangi 76."
    ]


def test_phones_count_an_emoji_as_two_and_facebook_as_one() -> None:
    assert writer("instagram").measure("surut 🌊") == 8
    assert writer("facebook").measure("surut 🌊") == 7


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("Air surut.", 10),
        ("surut 🌊", 8),
        ("keluarga 👨‍👩‍👧‍👦 🇮🇩", 14),
        ("洪水", 4),
        ("“aman” – kata BPBD…", 20),
        ("https://kohkol.contoh.go.id/f/LF-2026-0003-yang-panjang-sekali", 23),
        ("Baca kohkol.go.id/f/1, ya", 32),
        ("cafe\u0301", 4),
    ],
)
def test_x_counts_links_as_23_and_emoji_as_two(text: str, length: int) -> None:
    assert writer("x").measure(text) == length


def test_x_takes_280() -> None:
    assert problems_with(variant("a" * 280, link=""), writer("x")) == []
    assert [str(one) for one in problems_with(variant("a" * 281, link=""), writer("x"))] == [
        "Teks terlalu panjang: 281 dari 280 karakter. Kurangi 1."
    ]


def test_a_lost_file_or_a_wrong_kind_is_named(tmp_path: Path) -> None:
    gone = variant(media=(Attachment(tmp_path / "hilang.png", "image/png", "x"),))
    (tmp_path / "a.exe").write_bytes(b"MZ")
    wrong = variant(media=(Attachment(tmp_path / "a.exe", "application/x-msdownload", "x"),))

    assert [str(one) for one in problems_with(gone, writer("facebook"))] == [
        "Berkas hilang.png tidak ditemukan. Unggah lagi."
    ]
    assert [str(one) for one in problems_with(wrong, writer("facebook"))] == [
        "Jenis berkas a.exe tidak diterima kanal ini."
    ]


def test_only_a_person_can_say_correct_or_take_down() -> None:
    by_hand = writer("tiktok")
    with pytest.raises(Refused, match="laporkan di sini"):
        by_hand.find("k", variant(), since=NOON)
    with pytest.raises(Refused, match="TikTok"):
        by_hand.amend("1", variant())
    with pytest.raises(Refused, match="TikTok"):
        by_hand.retract("1")
