"""A stand-in for a complaint corpus: dated public posts, each given to the agency whose one keyword it holds.

The keywords are then taken out of the text, so that an agency has to be told by everything else that is said. The first
70 % by date are learned, the rest is routed.
"""

import json
import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

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
LEARNED = 0.7
MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "mei": 5, "jun": 6, "jul": 7, "aug": 8,
    "agu": 8, "ags": 8, "agt": 8, "sep": 9, "oct": 10, "okt": 10, "nov": 11, "nop": 11, "dec": 12, "des": 12,
}  # fmt: skip


def stand_in(corpora: Path) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(text, agency) rows to learn from, and later ones to route."""
    owner = {word: agency for agency, words in KEYWORDS.items() for word in words.split()}
    pattern = re.compile(
        r"\b(?:" + "|".join(sorted(owner, key=len, reverse=True)) + r")(?:nya|an|lah)?\b", re.IGNORECASE
    )
    rows = []
    for name, field in (("hoax_id_posts_2015_2019", "text"), ("hoax_id_claims", "claim")):
        for line in (corpora / "claims" / f"{name}.ndjson").read_text(encoding="utf-8").splitlines():
            post = json.loads(line)
            agencies = {owner[_bare(hit[0].lower(), owner)] for hit in pattern.finditer(post[field])}
            text = " ".join(pattern.sub(" ", post[field]).split())
            if len(agencies) == 1 and len(text) > 20:
                rows.append((_day(post["at"]), text, agencies.pop()))
    rows.sort()
    cut = int(len(rows) * LEARNED)
    return [row[1:] for row in rows[:cut]], [row[1:] for row in rows[cut:]]


def _bare(word: str, owner: dict[str, str]) -> str:
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


def baseline(learn: list[tuple[str, str]], route: list[tuple[str, str]]) -> NDArray[np.float64]:
    """Which posts tf-idf of words and pairs with logistic regression routes right (the best of three strengths)."""
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    known = words.fit_transform([text for text, _ in learn])
    new = words.transform([text for text, _ in route])
    best = np.zeros(len(route))
    for strength in (1, 10, 100):
        machine = LogisticRegression(C=strength, max_iter=300).fit(known, [agency for _, agency in learn])
        right = (machine.predict(new) == np.array([agency for _, agency in route])).astype(float)
        best = right if right.mean() > best.mean() else best
    return best
