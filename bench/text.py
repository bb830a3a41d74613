"""`kohkol bench text`: every goal of reading Indonesian, on rows that nothing was trained or tuned on."""

import argparse
import contextlib
import gzip
import io
import json
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.metrics import f1_score, roc_auc_score
from tools import train_harm, train_models, train_questions, training_texts

from bench import (
    text_desks,
    text_draft_names,
    text_offices,
    text_personal_read,
    text_places,
    text_routing,
    tone_office,
    tone_range,
)
from bench.text_rows import Row, bootstrap, macro_f1, share
from kohkol.engine.text import command, harm, model, normalise, readability
from kohkol.engine.text import questions as asking
from kohkol.engine.text.places import Gazetteer
from kohkol.engine.text.reading import HOME, Reader

SETS = Path(__file__).parent / "sets"
LOAD = """
import time
from kohkol.engine.text import harm_letters, model, questions
start = time.process_time()
model.load(), questions.load(), harm_letters.load()
print(1000 * (time.process_time() - start))
"""
HURTS, BAITS = 0.6, 0.5  # as in facts/draft_check.py


class Corpora:
    """The folder of corpora; a goal whose file is not there is not measured."""

    def __init__(self, folder: Path, quick: bool) -> None:
        self.folder, self.quick = folder, quick

    def rows(self, name: str, part: str = "text") -> list[dict[str, object]]:
        with gzip.open(self.folder / part / f"{name}.ndjson.gz", "rt", encoding="utf-8") as lines:
            found = [json.loads(line) for line in lines]
        return found[:: max(1, len(found) // 400)] if self.quick else found

    def labelled(self, name: str) -> tuple[list[str], list[str]]:
        rows = self.rows(name)
        return [str(row["text"]) for row in rows], [str(row["label"]) for row in rows]


def tones(corpora: Corpora, reader: Reader) -> Iterator[Row]:
    wanted = [("smsa_test", "tone, SmSA test, macro-F1", 0.88)] + [
        (f"nusax_{name}_test", f"tone, NusaX {name} test, macro-F1", bar)
        for name, bar in (("indonesian", 0.80), ("sundanese", 0.76), ("javanese", 0.76))
    ]
    for name, goal, bar in wanted:
        texts, labels = corpora.labelled(name)
        yield macro_f1(goal, bar, labels, [reading.tone.label for reading in reader.read(texts)])


def tone_ranges(corpora: Corpora, reader: Reader) -> Iterator[Row]:
    """The half of the rows on which nothing of the range was chosen."""
    sets = {}
    for name in ("smsa_test", *(f"nusax_{language}_test" for language in ("indonesian", "sundanese", "javanese"))):
        texts, labels = corpora.labelled(name)
        sets[name] = (labels[1::2], [reading.tone.label for reading in reader.read(texts[1::2])])
    held = np.array(list(tone_range.coverage(sets)))
    yield bootstrap(
        "tone of an issue, share of ranges that hold the truth", 0.9, len(held), lambda at: float(held[at].mean())
    )


def tones_here(_: Corpora, reader: Reader) -> Iterator[Row]:
    """Posts to an office: of a writer of whom nothing is learned, and of the practice week."""
    found = tone_office.held(reader)
    truth, guess = found.pop(tone_office.ANOTHER_WRITER)
    yield macro_f1("tone, posts to an office by another writer, macro-F1, no bar", 0.0, truth, guess)
    truth, guess = ([tone for pair in found.values() for tone in pair[column]] for column in (0, 1))
    yield macro_f1("tone, practice week, macro-F1, no bar", 0.0, truth, guess)
    yield share(
        "tone of the practice week's issues, ranges that hold the truth", 0.9, list(tone_office.coverage(found))
    )


def emotions(corpora: Corpora, reader: Reader) -> Iterator[Row]:
    texts, labels = corpora.labelled("emot_test")
    yield macro_f1("emotion, EmoT test, macro-F1", 0.68, labels, [one.emotion.label for one in reader.read(texts)])


def languages(corpora: Corpora, reader: Reader) -> Iterator[Row]:
    right = []
    for name, code in training_texts.LANGUAGES.items():
        texts, _ = corpora.labelled(f"nusax_{name}_test")
        right += [reading.language == code for reading in reader.read(texts)]
    yield bootstrap("language, NusaX test, accuracy", 0.97, len(right), lambda at: float(np.array(right)[at].mean()))
    brief = {
        code: first_words(corpora.labelled(f"nusax_{name}_test")[0], 3)
        for name, code in training_texts.LANGUAGES.items()
    }
    news = training_texts.news_sentences(corpora.folder / "text", "test")
    for goal, texts in (
        ("first 3 words of NusaX test", brief),
        ("first 6 words of EmoT test (slang)", {"id": first_words(corpora.labelled("emot_test")[0], 6)}),
        ("first 3 words of NERP test (news)", {"id": first_words(news, 3)}),
    ):
        hit = np.array([one.language == code for code, own in texts.items() for one in reader.read(own)])
        yield bootstrap(f"language, {goal}, accuracy, no bar", 0.0, len(hit), lambda at, hit=hit: float(hit[at].mean()))


def first_words(texts: list[str], count: int) -> list[str]:
    return [" ".join(text.split()[:count]) for text in texts]


def held_half(name: str) -> list[str]:
    """The half of a set that was not looked at while the rules were written: every second line."""
    return whole(name)[1::2]


def places(_: Corpora, __: Reader) -> Iterator[Row]:
    gazetteer = Gazetteer(HOME)
    for kept, name in (
        ("held half", "places.tsv"),
        ("written later, held half", "places_later.tsv"),
        ("written by another person, held half", "places_fresh.tsv"),
    ):
        counts = []
        for line in held_half(name):
            text, _, labels = line.partition("\t")
            wanted = {label.rpartition("=")[2] for label in labels.split("|") if label}
            found = {place.code for place in gazetteer.find(text)}
            right = len(wanted & found)
            counts.append((right, len(found), right, len(wanted)))
        yield from right_and_found_again(kept, np.array(counts, float))


def places_of_others(corpora: Corpora, _: Reader) -> Iterator[Row]:
    """Posts of public sets; those that name a kecamatan or desa are few, so more of them were drawn."""
    gazetteer = Gazetteer(HOME)
    drawn = text_places.counts(text_places.held(corpora.folder, "drawn"), gazetteer)
    yield from right_and_found_again("posts of public sets", drawn)
    both = text_places.counts(text_places.held(corpora.folder), gazetteer, below_regencies=True)
    yield from right_and_found_again("kecamatan and desa of public sets, no bar", both, bars=(0.0, 0.0))


def right_and_found_again(kept: str, table: np.ndarray, bars: tuple[float, float] = (0.95, 0.85)) -> Iterator[Row]:
    """Precision and recall of [texts, 4]: found and right, found, labels found again, labels."""
    for what, bar, right, of in (("precision", bars[0], 0, 1), ("recall", bars[1], 2, 3)):
        yield bootstrap(
            f"places, {what}, {kept}",
            bar,
            len(table),
            lambda at, r=right, o=of: float(table[at, r].sum() / table[at, o].sum()),
        )


def questions(corpora: Corpora, _: Reader) -> Iterator[Row]:
    """None of these posts was learned from; those of public sets were drawn with cues of a question in mind."""
    ours = (
        ("held half", held_half("questions.tsv")),
        ("posts in other voices", whole("questions_held.tsv")),
        ("posts of another writer", whole("questions_fresh.tsv")),
    )
    rows = [(title, *labels_first(lines)) for title, lines in ours]
    rows.append(("posts of public sets", *train_questions.real_posts(corpora.folder, "held")))
    rows.append(("posts by which no rule was mended", *labels_first(whole("questions_unseen.tsv"))))
    for title, texts, labels in rows:
        truth = np.array(labels)
        guess = np.array(asking.scores(texts)) > 0
        yield bootstrap(
            f"questions, {title}, F1", 0.90, len(truth), lambda at, y=truth, g=guess: float(f1_score(y[at], g[at]))
        )


def whole(name: str) -> list[str]:
    return (SETS / name).read_text(encoding="utf-8").splitlines()


def labels_first(lines: list[str]) -> tuple[list[str], list[bool]]:
    """Texts and labels of lines `label, tab, text`."""
    rows = [line.partition("\t") for line in lines]
    return [text for _, _, text in rows], [label == "1" for label, _, _ in rows]


def personal(corpora: Corpora, _: Reader) -> Iterator[Row]:
    yield from text_personal_read.rows(corpora.folder, corpora.quick)


def draft_names(corpora: Corpora, _: Reader) -> Iterator[Row]:
    recalled, right = (np.array(one) for one in text_draft_names.outcomes(corpora.folder / "text" / "nerp_test.conll"))
    for goal, bar, outcome in (("precision", 0.95, right), ("recall, no bar", 0.0, recalled)):
        rate = outcome.astype(float)
        yield bootstrap(
            f"names in a draft, NERP test, {goal}", bar, len(rate), lambda at, rate=rate: float(rate[at].mean())
        )


def hurtful(corpora: Corpora, _: Reader) -> Iterator[Row]:
    rows = corpora.rows("id_hatespeech")
    scores = np.array([harm.hurtful(str(row["text"])) for row in rows])
    hated = np.array([bool(row["labels"]) for row in rows])
    yield bootstrap(
        "harm, id_hatespeech (any label), ROC-AUC",
        0.85,
        len(rows),
        lambda at: float(roc_auc_score(hated[at], scores[at])),
    )
    only = np.array(["HS" in row["labels"] for row in rows])
    yield bootstrap(
        "harm, id_hatespeech (HS alone), ROC-AUC, no bar",
        0.0,
        len(rows),
        lambda at: float(roc_auc_score(only[at], scores[at])),
    )


def hurtful_here(corpora: Corpora, _: Reader) -> Iterator[Row]:
    """Posts labelled by us: those with which the weights were set, and the half by which nothing was."""
    for title, name, part in (("looked at", "harm.tsv", ""), ("held half", "harm_later.tsv", "held")):
        texts, truth, _sources = train_harm.labelled(corpora.folder, name, part)
        scores = np.array([harm.hurtful(text) for text in texts])
        yield bootstrap(
            f"harm, posts labelled here, {title}, ROC-AUC, no bar",
            0.0,
            len(texts),
            lambda at, y=truth, s=scores: float(roc_auc_score(y[at], s[at])),
        )


def unhurtful(corpora: Corpora, _: Reader) -> Iterator[Row]:
    """How many ordinary texts a writer would be warned of, did she write them; a few of these do hurt."""
    ordinary = [str(row["text"]) for row in corpora.rows("click_id_agree")][1::9]
    ordinary += [str(row["text"]) for name in ("valid", "test") for row in corpora.rows(f"nusax_indonesian_{name}")]
    for title, texts in (
        ("headlines and NusaX", ordinary),
        ("news sentences", training_texts.news_sentences(corpora.folder / "text")),
    ):
        warned = np.array([_warned(text) for text in texts], float)
        yield bootstrap(
            f"harm, {title} a writer is warned of, of 1,000, no bar",
            0.0,
            len(texts),
            lambda at, warned=warned: 1000 * float(warned[at].mean()),
        )


def _warned(text: str) -> bool:
    return any(one.words and one.score >= HURTS for one in harm.judge(text) if one.kind in harm.KINDS[:3])


def clickbait(corpora: Corpora, _: Reader) -> Iterator[Row]:
    """There is one set only: a model is trained on four fifths and asked about the rest, as the shipped one was."""
    texts, labels = Corpora(corpora.folder, quick=False).labelled("click_id_agree")
    truth, guess = train_models.held_out_fifth(texts, labels)
    yield bootstrap(
        "clickbait, CLICK-ID, a fifth held out, F1", 0.85, len(truth), lambda at: float(f1_score(truth[at], guess[at]))
    )
    titles, kinds = training_texts.office_titles("titles_fresh.tsv")
    baits, called = kinds == "clickbait", np.array([harm.mood_of(title).bait >= BAITS for title in titles])
    yield bootstrap(
        "clickbait, titles of an office by another writer, F1, no bar",
        0.0,
        len(titles),
        lambda at: float(f1_score(baits[at], called[at])),
    )
    yield share("clickbait, plain titles of an office left alone, no bar", 0.0, (~called[~baits]).tolist())


def routing(corpora: Corpora, _: Reader) -> Iterator[Row]:
    plain, wide, desks, folder = text_routing, text_offices, text_desks, corpora.folder
    for title, bar, made, sources, decisions in (
        ("routing, unseen stand-ins", 4.0, plain.stand_ins, plain.MEASURED_ONLY, None),
        ("routing, stand-ins chosen on, no bar", -100.0, plain.stand_ins, plain.CHOSEN_ON, None),
        ("routing, first 50 decisions and descriptions, no bar", -100.0, plain.stand_ins, plain.MEASURED_ONLY, 50),
        ("routing, unseen wider stand-ins", 4.0, wide.stand_ins, wide.MEASURED_ONLY, None),
        ("routing, unseen complaint desks", 4.0, desks.stand_ins, desks.MEASURED_ONLY, None),
        ("routing, complaint desks chosen on, no bar", -100.0, desks.stand_ins, desks.CHOSEN_ON, None),
    ):
        gains = text_routing.gains(made(folder, sources[: 1 if corpora.quick else None]), decisions)
        for what, column in (
            ("top-1 minus tf-idf + LR", 0),
            ("top-3 minus tf-idf + LR", 1),
            ("top-1 minus the LR that is best by the test itself", 2),
        ):
            own = gains[:, column]
            yield bootstrap(
                f"{title}, {what}, points",
                bar if column == 0 else -100.0,
                len(own),
                lambda at, own=own: 100 * float(own[at].mean()),
            )


def readable(_: Corpora, __: Reader) -> Iterator[Row]:
    pairs = [line.split("\t") for line in (SETS / "readability.tsv").read_text(encoding="utf-8").splitlines()]
    right = np.array([readability.score(plain) > readability.score(hard) for hard, plain in pairs], float)
    yield bootstrap("readability, pairs ranked right", 0.95, len(right), lambda at: float(right[at].mean()))
    count = float(len(readability.plain_words()))
    yield Row("readability, phrases with a plainer wording", count, count, count, 300)


def speed(corpora: Corpora, _: Reader) -> Iterator[Row]:
    posts = [text for name in ("emot_train", "smsa_train") for text in corpora.labelled(name)[0]]
    rates = []
    for _attempt in range(3):
        fresh = Reader.load()
        normalise.canonical.cache_clear()
        start = time.process_time()
        fresh.read(posts)
        rates.append(len(posts) / (time.process_time() - start))
    yield Row("speed, posts a second of one core, new spellings included", max(rates), min(rates), max(rates), 10_000)
    yield command_speed(posts)
    spent = sorted(fresh_load() for _attempt in range(5))
    yield Row("models load in a fresh process, ms", spent[2], spent[0], spent[4], 300, lower_is_better=True)
    size = sum(file.stat().st_size for file in model.FILE.parent.iterdir()) / 1e6
    yield Row("models, MB", size, size, size, 15, lower_is_better=True)


def fresh_load() -> float:
    """Milliseconds of processor time that a process which did nothing else needs for all models."""
    said = subprocess.run([sys.executable, "-c", LOAD], capture_output=True, text=True, check=True)
    return float(said.stdout)


def command_speed(posts: list[str]) -> Row:
    """From a file of posts to lines of JSON, less what an empty file takes."""
    spent = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "posts.ndjson"
        for several in ([], posts):
            rows = ({"id": str(n), "at": "2026-01-01T00:00:00Z", "text": text} for n, text in enumerate(several))
            file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
            normalise.canonical.cache_clear()
            start = time.process_time()
            with contextlib.redirect_stdout(io.StringIO()):
                command.main([str(file)])
            spent.append(time.process_time() - start)
    rate = len(posts) / (spent[1] - spent[0])
    return Row("speed, kohkol read from file to JSON, start-up apart, no bar", rate, rate, rate, 0.0)


GOALS = (
    tones,
    tone_ranges,
    tones_here,
    emotions,
    languages,
    places,
    places_of_others,
    questions,
    personal,
    draft_names,
    hurtful,
    hurtful_here,
    unhurtful,
    clickbait,
    routing,
    readable,
    speed,
)


def main(arguments: list[str]) -> int:
    """Prints a row per goal; 0 only when every goal was measured and reached."""
    parser = argparse.ArgumentParser(prog="kohkol bench text", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a part of each set")
    parser.add_argument("--corpora", type=Path, default=Path("corpora"), help="folder with text/ and claims/")
    options = parser.parse_args(arguments)
    corpora, reader = Corpora(options.corpora, options.quick), Reader.load()
    whole = True
    for goal in GOALS:
        try:
            for row in goal(corpora, reader):
                verdict = "not measured" if math.isnan(row.figure) else "pass" if row.passed() else "miss"
                whole &= row.passed()
                print(
                    f"{row.goal:<66} {row.figure:9.3f} [{row.low:.3f}, {row.high:.3f}]  bar {row.bar:g}  {verdict}",
                    flush=True,
                )
        except FileNotFoundError as missing:
            whole = False
            print(f"{goal.__name__:<66} not measured: {missing.filename} is not there", flush=True)
    return 0 if whole else 1
