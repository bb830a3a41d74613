"""Takes the affixes off an Indonesian word, so that `dibersihkan` and `pembersihan` meet at `bersih`.

A careful light stemmer after Nazief and Adriani (1996) and the corrections of Asian (2007): an affix is taken off only
if a listed root word is left, pairs of prefix and suffix that do not exist are refused, and of several roots the one
that needs the fewest affixes wins. Spoken forms (`nyari`, `bayarin`, `ngebersihin`) and the safe Sundanese and
Javanese suffixes (`-na`, `-keun`, `-ne`, `-ake`) are read as well.
"""

from collections.abc import Iterator

SHORTEST_ROOT = 3
SUFFIX_COST = 0.9
TWIN_COST = 0.05
MOST_PREFIXES = 3  # mem-per-tanggung-jawab-kan: more do not occur

# Meanings that have left their root: these are words of their own.
FIXED = {
    "pemerintah": "pemerintah",
    "pemerintahan": "pemerintah",
    "pemprov": "pemprov",
    "perusahaan": "perusahaan",
    "kepala": "kepala",
    "sekolah": "sekolah",
    "kesehatan": "sehat",
    "kesekolah": "sekolah",
    "berita": "berita",
    "pemberitaan": "berita",
    "kelurahan": "kelurahan",
    "kecamatan": "kecamatan",
    "keluarga": "keluarga",
    "keluargaan": "keluarga",
    "penduduk": "penduduk",
    "kependudukan": "penduduk",
    "petani": "tani",
    "pertanian": "tani",
    "pengadilan": "pengadilan",
    "pemilu": "pemilu",
    "pemilihan": "pilih",
    "mahasiswa": "mahasiswa",
    "makanan": "makan",
    "minuman": "minum",
    "perumahan": "perumahan",
    "kepolisian": "polisi",
    "kebanjiran": "banjir",
}

# Suffixes with the shortest rest that may remain; the empty one is "nothing taken off".
PARTICLES = ("lah", "kah", "tah", "pun")
POSSESSIVES = ("nya", "ku", "mu", "na", "ne")
DERIVATIONS = ("kan", "an", "i", "in", "keun", "ake", "eun")
SUFFIXES = (*PARTICLES, *POSSESSIVES, *DERIVATIONS)
CAREFUL_REST = {"na": 4, "ne": 4, "i": 4, "in": 4, "eun": 4, "ake": 4, "keun": 4, "an": 3, "kan": 3}

# Prefix as written, the letters that may follow it, the letter that it swallowed.
VOWELS = "aiueo"
ANY = "abcdefghijklmnopqrstuvwxyz"
ANY_SIGN = ""  # nothing is asked of the letter that follows
AFTER_ME = (
    ("ny", VOWELS, "s"), ("m", "bfpv", ""), ("m", VOWELS, "p"), ("n", "cdjtsz", ""), ("n", VOWELS, "t"),
    ("ng", "aiueoghkq", ""), ("ng", VOWELS, "k"), ("nge", ANY, ""),
)  # fmt: skip
NASALS = (
    *(("me" + nasal, after, swallowed) for nasal, after, swallowed in AFTER_ME),
    *(("pe" + nasal, after, swallowed) for nasal, after, swallowed in AFTER_ME),
    *AFTER_ME,  # spoken: nyari, ngambil, mikir
    ("me", "lrwymn", ""),
    ("pe", ANY, ""),
    ("nga", ANY, ""),
    ("ny", VOWELS, "c"),
)
# meng- before a vowel may have swallowed a k (mengukur: ukur or kukur?); these roots win over their twins with k.
VOWEL_ROOTS = frozenset(
    """
    aba abah abar acak acar ada ajar ajang akak ala alah alih alam alang alap alas alir ama amat ambang ambil
    andar antar antuk apa arah aruk asah asap asuh atur awal ejek elak elok emban enal ikat ilat ilir inap
    inca intai isah isi ubah ubin udik ujang ukir ukur ulah ulang ulas undang undur unduh ungkap urai uruk
    urus usap usir usik usul usut utus utik
    """.split()  # noqa: SIM905
)
PLAIN = ("di", "ke", "se", "ber", "bel", "be", "ter", "te", "per", "pel", "ku", "kau")
REFUSED_PAIRS = frozenset(
    [
        ("be", "i"),
        ("di", "an"),
        ("ke", "i"),
        ("ke", "kan"),
        ("me", "an"),
        ("se", "i"),
        ("se", "kan"),
        ("te", "an"),
        ("me", "in"),
    ]
)


# Prefixes by their first letter, which every step shares, with the letters that may follow and the swallowed one.
BY_LETTER = {
    letter: (
        *((prefix, ANY_SIGN, "") for prefix in PLAIN if prefix[0] == letter),
        *((prefix, after, swallowed) for prefix, after, swallowed in NASALS if prefix[0] == letter),
    )
    for letter in {prefix[0] for prefix in (*PLAIN, *(nasal for nasal, _, _ in NASALS))}
}


def stem(word: str, roots: frozenset[str]) -> str:
    """The root of a folded word by the list of roots, or the word itself where no listed root is inside."""
    fixed = FIXED.get(word)
    if fixed:
        return fixed
    if len(word) <= SHORTEST_ROOT or word in roots or not word.isalpha():
        return word
    best, best_cost = word, 99.0
    for rest, suffix, cost in _without_suffixes(word):
        if rest in FIXED and cost < best_cost:
            best, best_cost = FIXED[rest], cost
        found: list[tuple[str, float]] = []
        _take_prefixes(rest, suffix, 0.0, found)
        for root, affixes in found:
            if root in roots and (cost + affixes, -len(root)) < (best_cost, -len(best)):
                best, best_cost = root, cost + affixes
    return best


def _without_suffixes(word: str) -> Iterator[tuple[str, str, float]]:
    """Every legal way to take suffixes off: the rest, the derivational suffix taken, the cost so far.

    A suffix is a little cheaper than a prefix (`berikan` is beri-kan, not ber-ikan).
    """
    if not word.endswith(SUFFIXES):
        yield word, "", 0.0
        return
    for after_particle, particle in _endings(word, PARTICLES):
        for after_owner, owner in _endings(after_particle, POSSESSIVES):
            for rest, derivation in _endings(after_owner, DERIVATIONS):
                yield rest, derivation, SUFFIX_COST * (bool(particle) + bool(owner) + bool(derivation))


def _endings(word: str, suffixes: tuple[str, ...]) -> list[tuple[str, str]]:
    found = [(word, "")]
    if word.endswith(suffixes):
        for suffix in suffixes:
            if word.endswith(suffix) and len(word) - len(suffix) >= CAREFUL_REST.get(suffix, SHORTEST_ROOT):
                found.append((word[: -len(suffix)], suffix))
    return found


def _take_prefixes(word: str, suffix: str, cost: float, found: list[tuple[str, float]]) -> None:
    """Writes the word and the word without its prefixes, one after the other, to `found`, each with its cost."""
    found.append((word, cost))
    if cost >= MOST_PREFIXES:
        return
    for prefix, after, swallowed in BY_LETTER.get(word[:1], ()):
        if not word.startswith(prefix) or (after != ANY_SIGN and word[len(prefix) : len(prefix) + 1] not in after):
            continue
        if _may_stay(word, prefix, suffix):
            rest = word[len(prefix) :]
            doubt = TWIN_COST if swallowed == "k" and rest in VOWEL_ROOTS else 0.0
            _take_prefixes(swallowed + rest, suffix, cost + 1 + doubt, found)


def _may_stay(word: str, prefix: str, suffix: str) -> bool:
    """Whether prefix and suffix go together and enough of the word is left; one-letter prefixes need a long rest."""
    rest = len(word) - len(prefix)
    return rest >= (4 if len(prefix) == 1 else SHORTEST_ROOT) and (prefix[:2], suffix) not in REFUSED_PAIRS
