"""Facts that make another claim: read the same however they are written, and told when they differ."""

import pytest

from kohkol.engine.matching.facts import compare, read_facts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bantuan Rp600.000", "bantuan 600 ribu"),
        ("lima orang tewas", "5 orang tewas"),
        ("dua puluh tiga rumah", "23 rumah"),
        ("upah 3,2 juta", "upah Rp3.200.000"),
        ("tanggal 12 Januari 2024", "12/01/2024"),
        ("pukul 20.00", "20.00 WIB"),
        ("Beredar video buaya di sungai", "Ngeri video buaya di sungai"),
        ("you can see the dam", "you see the dam"),
    ],
)
def test_the_same_fact_written_otherwise_agrees(one: str, other: str) -> None:
    assert compare(read_facts(one), read_facts(other))[1] == []


@pytest.mark.parametrize(
    ("claim", "post", "reason"),
    [
        ("banjir 12 Januari", "banjir 15 Maret", "1 / 3"),
        ("rumah warga di Garut roboh", "rumah warga di Ciamis roboh", "Ciamis"),
        ("dua belas orang sakit", "40 orang sakit", "12 / 40"),
        ("bendungan retak", "bendungan tidak retak", "tidak retak"),
        ("jalan ditutup pukul 22.00", "jalan ditutup pukul 20.00", "22.00 / 20.00"),
        ("jalan geus bisa dipake", "jalan can bisa dipake", "tidak pakai"),
        ("desa ngabagi beas", "desa moal ngabagi beas", "tidak bagi"),
        ("vaksin dosis ketiga wajib", "vaksin dosis kedua wajib", "3 / 2"),
        ("bupati asep mulyana ditahan", "bupati dadan gunawan ditahan", "asep mulyana / dadan gunawan"),
        ("artis Maya Puspita ditipu orang", "artis Lina Marlina ditipu orang", "maya puspita / lina marlina"),
    ],
)
def test_another_fact_is_told(claim: str, post: str, reason: str) -> None:
    assert any(reason in found for found in compare(read_facts(claim), read_facts(post))[1])


def test_a_number_out_of_reach_breaks_nothing() -> None:
    assert read_facts("9" * 500 + " 99/99/9999 ²³ ٣ triliun").words
