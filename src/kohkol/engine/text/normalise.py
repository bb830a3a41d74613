"""One way to write a word, shared by radar, search and matching: folding, everyday spellings, stems, stop words.

Indexes store what `terms` returns. Whoever changes a rule or a table here raises `NORMALISATION_VERSION`, and every
index built with an older number has to be built again; `kohkol doctor` and the radar's state compare the number.
"""

import gzip
import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from kohkol.engine.text import stemming

NORMALISATION_VERSION = 1

TABLES = Path(__file__).parent / "tables"
LONGEST_REMEMBERED = 40  # letters between two blanks; what is longer is seldom said twice
REMEMBERED_WORDS = 200_000  # vocabulary of about ten million posts seen often enough to matter; 40 MB when full

_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
# Each of these begins with a letter or sign as it stands, so that the search runs at the speed of memory.
_URL = re.compile(r"https?://\S+")
_SHORT_URL = re.compile(r"(?:www\.|\b(?:bit\.ly|t\.co|s\.id|goo\.gl|youtu\.be|wa\.me)/)\S+", re.IGNORECASE)
_SHORT_SITES = ("www.", "WWW.", "bit.ly", "t.co", "s.id", "goo.gl", "youtu.be", "wa.me")
_HANDLE = re.compile(r"@(?<![\w.@]@)[\w.]*\w")
_PLACEHOLDER = re.compile(r"\[(?:username|url)\]", re.IGNORECASE)  # how public research sets hide handles
_RETWEET = re.compile(r"RT(?<!\wRT)\b:?")
_HASHTAG = re.compile(r"#(\w+)")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[^\W\d])(?=\d{2})|(?<=\d)(?=[^\W\d]{3})|_+")
_ROMAN = re.compile(r"[xvi]+\b")
_LONG_RUN = re.compile(r"([^\W\d_])\1{2,}")
_TWICE = re.compile(r"\b([^\W\d_]{3,})2(nya|an|kan|ku|mu|in)?\b(?![.,]?\d)")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])['’‘`´ʼ](?=[^\W\d_])")
_THOUSANDS = re.compile(r"(?<=\d)\.(?=\d{3}(?!\d))")
_MONEY = re.compile(r"\brp\.?(?=\d)")
_ACCENT = re.compile("[\u0300-\u036f]")
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\d+(?:[.,:/]\d+)+|[^\W_]+")


def fold(text: str) -> str:
    """The text as it is compared: one case, one form per letter, no addresses, no handles, no stretched letters.

    Hashtags stay as words, split at capitals; `anak2` becomes `anak anak`; `1.000.000` becomes `1000000`; accents
    that people leave out when typing (`énggal`) go. Positions in the result are not positions in the original.
    """
    return _SPACE.sub(" ", unify_letters(strip_marks(text))).strip()


def strip_marks(text: str) -> str:
    """The first half of folding, fit for many texts joined by line ends: no addresses, handles, hidden characters."""
    text = unicodedata.normalize("NFKC", text)
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
    text = _URL.sub(" ", text)
    if any(site in text for site in _SHORT_SITES):
        text = "\n".join(map(_without_short_urls, text.split("\n")))
    if "[" in text:
        text = _PLACEHOLDER.sub(" ", text)
    text = _RETWEET.sub(" ", _HANDLE.sub(" ", text))
    if "#" in text:
        text = _HASHTAG.sub(lambda tag: " " + _CAMEL.sub(" ", tag[1]), text)
    text = text.casefold()
    return text if text.isascii() else _ACCENT.sub("", unicodedata.normalize("NFKD", text))


def _without_short_urls(line: str) -> str:
    """Few lines hold one, and the pattern is slow."""
    return _SHORT_URL.sub(" ", line) if any(site in line for site in _SHORT_SITES) else line


def unify_letters(text: str) -> str:
    """The second half, which may run word by word: stretched letters, `anak2`, apostrophes, `1.000`, `Rp5`."""
    text = _LONG_RUN.sub(_one_letter, text)
    text = _TWICE.sub(r"\1 \1\2", text)
    return _MONEY.sub("rp ", _THOUSANDS.sub("", _APOSTROPHE.sub("", text)))


def _one_letter(run: re.Match[str]) -> str:
    """Roman numerals (`rw iii`) are not stretched letters."""
    starts_word = run.start() == 0 or not run.string[run.start() - 1].isalnum()
    return (
        run[0]
        if starts_word and _ROMAN.fullmatch(run[0]) and not run.string[run.end() : run.end() + 1].isalpha()
        else run[1]
    )


def words(text: str) -> list[str]:
    """The folded words in their order; hyphens separate (`anak-anak` is two words), numbers and dates stay whole."""
    return _WORD.findall(fold(text))


def standard(word: str) -> str:
    """The standard spelling of one folded word (`gmn` -> `bagaimana`), affixes kept."""
    return _slang().get(word, word)


@lru_cache(maxsize=REMEMBERED_WORDS)
def canonical(word: str) -> str:
    """The standard root of one folded word: everyday spelling to standard spelling, then without affixes."""
    written = standard(word)
    root = stemming.stem(written, _roots_as_written())
    return standard(root) if root != written else root


def terms(text: str) -> list[str]:
    """What an index stores of a text: canonical words, no stop words, no immediate repeats (`anak-anak`: once)."""
    found: list[str] = []
    for chunk in strip_marks(text).split():
        for term in _terms_of(chunk) if len(chunk) <= LONGEST_REMEMBERED else _terms_of.__wrapped__(chunk):
            if not found or found[-1] != term:
                found.append(term)
    return found


@lru_cache(maxsize=REMEMBERED_WORDS)
def _terms_of(chunk: str) -> tuple[str, ...]:
    """The terms of what stands between two blanks; most of what is said was said before."""
    stops = stop_words()
    pairs = ((word, canonical(word)) for word in _WORD.findall(unify_letters(chunk)))
    return tuple(term for word, term in pairs if word not in stops and term not in stops)


@cache
def stop_words() -> frozenset[str]:
    """Function words of Indonesian, Sundanese, Javanese and English, with their everyday spellings."""
    standard = set(table("stop_words.txt").split())
    return frozenset(standard | {form for form, word in _slang().items() if word in standard})


@cache
def canonical_table() -> dict[str, str]:
    """Every surface form known before reading anything -> canonical word: spellings, listed roots, stop words.

    Affixed forms are not in it (there are millions): for a word that is missing call `canonical`, which remembers.
    """
    return {word: canonical(word) for word in (*_slang(), *_roots(), *stop_words())}


@cache
def _slang() -> dict[str, str]:
    return dict(line.split("\t") for line in table("slang.tsv").splitlines())


@cache
def _roots() -> frozenset[str]:
    return frozenset(gzip.decompress((TABLES / "root_words.txt.gz").read_bytes()).decode().split())


@cache
def _roots_as_written() -> frozenset[str]:
    """Roots and their everyday spellings, so that `dipake` is found to hold `pake`."""
    usable = _roots() - set(table("stop_words.txt").split())
    return _roots() | {form for form, standard in _slang().items() if len(form) >= 4 and standard in usable}


def table(name: str) -> str:
    """The lines of a table that ships with the package, without its remarks."""
    lines = (TABLES / name).read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("#"))


def is_root(word: str) -> bool:
    """Whether the word is a listed root word, that is, an everyday word."""
    return word in _roots()


@cache
def person_names() -> frozenset[str]:
    """Common given names and family names, in small letters."""
    return frozenset(table("person_names.txt").split())


def roots() -> frozenset[str]:
    """Listed root words."""
    return _roots()


def everyday_words() -> frozenset[str]:
    """Listed root words and everyday spellings."""
    return _roots() | frozenset(_slang())
