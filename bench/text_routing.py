"""Stand-ins for a complaint corpus: public posts, each given to the agency whose one keyword it holds.

The keywords are then taken out of the text, so that an agency has to be told by everything else that is said. Each
source is used three times, every time with another third of the keywords left out; the first 70 % of a stand-in (by
date where there are dates) are learned, the rest is routed. The router's settings were chosen on `CHOSEN_ON`; the other
sources were only measured.
"""

import gzip
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from tools.training_texts import news_sentences

from kohkol.engine.text.routing import AgencyRouter

Routed = list[tuple[str, str]]  # text, agency
CHOSEN_ON, MEASURED_ONLY = ("hoax", "headlines"), ("reviews", "news")
PARTS = 3
MOST = 3000  # posts of a stand-in
FIRST = 50  # decisions after which a router has to be of use

KEYWORDS = {
    "kesehatan": "virus corona covid vaksin masker dokter rumah sakit rs obat kanker penyakit pasien medis jantung",
    "pendidikan": "sekolah siswa guru mahasiswa kampus universitas murid pelajar pendidikan beasiswa",
    "perhubungan": "kereta pesawat bandara tol mobil motor bus jalan jembatan lalu lintas ojek kapal",
    "kepolisian": "polisi polri kapolri polda polres begal penculikan culik narkoba perampok teroris tilang",
    "kebencanaan": "gempa tsunami banjir gunung longsor bencana kebakaran badai erupsi meletus bmkg",
    "pemilu": "kpu pemilu pilpres capres pilkada suara kampanye caleg surat tps bawaslu debat",
    "keagamaan": "masjid gereja ulama ustadz haji umrah kiai pesantren ustaz habib azan injil alquran",
    "perdagangan": "beras telur harga minyak daging garam mie makanan minuman susu halal babi",
    "kominfo": "whatsapp facebook undian hadiah voucher pulsa kuota internet hp aplikasi link gratis telkomsel",
    "keuangan": "bank uang utang rupiah pajak gaji dana kredit pinjaman rekening bri bni",
    "ketenagakerjaan": "tka tenaga kerja buruh lowongan pekerja karyawan phk cpns pns",
}
# What an office would write about each agency, without any of the keywords.
TASKS = {
    "kesehatan": "puskesmas, klinik, imunisasi, wabah, penularan, infeksi, perawat, ibu hamil, gizi, stunting, darah",
    "pendidikan": "ujian, belajar mengajar, kelas, kurikulum, sd smp sma smk, wisuda, rektor, dosen, pelajaran",
    "perhubungan": "transportasi, angkutan, terminal, parkir, macet, sopir, penumpang, kecelakaan, tiket, stasiun",
    "kepolisian": "kejahatan, pencurian, pembunuhan, penangkapan, tersangka, penipuan, aparat, keamanan, tawuran",
    "kebencanaan": "evakuasi, pengungsi, korban hilang, cuaca ekstrem, hujan deras, tanah, status siaga, api, darurat",
    "pemilu": "calon presiden, partai, pencoblosan, pemungutan, kandidat, dukungan, koalisi, kotak, dpt, jokowi",
    "keagamaan": "agama, ibadah, islam, kristen, doa, salat, dakwah, ceramah, ramadan, tuhan, nabi, umat",
    "perdagangan": "pasar, pedagang, sembako, cabai, pangan, toko, impor, bahan pokok, rasa, produk, konsumen, masakan",
    "kominfo": "berita palsu, pesan berantai, media sosial, akun, sinyal, jaringan, telepon, situs, data pribadi",
    "keuangan": "anggaran, bayar, cicilan, nasabah, tabungan, bunga, transfer, kartu, investasi, ekonomi, biaya, juta",
    "ketenagakerjaan": "kerja, upah, umr, pabrik, pengangguran, perusahaan, melamar, kontrak, rekrutmen, asing, honor",
}
LEARNED = 0.7
HELD_OUT = 0.2  # of what is learned, the latest, to choose the strength of logistic regression by
STRENGTHS = (1, 10, 100)
MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "mei": 5, "jun": 6, "jul": 7, "aug": 8,
    "agu": 8, "ags": 8, "agt": 8, "sep": 9, "oct": 10, "okt": 10, "nov": 11, "nop": 11, "dec": 12, "des": 12,
}  # fmt: skip


def stand_ins(corpora: Path, sources: tuple[str, ...]) -> Iterator[tuple[Routed, Routed]]:
    """Posts to learn from and later ones to route, three times for each source."""
    for source in sources:
        rows = list(dated(corpora, source))
        for part in range(PARTS):
            yield _stand_in(rows, part)


def dated(corpora: Path, source: str) -> Iterator[tuple[str, str]]:
    """(day or number, text) rows of a source."""
    if source == "hoax":
        for name, field in (("hoax_id_posts_2015_2019", "text"), ("hoax_id_claims", "claim")):
            for line in (corpora / "claims" / f"{name}.ndjson").read_text(encoding="utf-8").splitlines():
                post = json.loads(line)
                yield _day(post["at"]), post[field]
    elif source == "news":
        for number, text in enumerate(news_sentences(corpora / "text")):
            yield f"{number:06}", text
    else:
        name = {"headlines": "click_id_agree", "reviews": "smsa_train"}[source]
        with gzip.open(corpora / "text" / f"{name}.ndjson.gz", "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                yield f"{number:06}", json.loads(line)["text"]


def _stand_in(posts: list[tuple[str, str]], part: int) -> tuple[Routed, Routed]:
    owner = {
        word: agency
        for agency, words in KEYWORDS.items()
        for word in words.split()
        if zlib.crc32(word.encode()) % PARTS != part
    }
    pattern = re.compile(
        r"\b(?:" + "|".join(sorted(owner, key=len, reverse=True)) + r")(?:nya|an|lah)?\b", re.IGNORECASE
    )
    rows = []
    for day, written in posts:
        agencies = {owner[bare(hit[0].lower(), owner)] for hit in pattern.finditer(written)}
        text = " ".join(pattern.sub(" ", written).split())
        if len(agencies) == 1 and len(text) > 20:
            rows.append((day, text, agencies.pop()))
    rows = sorted(rows)[:MOST]
    cut = int(len(rows) * LEARNED)
    return [row[1:] for row in rows[:cut]], [row[1:] for row in rows[cut:]]


def bare(word: str, owner: dict[str, str]) -> str:
    """The keyword without its ending."""
    for ending in ("", "nya", "an", "lah"):
        if word.removesuffix(ending) in owner:
            return word.removesuffix(ending)
    return word


def _day(written: str) -> str:
    """`07-Agu-18` as `18-08-07`, in English or Indonesian months; what is no such day sorts first."""
    day, _, rest = written.partition("-")
    month, _, year = rest.partition("-")
    number = MONTHS.get(month[:3].lower(), 0)
    return f"{year[-2:]}-{number:02}-{day:0>2}"


def gains(made: Iterable[tuple[Routed, Routed]], decisions: int | None = None) -> NDArray[np.float64]:
    """[posts of the stand-ins, 4]: 1 where only the router is right, -1 where only tf-idf + LR is, else 0.

    The agency named first, the three named first; then both again, against tf-idf + LR at the strength that the test
    itself likes best, which no office could know. With `decisions` both learn only so many, and the router has the
    agencies' descriptions besides. It is not told their names, of which stand-ins are made.
    """
    found = []
    for learn, route in made:
        learned = learn[:decisions]
        router = AgencyRouter(TASKS if decisions else dict.fromkeys((agency for _, agency in learned), ""))
        for text, agency in learned:
            router.learn(text, agency)
        named = [[one for one, _ in router.suggest(text)[:3]] for text, _ in route]
        right = [(three[0] == agency, agency in three) for three, (_, agency) in zip(named, route, strict=True)]
        found.append(np.tile(np.array(right, float), 2) - np.concatenate(baselines(learned, route), axis=1))
    return np.concatenate(found)


def baselines(learn: Routed, route: Routed) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """[posts, 2] each: which posts tf-idf + LR routes right, at once and among three.

    First at the strength that does best on the last fifth of what is learned, after learning the rest (of equal ones
    the largest, nearly always the better one); then at the best strength by the test itself.
    """
    cut = int(len(learn) * (1 - HELD_OUT))
    held, tested = by_strength(learn[:cut], learn[cut:]), by_strength(learn, route)
    chosen = max(STRENGTHS, key=lambda strength: (held[strength][:, 0].mean(), strength))
    return tested[chosen], max(tested.values(), key=lambda right: float(right[:, 0].mean()))


def by_strength(learn: Routed, route: Routed) -> dict[int, NDArray[np.float64]]:
    """For each strength of logistic regression on tf-idf of words and pairs: [posts, 2], right at once, among three."""
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    known = words.fit_transform([text for text, _ in learn])
    new = words.transform([text for text, _ in route])
    truth = np.array([agency for _, agency in route])
    found = {}
    for strength in STRENGTHS:
        machine = LogisticRegression(C=strength, max_iter=300, tol=1e-3).fit(known, [agency for _, agency in learn])
        named = machine.classes_[np.argsort(-machine.predict_proba(new), axis=1)[:, :3]]
        found[strength] = np.stack([named[:, 0] == truth, (named == truth[:, None]).any(axis=1)], axis=1).astype(float)
    return found
