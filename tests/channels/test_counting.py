"""Characters are counted as people, and Mastodon, see them."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from kohkol.channels.counting import graphemes
from kohkol.channels.mastodon.serverlimits import measured

PIECES = [
    *"aé\r\n 1",
    "e\u0301",
    "👍",
    "👍🏽",
    "👩‍👩‍👧",
    "🇮🇩",
    "🇯",
    "❤️",
    "ꦏꦿ",
    "ᮊᮥ",
    "각",
    "\u1100",
    "\u1161",
    "\u11a8",
    "\u200d",
    "®",
    "🏽",
]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("banjir", 6),
        ("🇮🇩🇮🇩", 2),
        ("👩‍👩‍👧", 1),
        ("👍🏽", 1),
        ("ᮞᮥᮔ᮪ᮓ", 3),
        ("a\r\nb", 3),
        ("e\u0301", 1),
        ("🇮🇩\u200d👍", 2),
        ("👧\u200d\u200d👍", 2),
    ],
)
def test_a_character_is_what_a_reader_sees(text: str, count: int) -> None:
    assert graphemes(text) == count


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_it_agrees_with_the_unicode_standard(text: str) -> None:
    assert graphemes(text) == len(regex.findall(r"\X", text))


@given(st.text(max_size=40))
def test_no_text_breaks_the_counting(text: str) -> None:
    assert 0 <= graphemes(text) <= len(text)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("https://fakta.contoh.go.id/lembar/yang-sangat-panjang-sekali/K7Q2?dari=mastodon", 23),
        ("Baca https://a.id.", 5 + 23 + 1),
        ("(https://a.id/b)", 23 + 2),
        ("@kabar@mastodon.contoh.go.id halo", len("@kabar halo")),
        ("surel humas@contoh.go.id", len("surel humas@contoh.go.id")),
        ("a.id/b tanpa protokol", len("a.id/b tanpa protokol")),
        ("🇮🇩 surut", 7),
    ],
)
def test_mastodon_counts_links_as_23_and_names_without_their_server(text: str, count: int) -> None:
    assert measured(text) == count
