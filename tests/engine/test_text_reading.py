"""Reading posts and drafts end to end, by the contract of `kohkol read`."""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from kohkol.engine.text import command, features, model, question_features, questions
from kohkol.engine.text.questions import is_question
from kohkol.engine.text.readability import score
from kohkol.engine.text.reading import Reader, read_draft
from kohkol.engine.text.tokens import COMMA, STOP, Spellings


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


def test_a_post_gets_every_judgement_with_its_reasons(reader: Reader) -> None:
    [reading] = reader.read(["Pelayanan puskesmas di Baleendah mengecewakan, antri 4 jam, hubungi saya 081234567890"])
    assert (reading.language, reading.question, reading.tone.label) == ("id", False, "negative")
    assert "mengecewakan" in reading.tone.words
    assert sum(reading.tone.chances.values()) == pytest.approx(1, abs=0.01)
    assert [place.code for place in reading.places] == ["32.04.32"]
    assert [datum.kind for datum in reading.personal_data] == ["phone"]


@pytest.mark.parametrize(
    ("post", "tone"),
    [
        ("kapan bansos bulan ini cair ya min", "neutral"),
        ("Punten, upami bade ngadamel KTP kedah nyandak naon wae?", "neutral"),
        ("Info: loket pindah ke lantai dua mulai Senin.", "neutral"),
        ("udah lapor tiga kali ga ada tanggapan, percuma", "negative"),
        ("makasih ya min, petugasnya ramah banget", "positive"),
    ],
)
def test_what_people_write_to_an_office_is_neutral_unless_they_voice_a_feeling(
    reader: Reader, post: str, tone: str
) -> None:
    assert reader.read([post])[0].tone.label == tone


@pytest.mark.parametrize(
    ("title", "baits"),
    [
        ("Siapa yang berhak menerima bansos PKH?", False),
        ("Jembatan Cihanjuang ditutup: jalur memutar", False),
        ("Ini daftar posko pengungsian", False),
        ("Warga Kaget! Ternyata Ini yang Terjadi di Balai Desa", True),
    ],
)
def test_a_title_baits_when_it_hides_what_it_is_about(title: str, baits: bool) -> None:
    assert (read_draft(title).clickbait >= 0.5) is baits


@pytest.mark.parametrize(
    ("post", "language"),
    [
        ("Kumaha carana ngadamel akta kalahiran, abdi teu acan terang", "su"),
        ("Kepriye carane ngurus KK sing ilang, aku ora ngerti", "jv"),
        ("Bagaimana cara mengurus KTP yang hilang", "id"),
        ("How do I apply for a new identity card", "en"),
    ],
)
def test_the_language_of_a_post_is_told(reader: Reader, post: str, language: str) -> None:
    [reading] = reader.read([post])
    assert (reading.language, reading.question) == (language, True)


def test_the_same_post_reads_the_same_in_any_company(reader: Reader) -> None:
    post = "Harga beras naik lagi, bagaimana nasib kami?"
    [alone] = reader.read([post])
    assert reader.read(["", "x\ny", post, "\u2028 \x1c #a"])[2] == alone
    [with_address] = reader.read(["Lihat Bit.ly/abc dan Www.situs.id ya"])
    assert reader.read(["bit.ly/x www.y.id", "Lihat Bit.ly/abc dan Www.situs.id ya"])[1] == with_address


def test_a_draft_is_harder_to_read_with_each_burden_and_a_number_ends_no_sentence() -> None:
    plain = "Kami buka loket hari ini."
    for burden in ("pelaksanaan", "dibukakan", "ke-an panjangsekalikata", "dalam rangka", "guna menindaklanjuti"):
        assert score(f"Kami buka loket {burden} hari ini.") < score(plain), burden
    assert score("") == score("1.500.000") == 100
    long_sentence = "kata " * 20
    assert score(f"{long_sentence}1.5 {long_sentence}") < score(f"{long_sentence}. {long_sentence}")


def test_empty_and_strange_posts_are_read_without_an_error(reader: Reader) -> None:
    posts = [
        "",
        " ",
        "\n\n",
        "!!!",
        "😀" * 300,
        "a" * 50_000,
        "\ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    ]
    assert len(reader.read(posts)) == len(posts)
    assert reader.read([]) == []


def test_posts_are_scored_with_the_features_that_training_saw() -> None:
    posts = ["Pelayanan tidak memuaskan!!", "anak2 suka bgt bakso ini", "", "Banjir lagi di Baleendah, kapan surut?"]
    models, spellings = model.load(), Spellings()
    rows = spellings.rows(posts)
    index, value, ends = features.matrix(rows, spellings, models.lines[:, -1].copy())
    wanted = csr_matrix((value, index, ends), shape=(len(posts), features.SIZE)) @ models.lines[:, :-1]
    assert models.scores(rows, spellings) == pytest.approx(wanted + models.offsets, abs=1e-3)


def test_a_draft_is_judged_for_wording_and_harm() -> None:
    hard = read_draft("Sehubungan dengan hal tersebut, dilakukan penghentian sementara pelaksanaan pelayanan.")
    plain = read_draft("Layanan tutup sementara hari ini.")
    assert hard.readability < plain.readability
    assert ("dilakukan penghentian", "dihentikan") in [
        ("dilakukan penghentian", spot.plainer) for spot in hard.hard_spots if spot.plainer == "dihentikan"
    ]
    worst = max(read_draft("Dasar kalian goblok, bakar saja rumah mereka").harm, key=lambda harm: harm.score)
    assert worst.kind in {"abuse", "threat"}
    assert worst.score > 0.6


def test_a_home_region_that_is_none_is_refused_with_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(["-", "--near", "abc"])
    assert "'abc' is no region's code" in capsys.readouterr().err


def test_the_command_skips_bad_lines_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    posts = tmp_path / "posts.ndjson"
    posts.write_text('{"id": "1", "text": "kapan bansos cair"}\n{broken\n{"id": "2", "text": "terima kasih"}\n')
    assert command.main([str(posts)]) == 3
    out, err = capsys.readouterr()
    rows = [json.loads(line) for line in out.splitlines()]
    assert [(row["id"], row["question"]) for row in rows] == [("1", True), ("2", False)]
    assert "harm" not in rows[0]
    assert "line 2" in err


def test_harm_is_told_for_drafts_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    posts = tmp_path / "drafts.csv"
    posts.write_text("id,text\n1,Layanan tutup hari ini\n")
    assert command.main([str(posts), "--draft"]) == 0
    [row] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {harm["kind"] for harm in row["harm"]} == {"hatred", "abuse", "threat", "doxing", "clickbait"}


def test_questions_are_scored_with_the_features_that_training_saw() -> None:
    posts = ["kapan cair min?", "jalan rusak parah, gratis atau bayar", ""]
    weights, spellings = questions.load(), Spellings()
    rows = spellings.rows(posts)
    index, value, ends = question_features.matrix(rows, spellings)
    whole = np.concatenate([weights.words, weights.letters])
    sums = [float((whole[index[a:b]] * value[a:b]).sum()) for a, b in pairwise(ends)]
    found, shares = question_features.scores(rows, spellings, question_features.Signs(weights.letters), weights.words)
    assert found == pytest.approx(sums, abs=1e-3)
    assert shares == pytest.approx([value[a] for a in ends[:-1]])


def test_commas_stops_and_ends_of_lines_stand_after_their_token() -> None:
    rows = Spellings().rows(["min,jam 8. buka?\nkantor 2,5 km"])
    assert rows.breaks.tolist() == [COMMA, 0, STOP, 0, COMMA, 0, 0, 0]


@pytest.mark.parametrize(
    "post",
    [
        "ieu jalan iraha rek dibenerkeun",
        "link bantuan ini beneran apa penipuan",
        "daftar ulang bawa materai berapa lembar",
        "teu ngartos abdi mah kedah ka mana",
        "Is the office open on Saturday",
        "nek njaluk surat kudu nggowo opo wae",
        "gratis atau bayar",
        "pajak kios dihitung dari luas atau omzet",
        "bisa diwakilkan ga ambil kartunya",
        "tidak tahu kapan rumah kami diukur",
        "NIK 3271046504930002 atas nama Budi, KK sudah dikirim lewat email, kapan bansos cair",
        "Rumah kami roboh diterjang angin, sudah difoto petugas dua minggu lalu.\nBantuannya diurus ke mana ya pak",
    ],
)
def test_questions_are_seen_without_a_question_mark(post: str) -> None:
    assert is_question(post)


@pytest.mark.parametrize(
    "post",
    [
        "siapa tahu tahun depan nama saya masuk",
        "bisa kok diwakilkan",
        "siapa sangka kampung kami juara",
        "kapan lagi bisa makan semurah ini",
        "Petugas ditanya kapan selesai, ia diam",
    ],
)
def test_rhetorical_and_reported_questions_do_not_count(post: str) -> None:
    assert not is_question(post)
