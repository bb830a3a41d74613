"""The sets on which matching is measured: claims, the posts that repeat them, and titles of one hoax."""

import gzip
import json
from dataclasses import dataclass
from pathlib import Path

from kohkol.engine.matching.claims import Claim


@dataclass(frozen=True)
class MatchingSet:
    """Claims, and posts as (text, id of the claim)."""

    claims: list[Claim]
    posts: list[tuple[str, str]]


def _rows(file: Path) -> list[dict[str, str]]:
    raw = file.read_bytes()
    text = (gzip.decompress(raw) if file.suffix == ".gz" else raw).decode()
    return [json.loads(line) for line in text.split("\n") if line]


def hoaxes(corpora: Path, split: str) -> MatchingSet:
    """Indonesian hoaxes: the circulating text and the title of its fact check."""
    claims = [Claim(row["id"], row["claim"]) for row in _rows(corpora / "claims/hoax_id_claims.ndjson")]
    rows = _rows(corpora / "claims/hoax_id_posts_2015_2019.ndjson")
    return MatchingSet(claims, [(row["text"], row["claim"]) for row in rows if row["split"] == split])


def tweets(corpora: Path, split: str) -> MatchingSet:
    """CheckThat! 2022 2A, English: a tweet and the claim that Snopes checked."""
    rows = _rows(corpora / "claims/clef2022_en_claims.ndjson.gz")
    claims = [Claim(row["id"], row["claim"], row.get("title", "")) for row in rows]
    posts = _rows(corpora / "claims/clef2022_en_posts_train_dev.ndjson.gz")
    return MatchingSet(claims, [(row["text"], row["claim"]) for row in posts if row["split"] == split])


def groups(corpora: Path) -> dict[str, int]:
    """Claim -> number of the hoax it is one title of; only claims that have another title."""
    rows = _rows(corpora / "claims/hoax_id_groups.ndjson")
    return {claim: int(row["group"]) for row in rows for claim in row["claims"]}
