"""Harm in drafts and in messages to the office: words however they are hidden, and nothing where there is none."""

import pytest

from kohkol.engine.text import harm, harm_letters
from kohkol.engine.text.tokens import Spellings


@pytest.mark.parametrize(
    "text",
    [
        "dasar goblok kalian semua",
        "dasar gobl*k lu",
        "b4ngs4t kalian",
        "emang k*nt*l tuh orang",
        "woy a n j i n g",
        "bngst lu ya",
        "sia téh belegug, kehed",
        "raimu asu, cangkemmu",
        "usir saja cina dari sini",
        "bunuh mereka semua, bakar rumahnya",
        "antek aseng dan cebong sama saja",
        "semoga cepat mati kalian",
        "wan abud gabener tukang bohong",
        "penyembah setan pulang ke cina sana",
        "baruak ang, ndak punyo otak",
        "dasar pilon, otak lu kopong",
        "kalian gak tahu diri dan gak punya adab",
        "tidak pantas hidup orang kayak gitu",
    ],
)
def test_hurting_words_are_found_however_they_are_written(text: str) -> None:
    assert harm.hurtful(text) > 0.6


@pytest.mark.parametrize(
    "text",
    [
        "Layanan KTP tutup sementara hari ini",
        "Warga Tionghoa, Kristen dan Islam bergotong royong membersihkan gereja",
        "Masyarakat Ahmadiyah menerima bantuan sembako",
        "Presiden meresmikan jembatan di Papua",
        "Kebijakan pemerintah ini gagal, kami minta gubernur mundur",
        "Sarapan bubur dan sate kambing di pasar",
        "Kebakaran di pasar padam pukul 14.00",
        "Para warga dan pejabat hadir pukul 14.00",
        "Warga, buang sampah di tempat sampah",
        "Ayam bakar di sini enak, orang antre panjang",
        "Warga Madura, Batak dan Tionghoa antre vaksin",
        "Gunung Merbabu ditutup untuk pendaki, hrs lapor dulu",
        "Pemuka agama dan warga membuka musyawarah",
    ],
)
def test_naming_a_group_and_criticising_a_government_are_no_harm(text: str) -> None:
    assert harm.hurtful(text) < 0.35


def test_violence_that_is_told_weighs_less_than_violence_that_is_called_for() -> None:
    told = harm.hurtful("Seorang sopir dibunuh di Garut")
    called = harm.hurtful("Bunuh saja sopir itu")
    assert told < 0.5 < called


def test_the_words_that_decided_are_named() -> None:
    worst = max(harm.judge("dasar tolol"), key=lambda one: one.score)
    assert (worst.kind, worst.words) == ("abuse", ("tolol",))


def test_letters_like_those_of_hurtful_words_raise_suspicion() -> None:
    assert harm.hurtful("kamu tuh bangsyatan gobloque") > 2 * harm.hurtful("kamu tuh sahabatan bersama")


def test_letters_of_the_name_of_a_group_say_nothing() -> None:
    spellings = Spellings()
    named, other = (
        harm_letters.hint(spellings.rows([text]), spellings) for text in ("warga papua datang", "warga datang")
    )
    assert named == other
