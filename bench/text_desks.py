"""Stand-ins that look like a complaint desk: short posts as people type them, many agencies, a few with most posts.

A post goes to the office that most of its keywords belong to; each keyword stays with a chance, and some decisions are
wrong. Only the largest offices are kept. Of EmoT the posts are those of anger, fear or sadness, of SmSA the negative
ones, of id_hatespeech all. Settings were chosen on EmoT; the others were only measured.
"""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.text_offices import KEYWORD, LEAST_LETTERS, OWNER, Plan, chance, split, with_errors
from bench.text_routing import Routed, bare

CHOSEN_ON, MEASURED_ONLY = ("emot",), ("smsa", "id_hatespeech")
FILES = {
    "emot": ("emot_train", "emot_valid", "emot_test"),
    "smsa": ("smsa_train", "smsa_valid", "smsa_test"),
    "id_hatespeech": ("id_hatespeech",),
}
COMPLAINT = {"emot": {"anger", "fear", "sadness"}, "smsa": {"negative"}}  # the last has no such labels: all of it
PLANS = (Plan("d0", 0.6, 0.1, 25, 6000), Plan("d1", 0.3, 0.05, 12, 3000))


def stand_ins(corpora: Path, sources: tuple[str, ...]) -> Iterator[tuple[Routed, Routed]]:
    """Posts to learn from and later ones to route, twice for each source."""
    for source in sources:
        texts = list(_complaints(corpora, source))
        for plan in PLANS:
            yield split(with_errors(_desk(texts, plan), plan))


def _complaints(corpora: Path, source: str) -> Iterator[str]:
    for name in FILES[source]:
        with gzip.open(corpora / "text" / f"{name}.ndjson.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                if source not in COMPLAINT or row["label"] in COMPLAINT[source]:
                    yield row["text"]


def _desk(texts: list[str], plan: Plan) -> Routed:
    rows = []
    for number, text in enumerate(texts):
        hits = Counter(OWNER[bare(hit[0].lower(), OWNER)] for hit in KEYWORD.finditer(text))
        if hits:

            def stays(hit: re.Match[str], number: int = number) -> str:
                return hit[0] if chance(number, hit.start(), plan.name) < plan.left else " "

            rest = " ".join(KEYWORD.sub(stays, text).split())
            if len(rest) > LEAST_LETTERS:
                rows.append((rest, hits.most_common(1)[0][0]))
    rows = rows[: plan.most]
    largest = {office for office, _ in Counter(office for _, office in rows).most_common(plan.agencies)}
    return [row for row in rows if row[1] in largest]
