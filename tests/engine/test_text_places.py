"""Places in posts: found with their spans, settled from context, left out where nobody can know."""

import pytest

from kohkol.engine.text.places import Gazetteer


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer(near="32")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Banjir di Baleendah, Kabupaten Bandung", ["32.04.32", "32.04"]),
        ("Jalan rusak di Desa Sukamaju, Kecamatan Majalaya", ["32.04.33.2008", "32.04.33"]),
        ("warga Cimanggu Ngamprah mengeluh", ["32.17.06.2005", "32.17.06"]),
        ("kebakaran di Cimanggu, Kabupaten Sukabumi", ["32.02.46", "32.02"]),
        ("Setu Bekasi banyak truk", ["32.16.18", "32.16"]),
        ("Buah Batu macet", ["32.73.22"]),
        ("#BanjirBandung parah", ["32.73"]),
        ("truk terguling di Cikarang Barat, macet sampai Cibitung", ["32.16.08", "32.16.07"]),
        ("Kelurahan Dago dapat giliran fogging", ["32.73.02.1004"]),
        ("bandung kidul penuh PKL", ["32.73.21"]),
        ("Wamena mencekam", ["95.01.01"]),
        ("pemandangan bandung dan lembang", ["32.73", "32.17.01"]),
        ("saya ke bandung baru kemarin", ["32.73"]),
        ("Mahasiswa turun dari Pekanbaru, Medan, Lampung", ["14.71", "12.71"]),
        ("jaringan di cileungsi bogor jelek", ["32.01.07", "32.01"]),
        ("macet di tanjung priok", ["31.72.02"]),
        ("kapolsek mapanget angkat bicara", ["71.71.08"]),
        ("Karhutla di Tanjung Jabung Timur Jambi", ["15.07"]),
        ("bupati Tasik dilantik", ["32.06"]),
        ("tahanan lapas Parung Panjang", ["32.01.20"]),
        ("SDN Pancawangi Cianjur ambruk", ["32.03"]),
        ("Warga Cicalengka dan Lembang", ["32.04.25", "32.17.01"]),
        ("sampah menggunung di Cilebut Bogor", ["32.01"]),
        ("lomba digelar di Cikarang, Bekasi", ["32.16"]),
        ("proyek Hambalang, Bogor", ["32.01.03.2013", "32.01"]),
        ("Lembang Bandung macet", ["32.17.01", "32.73"]),
        ("Cipanas Garut ramai", ["32.05"]),
        ("Kadipaten tasik padam", ["32.06.37", "32.06"]),
        ("nginep di Kuta, Bali", ["51.03.01"]),
        ("KRL Jatinegara-Cakung terganggu", ["31.75.03", "31.75.06"]),
        ("truk dari surabaya, malang", ["35.78", "35.73"]),
        ("kudus macet", ["33.19"]),
        ("ombak di pelabuhan ratu", ["32.02.01"]),
        ("pintu tol dekat kota Indramayu", ["32.12"]),
        ("balik jogja lagi", ["34.71"]),
        ("lengkong bandung banjir", ["32.73.13", "32.73"]),
        ("gunung putri bogor macet", ["32.01.02", "32.01"]),
        ("pati, jawa tengah", ["33.18"]),
        ("sampah di tegalluar belum diangkut", ["32.04.08.2006"]),
        ("fogging di Kelurahan Dago dan Kelurahan Cigadung", ["32.73.02.1004", "32.73.18.1004"]),
    ],
)
def test_the_words_around_settle_which_place_is_meant(gazetteer: Gazetteer, text: str, codes: list[str]) -> None:
    assert [place.code for place in gazetteer.find(text)] == codes


@pytest.mark.parametrize(
    "text",
    [
        "pohon tumbang di jalan Setiabudi",
        "Bandung Selatan dilupakan",
        "Kuningan Jakarta macet",
        "Kp. Babakan RT 02 RW 07 kebanjiran",
        "di Sukamaju listrik mati",
        "petani di Pacet rugi",
        "kota kami bersih dan jaya",
        "dodol garut enak",
        "rumah baru",
        "Persib Bandung menang lagi",
        "ayam goreng brebes paling enak",
        "SBY Beri Arahan Tertutup",
        "Dinas Kesehatan diminta turun",
        "Hujan Lebat Picu Banjir di Jepang",
        "kabut asap di Riau",
        "gubernur bengkulu dipanggil",
        "harga Batu Bara turun",
        "Tagih Debut Solo",
        "tempat makan di jalan Sabang",
        "setelah belanja di cihampelas",
        "petani desa yang menolak",
        "Saat Luhut dan Susi pamit",
        "pendukung kel. Mantan Presiden",
        "dalane jember banget bar udan",
        "Bima Satria juara lomba lari",
        "tauco cianjur dan terasi cirebon",
        "maung bandung menang, Bandung United juga",
        "wisata ke Curug Cimahi",
        "coto Makassar, bika Ambon dan telor asin brebes",
        "bengkel di jalan Braga, ya jalan Braga",
    ],
)
def test_what_cannot_be_known_is_left_out(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.find(text) == []


def test_a_span_covers_the_word_of_the_level_and_the_name(gazetteer: Gazetteer) -> None:
    text = "banjir di Kec. Baleendah tadi"
    [place] = gazetteer.find(text)
    assert text[place.start : place.end] == "Kec. Baleendah"


def test_the_home_region_decides_among_names_that_repeat() -> None:
    assert [place.code for place in Gazetteer(near="32").find("macet di Lembang")] == ["32.17.01"]
    assert [place.code for place in Gazetteer(near="73.15").find("macet di Lembang")] == ["73.15.07"]


def test_without_a_home_region_no_kecamatan_is_believed_for_its_name_alone() -> None:
    assert Gazetteer().find("rumah makan sakti dengan bendungan") == []
    assert [place.code for place in Gazetteer().find("Korsleting di Cilandak")] == ["31.74.06"]
