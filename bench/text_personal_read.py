"""Personal data as a reader judged it: every stretch that the rules find in public sets, and posts of our own."""

from collections.abc import Iterator
from pathlib import Path

from bench import text_personal_data, text_places
from bench.text_rows import Row, share
from kohkol.engine.text import personal_data
from kohkol.engine.text.personal_data import PersonalDatum

SETS = Path(__file__).parent / "sets"
FILES = {
    "SmSA + EmoT": [f"{name}_{part}" for name in ("smsa", "emot") for part in ("train", "valid", "test")],
    "hoax posts, news, headlines, NusaX": [
        "hoax_id_posts_2015_2019",
        *(f"nerp_{part}" for part in ("train", "valid", "test")),
        "clickid_id_dev",
        "click_id_agree",
        *(f"nusax_indonesian_{part}" for part in ("train", "valid", "test")),
    ],
    "id_hatespeech": ["id_hatespeech"],
}
Stretch = tuple[str, int, str, str]  # file, row from 1, first-end, kind


def rows(corpora: Path, quick: bool) -> Iterator[Row]:
    """Recall on generated posts, precision on public sets, both on posts of our own."""
    generated = text_personal_data.posts(800 if quick else 8000, seed=2)
    yield share("personal data, recall on generated posts", 0.99, [_found(*row) for row in generated])
    read = _readings()
    for title, names in FILES.items():
        stretches = [stretch for name in names for stretch in _stretches(corpora, name)]
        bar, mark = (0.98, "") if title == "SmSA + EmoT" else (0.0, ", no bar")
        yield share(f"personal data, precision, {title}{mark}", bar, [read.get(one, False) for one in stretches])
        if not mark:
            wanted = [stretch for stretch, personal in read.items() if personal and stretch[0] in names]
            yield share(f"personal data, recall, {title}, no bar", 0.0, [one in set(stretches) for one in wanted])
    found, again = _written_here()
    yield share("personal data, precision, posts written here, held half, no bar", 0.0, found)
    yield share("personal data, recall, posts written here, held half, no bar", 0.0, again)


def _found(text: str, kind: str, value: str) -> bool:
    """Whether a stretch of that kind covers the value, a sign at either end aside."""
    return any(
        one.kind == kind and value in text[max(0, one.start - 1) : one.end + 1] for one in personal_data.find(text)
    )


def _readings() -> dict[Stretch, bool]:
    """What a reader said of each stretch; one that nobody read is not in it, and counts as wrong."""
    lines = (SETS / "personal_data_real.tsv").read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines]
    return {(name, int(number), span, kind): label == "1" for name, number, span, kind, label in cells}


def _stretches(corpora: Path, name: str) -> Iterator[Stretch]:
    for number, text in enumerate(text_places.texts(corpora, name), start=1):
        for datum in personal_data.find(text):
            yield name, number, f"{datum.start}-{datum.end}", datum.kind


def _written_here() -> tuple[list[bool], list[bool]]:
    """For each stretch found whether it is personal, for each labelled one whether it is found whole."""
    found: list[bool] = []
    again: list[bool] = []
    for line in (SETS / "personal_data.tsv").read_text(encoding="utf-8").splitlines():
        half, text, labels = line.split("\t")
        if half == "held":
            wanted = [_label(text, one) for one in labels.split("|") if one]
            data = personal_data.find(text)
            found += [any(_touch(datum, one) for one in wanted) for datum in data]
            again += [any(_touch(datum, one) and _covers(datum, one) for datum in data) for one in wanted]
    return found, again


def _label(text: str, written: str) -> PersonalDatum:
    words, _, kind = written.rpartition("=")
    return PersonalDatum(kind, text.index(words), text.index(words) + len(words))


def _touch(datum: PersonalDatum, wanted: PersonalDatum) -> bool:
    return datum.kind == wanted.kind and datum.start < wanted.end and wanted.start < datum.end


def _covers(datum: PersonalDatum, wanted: PersonalDatum) -> bool:
    return datum.start <= wanted.start and datum.end >= wanted.end
