"""Wider stand-ins for a complaint corpus: agencies of very different size, words of the agency left in part, errors.

Two kinds: a post goes to the agency of one keyword that it holds, drawn by lot, and each keyword stays with a chance;
or to the topic that a matrix factorisation finds in the whole text, of which a part of the words is left. Some
decisions are then given to another agency, because offices err. Everything is drawn by hash, so it is the same on every
run. The router's settings were chosen on `CHOSEN_ON`; on `MEASURED_ONLY` it was run once they stood.
"""

import gzip
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import TfidfVectorizer

from bench import text_routing
from bench.text_routing import LEARNED, Routed
from kohkol.engine.text import normalise

CHOSEN_ON, MEASURED_ONLY = ("hoax", "headlines", "tweets"), ("reviews", "news")


@dataclass(frozen=True)
class Plan:
    """How a stand-in is made: chance that a word of the agency stays, share of errors, agencies, most posts."""

    name: str
    left: float
    errors: float
    agencies: int
    most: int


BY_KEYWORD = (Plan("k0", 0.5, 0.1, 40, 6000), Plan("k1", 0.25, 0.05, 20, 2000),
              Plan("k2", 0.7, 0.2, 30, 800), Plan("k3", 0.0, 0.05, 12, 3000))  # fmt: skip
BY_TOPIC = (Plan("t0", 0.7, 0.05, 30, 5000), Plan("t1", 0.5, 0.15, 12, 1500))
LONG_TAILED = ("k0", "k1", "t0")  # used again, the agency of rank r with at most a part of 1/r of the largest
LEAST_LETTERS, SHORTEST_FOR_TOPIC, CLEAR_TOPIC = 20, 40, 0.02

# fmt: off
OFFICES = {
    "jalan": "jalan jembatan aspal trotoar drainase berlubang infrastruktur proyek pembangunan",
    "angkutan": "macet parkir bus angkot terminal kereta krl mrt stasiun ojek ojol gojek grab taksi "
                "sopir tol motor mobil",
    "penerbangan": "pesawat bandara pilot maskapai garuda lion penerbangan",
    "rumahsakit": "dokter sakit obat rs puskesmas bpjs pasien operasi kanker medis jantung",
    "wabah": "virus corona covid vaksin masker vaksinasi pandemi",
    "sekolah": "sekolah siswa guru murid pelajar pendidikan sd smp sma belajar",
    "kampus": "mahasiswa kampus universitas dosen kuliah rektor skripsi beasiswa",
    "polisi": "polisi polri kapolri polda polres begal narkoba perampok tilang pencuri ditangkap penculikan",
    "tentara": "tni tentara prajurit kodim militer perang panglima",
    "hukum": "hakim sidang jaksa pengadilan kpk korupsi penjara hukum tersangka",
    "bencana": "gempa tsunami banjir longsor bencana bmkg erupsi gunung badai",
    "kebakaran": "kebakaran api terbakar damkar asap hutan karhutla bakar",
    "lingkungan": "sampah sungai limbah polusi pohon plastik bersih kebersihan",
    "energi": "listrik pln bbm pertamina bensin lpg tambang minyak freeport",
    "telekomunikasi": "internet sinyal kuota telkomsel indihome xl pulsa jaringan telepon hp aplikasi",
    "medsos": "facebook whatsapp instagram twitter youtube akun video hoax wa netizen",
    "bank": "bank bri bni bca mandiri kartu kredit rekening pinjaman dana uang",
    "pajak": "pajak apbn anggaran utang rupiah dolar ekonomi inflasi investasi",
    "perdagangan": "harga beras cabai pasar pedagang toko telur daging impor produk",
    "kuliner": "makan nasi ayam sate kopi mie restoran menu rasa makanan minuman kafe",
    "wisata": "hotel pantai wisata liburan kamar taman bali pemandangan",
    "olahraga": "timnas liga bola pemain gol pelatih olahraga pertandingan juara asian",
    "hiburan": "film lagu musik konser artis foto bioskop main game",
    "agama": "masjid gereja ulama ustadz pesantren habib azan islam kristen agama doa allah",
    "haji": "haji umrah makkah saudi arab",
    "pemilu": "kpu pemilu pilpres capres pilkada suara kampanye caleg tps bawaslu debat",
    "partai": "partai pdip golkar gerindra pks demokrat nasdem kader ketum",
    "dpr": "dpr ruu uu revisi mpr dprd perppu demo aksi",
    "istana": "presiden jokowi istana menteri kabinet kemenko wapres prabowo",
    "luarnegeri": "malaysia amerika china trump singapura asing tka as australia jepang",
    "tenagakerja": "buruh lowongan pekerja karyawan phk cpns pns gaji kerja",
    "sosial": "bansos miskin pengemis yatim panti bantuan warga masyarakat rakyat",
    "keluarga": "istri suami nikah cerai ibu anak perempuan bayi keluarga orangtua",
    "hewan": "sapi ikan petani nelayan panen babi hewan kucing anjing ular",
    "papua": "papua wamena papuabarat jayapura",
    "dki": "jakarta anies dki monas ancol",
    "jabar": "bandung jabar bogor bekasi depok sukabumi",
    "jatim": "surabaya jatim malang jateng semarang solo",
    "kependudukan": "ktp kk akta nik paspor imigrasi identitas",
    "perumahan": "rumah apartemen tanah sertifikat bangunan gedung",
}
# fmt: on
OWNER = {word: office for office, words in OFFICES.items() for word in words.split()}
KEYWORD = re.compile(r"\b(?:" + "|".join(sorted(OWNER, key=len, reverse=True)) + r")(?:nya|an|lah)?\b", re.IGNORECASE)


def stand_ins(corpora: Path, sources: tuple[str, ...]) -> Iterator[tuple[Routed, Routed]]:
    """Posts to learn from and later ones to route, nine times for each source."""
    for source in sources:
        dated = sorted((day, number, text) for number, (day, text) in enumerate(_dated(corpora, source)))
        for plans, make in ((BY_KEYWORD, _by_keyword), (BY_TOPIC, _by_topic)):
            for plan in plans:
                rows = with_errors(make(dated, plan), plan)
                yield split(rows)
                if plan.name in LONG_TAILED:
                    yield split(_long_tailed(rows))


def chance(*of: object) -> float:
    """A number from 0 to 1 that is always the same for the same things."""
    return zlib.crc32("|".join(map(str, of)).encode()) / 2**32


def _dated(corpora: Path, source: str) -> Iterator[tuple[str, str]]:
    if source != "tweets":
        yield from text_routing.dated(corpora, source)
        return
    for name in ("emot_train", "emot_valid"):
        with gzip.open(corpora / "text" / f"{name}.ndjson.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                yield "", json.loads(line)["text"]


def _drawn(rows: list, plan: Plan) -> list:
    """At most so many rows, in their order."""
    return [rows[at] for at in sorted(sorted(range(len(rows)), key=lambda at: chance(at, plan.name))[: plan.most])]


def _by_keyword(dated: list[tuple[str, int, str]], plan: Plan) -> Routed:
    rows = []
    for _day, number, text in dated:
        hits = list(KEYWORD.finditer(text))
        if hits:
            told = hits[int(chance(number, plan.name, "which") * len(hits))]

            def stays(hit: re.Match[str], number: int = number) -> str:
                return hit[0] if chance(number, hit.start(), plan.name) < plan.left else " "

            rest = " ".join(KEYWORD.sub(stays, text).split())
            if len(rest) > LEAST_LETTERS:
                rows.append((rest, OWNER[text_routing.bare(told[0].lower(), OWNER)]))
    rows = _drawn(rows, plan)
    largest = [office for office, _ in Counter(office for _, office in rows).most_common()]
    merged = {office: largest[rank % plan.agencies] for rank, office in enumerate(largest)}
    return [(text, merged[office]) for text, office in rows]


def _by_topic(dated: list[tuple[str, int, str]], plan: Plan) -> Routed:
    texts = _drawn([text for _, _, text in dated if len(text) > SHORTEST_FOR_TOPIC], plan)
    words = TfidfVectorizer(analyzer=normalise.terms, min_df=4, max_df=0.2, sublinear_tf=True).fit_transform(texts)
    shares = NMF(plan.agencies, init="nndsvd", random_state=1, max_iter=200, tol=1e-3).fit_transform(words)
    shares /= shares.max(axis=0) + 1e-9
    rows = []
    for number, (text, own) in enumerate(zip(texts, shares, strict=True)):
        rest = " ".join(word for at, word in enumerate(text.split()) if chance(number, at, plan.name) < plan.left)
        if own.max() > CLEAR_TOPIC and len(rest) > LEAST_LETTERS:
            rows.append((rest, f"topic {own.argmax()}"))
    return rows


def with_errors(rows: Routed, plan: Plan) -> Routed:
    offices = [office for _, office in rows]
    return [
        (
            text,
            offices[int(chance(at, plan.name, "to") * len(rows))]
            if chance(at, plan.name, "err") < plan.errors
            else own,
        )
        for at, (text, own) in enumerate(rows)
    ]


def _long_tailed(rows: Routed) -> Routed:
    sizes = Counter(office for _, office in rows).most_common()
    kept = {office: sizes[0][1] / rank / size for rank, (office, size) in enumerate(sizes, 1)}
    return [row for at, row in enumerate(rows) if chance(at, "tail") < kept[row[1]]]


def split(rows: Routed) -> tuple[Routed, Routed]:
    cut = int(len(rows) * LEARNED)
    return rows[:cut], rows[cut:]
