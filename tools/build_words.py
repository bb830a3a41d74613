"""Builds the word tables that engine/text ships: root words and everyday spellings.

    python tools/build_words.py DIRECTORY

DIRECTORY holds Louis Owen's combined lists (MIT; `tables/LICENSE.louisowen` goes with what is made of them):
`louisowen_combined_root_words.txt` and `louisowen_combined_slang_words.txt`. The slang list is noisy, so only pairs of
one word each are taken, none whose left side is a root word, and none of `not_slang.txt`.
"""

import gzip
import json
import sys
from pathlib import Path

TABLES = Path(__file__).parent.parent / "src" / "kohkol" / "engine" / "text" / "tables"


def comment_free(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def words_of(name: str) -> set[str]:
    return set(" ".join(comment_free((TABLES / name).read_text())).split())


def root_words(source: Path) -> list[str]:
    """The listed roots and our own, without listed words that are another root + `-kan`."""
    listed = {
        word.strip().lower()
        for word in (source / "louisowen_combined_root_words.txt").read_text().split()
        if word.isalpha() and len(word) >= 3
    }
    derived = {word for word in listed if word.endswith("kan") and len(word) >= 7 and word[:-3] in listed}
    return sorted(((listed - derived) | words_of("roots_own.txt")) - words_of("not_roots.txt"))


def slang(source: Path, roots: list[str]) -> dict[str, str]:
    """Form -> standard word; our own pairs win over the listed ones."""
    refused = set(roots) | words_of("not_slang.txt")
    pairs: dict[str, str] = {}
    for form, standard in json.loads((source / "louisowen_combined_slang_words.txt").read_text()).items():
        if form.isalpha() and standard.isalpha() and form not in refused and len(form) > 1:
            pairs[form.lower()] = standard.lower()
    own: dict[str, str] = {}
    for line in comment_free((TABLES / "slang_own.txt").read_text()):
        standard, _, forms = line.partition(":")
        own.update(dict.fromkeys(forms.split(), standard))
    pairs.update(own)
    for form, standard in pairs.items():  # a form may lead to a form: follow it to the standard word
        pairs[form] = own.get(standard, pairs.get(standard, standard))
    return {form: standard for form, standard in sorted(pairs.items()) if form != standard}


def main() -> None:
    source = Path(sys.argv[1])
    roots = root_words(source)
    with gzip.GzipFile(TABLES / "root_words.txt.gz", "wb", 9, mtime=0) as out:
        out.write("\n".join(roots).encode())
    pairs = slang(source, roots)
    (TABLES / "slang.tsv").write_text("".join(f"{form}\t{standard}\n" for form, standard in pairs.items()))
    print(f"{len(roots)} root words, {len(pairs)} everyday spellings")


if __name__ == "__main__":
    main()
