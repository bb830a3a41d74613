"""Personal data: found by forms that can be checked, and hidden without changing the text's length."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kohkol.engine.text.mask import mask
from kohkol.engine.text.personal_data import find


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("NIK 3273010212900003", [("nik", "3273010212900003")]),
        ("NIK ibu saya 3204-3242-0585-0001", [("nik", "3204-3242-0585-0001")]),
        ("No KK: 3273010212150003", [("kk", "3273010212150003")]),
        ("wa 0812-3456-7890 ya", [("phone", "0812-3456-7890")]),
        ("telp (022) 7201234", [("phone", "(022) 7201234")]),
        ("kirim ke budi.s@contoh.id", [("email", "budi.s@contoh.id")]),
        ("motor D 1234 ABC nyelonong", [("plate", "D 1234 ABC")]),
        ("rek BCA 1234567890 a.n. Siti Aminah", [("bank_account", "1234567890"), ("name", "Siti Aminah")]),
        ("rumahnya di Jl. Melati No. 12 RT 03/RW 05", [("address", "Jl. Melati No. 12 RT 03/RW 05")]),
        ("hubungi Pak Budi Santoso 081234567890", [("name", "Budi Santoso"), ("phone", "081234567890")]),
        ("nokk 3217140211090004 nik 3217145206880001", [("kk", "3217140211090004"), ("nik", "3217145206880001")]),
        ("NIK/KK: 3471014407950002 / 3471011203180011", [("nik", "3471014407950002"), ("kk", "3471011203180011")]),
        ("hp 081 320 556 677 ya", [("phone", "081 320 556 677")]),
        ("nomer saya 0 8 1 3 2 0 9 8 7 7 6 5", [("phone", "0 8 1 3 2 0 9 8 7 7 6 5")]),
        (
            "wa nol delapan satu dua tiga empat lima enam tujuh",
            [("phone", "nol delapan satu dua tiga empat lima enam tujuh")],
        ),
        ("chat wa.me/6281322334455", [("phone", "6281322334455")]),
        ("no telepon 02122302243 mati", [("phone", "02122302243")]),
        ("kirim cv ke asep123 @ gmail.com", [("email", "asep123 @ gmail.com")]),
        ("pelaku kabur naik z 3090 ty", [("plate", "z 3090 ty")]),
        ("2990123456 (BCA) punya dia", [("bank_account", "2990123456")]),
        ("cod di rumah Jl. Raya Laswi 88B ya", [("address", "Jl. Raya Laswi 88B")]),
        ("d1234abc parkir di trotoar", [("plate", "d1234abc")]),
        ("motor Z 4521 hk brong", [("plate", "Z 4521 hk")]),
        ("wahyu77 at gmail titik com ya", [("email", "wahyu77 at gmail titik com")]),
        ("sampah di Perum Bumi Asri Blok C2 No 14", [("address", "Perum Bumi Asri Blok C2 No 14")]),
        ("gg. masjid 3 no.17B rumah cat hijau", [("address", "gg. masjid 3 no.17B")]),
        ("Aceng 085722446688 jual motor", [("name", "Aceng"), ("phone", "085722446688")]),
        ("BNI 0912345678 a/n Hj. Rokayah", [("bank_account", "0912345678"), ("name", "Rokayah")]),
        ("Teti Rosmiati, 3217144505800003", [("name", "Teti Rosmiati"), ("nik", "3217144505800003")]),
        ("penerima wenny silfanus hp 085690308561", [("name", "wenny silfanus"), ("phone", "085690308561")]),
    ],
)
def test_each_kind_is_found_with_its_exact_stretch(text: str, found: list[tuple[str, str]]) -> None:
    assert [(datum.kind, text[datum.start : datum.end]) for datum in find(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "nomor 9973019912900003 bukan NIK",  # no such region, no such date
        "NIK 3273013213900003",  # the 32nd of month 13
        "harga Rp 1.500.000 per 10 kg",
        "call center 021 1500755",
        "Pak Budi Santoso hadir",  # a name alone is not private
        "macet di Jl. Braga",
        "resi 170599117329 belum sampai",
        "pukul 10.30 WIB tanggal 12-10-2024",
        "nomor sertifikat 3273 0299 4512 0001 tumpang tindih",
        "no referensi transfer 2024081512345678 minta dicek",
        "WA layanan Disdukcapil Kota 0811-2233-4455 fast respon",
        "lokasi usaha di Jl. Cihampelas No. 61",
        "rumah makan di jalan cihampelas 61 enak",
    ],
)
def test_numbers_and_names_that_expose_nobody_are_left(text: str) -> None:
    assert find(text) == []


@given(st.text(max_size=80), st.lists(st.tuples(st.integers(-5, 90), st.integers(-5, 90)), max_size=4))
def test_masking_keeps_length_and_hides_every_letter_inside(text: str, spans: list[tuple[int, int]]) -> None:
    hidden = mask(text, spans)
    assert len(hidden) == len(text)
    for start, end in spans:
        assert not any(letter.isalnum() for letter in hidden[max(0, start) : max(0, end)])


@pytest.mark.parametrize(
    "text",
    [
        "Kirim pengaduan ke lapor@jabarprov.go.id",
        "Hubungi hotline Dinas Kesehatan (022) 4236 000",
        "Call center PLN 123, ambulans 119, darurat 112",
        "Restoran di alamat jalan Kebonjati 117, telepon 022 6011539",
        "Bantuan Bank Mandiri senilai Rp. 28.644.061 untuk warga",
        "Infak ke norek 7106418181 an. Masjid Al Muttaqin",
        "Mobil listrik E3 di pameran",
        "Info: cs@tokokita.co.id atau humas@pemkotbaru.id",
    ],
)
def test_what_offices_and_shops_publish_is_nobodys_private_data(text: str) -> None:
    assert find(text) == []


@given(
    digits=st.text("0123456789", min_size=9, max_size=16), before=st.sampled_from(["", "Rp ", "resi ", "no ", "wa "])
)
def test_stretches_lie_inside_the_text_and_never_overlap(digits: str, before: str) -> None:
    text = f"tolong {before}{digits} ya kak"
    found = find(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_the_word_that_sends_people_to_somebody_is_no_name():
    said = "Hubungi Ibu Siti Rahmawati di 0812-3456-7890."
    assert [said[one.start : one.end] for one in find(said) if one.kind == "name"] == ["Siti Rahmawati"]


@pytest.mark.parametrize(
    "text",
    [
        "anak hilang di puskesmas garuda hubungi 081234567890",
        "ktp ketinggalan di samsat, yang nemu kontak 081234567890",
        "nomornya disimpan ya 081234567890",
        "pengaduan dari warga 081234567890 belum ditanggapi",
        "kecewa sama layanan, wa aja 081234567890",
    ],
)
def test_a_mobile_number_is_private_although_an_office_is_named_beside_it(text: str) -> None:
    assert [text[one.start : one.end] for one in find(text)] == ["081234567890"]
