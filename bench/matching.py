"""`kohkol bench matching`: how often what people say finds what is known; on posts that nothing was learned on."""

import argparse
import resource
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from bench import matching_sets
from bench.goals import Goals
from bench.matching_sets import MatchingSet
from kohkol.engine.matching.candidates import find_candidates
from kohkol.engine.matching.claims import Claim
from kohkol.engine.matching.features import read
from kohkol.engine.matching.index import ClaimIndex, Match, warm
from kohkol.engine.matching.postings import BUDGET

PAIRS = Path(__file__).parent / "sets" / "matching_pairs.tsv"
TOP = 5


def build(claims: list[Claim]) -> ClaimIndex:
    index = ClaimIndex()
    for claim in claims:
        index.add(claim)
    return index


def gains(found: list[list[Match]], posts: list[tuple[str, str]], name: Callable[[str], str]) -> tuple[float, float]:
    """MAP@5 and hit@5; claims of one name count once, at their best place."""
    places = []
    for matches, (_, claim) in zip(found, posts, strict=True):
        names = list(dict.fromkeys(name(match.claim) for match in matches))[:TOP]
        places.append(names.index(name(claim)) if name(claim) in names else TOP)
    rank = np.array(places)
    return float(np.where(rank < TOP, 1 / (rank + 1), 0).mean()), float((rank < TOP).mean())


def same_quality(
    found: list[list[Match]], posts: list[tuple[str, str]], name: Callable[[str], str]
) -> tuple[int, int, int]:
    """How many were called same, how many of these rightly, and how many posts there are."""
    said = [
        (matches[0].claim, claim)
        for matches, (_, claim) in zip(found, posts, strict=True)
        if matches and matches[0].decision == "same"
    ]
    return len(said), sum(name(ours) == name(theirs) for ours, theirs in said), len(posts)


def never_same_without(index: ClaimIndex, wanted: MatchingSet, groups: dict[str, int]) -> list[bool]:
    """For each post: nothing is called same when its claim, under every title, was taken out of the store."""
    claims = {claim.id: claim for claim in wanted.claims}
    of_group: dict[int, list[str]] = {}
    for claim, group in groups.items():
        of_group.setdefault(group, []).append(claim)
    quiet = []
    for text, claim in wanted.posts:
        gone = of_group[groups[claim]] if claim in groups else [claim]
        for one in gone:
            index.withdraw(one)
        quiet.append(all(match.decision != "same" for match in index.search(text, 1)))
        for one in gone:
            index.add(claims[one])
    return quiet


def reliability(found: list[list[Match]], posts: list[tuple[str, str]], name: Callable[[str], str]) -> None:
    """Prints, for the first match of each post, how often a score was right."""
    firsts = [(m[0].score, name(m[0].claim) == name(c)) for m, (_, c) in zip(found, posts, strict=True) if m]
    scores, right = np.array([score for score, _ in firsts]), np.array([ok for _, ok in firsts])
    for low, high in ((0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 0.9), (0.9, 0.97), (0.97, 1.01)):
        inside = (scores >= low) & (scores < high)
        if inside.any():
            print(
                f"  score {low:.2f} to {min(high, 1):.2f}: {inside.sum():4d} posts, mean {scores[inside].mean():.2f},"
                f" right {right[inside].mean():.2f}"
            )


def pairs_right() -> dict[str, list[bool]]:
    """Own pairs by kind: whether the decision is the wanted one, in a store of all claims of the file."""
    rows = [line.split("\t") for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    texts = list(dict.fromkeys(row[2] for row in rows))
    index = build([Claim(str(number), text) for number, text in enumerate(texts)])
    right: dict[str, list[bool]] = {}
    for kind, wanted, claim, post in rows:
        decisions = {match.claim: match.decision for match in index.search(post, TOP)}
        decision = decisions.get(str(texts.index(claim)), "none")
        good = {"same": decision == "same", "found": decision in ("same", "suggest"), "other": decision != "same"}
        right.setdefault(kind, []).append(good[wanted])
    return right


def sheets(count: int, wanted: MatchingSet) -> list[Claim]:
    """Made sheets: words of real claims, drawn anew, of their lengths; a number makes each its own."""
    random = np.random.default_rng(3)
    words = [word for claim in wanted.claims for word in claim.claim.split()]
    sizes = random.choice([len(claim.claim.split()) for claim in wanted.claims], count)
    drawn = random.integers(0, len(words), int(sizes.sum()))
    claims, at = [], 0
    for number, size in enumerate(sizes):
        text = " ".join(words[place] for place in drawn[at : at + size])
        claims.append(Claim(f"s{number}", f"{text} {number}"))
        at += int(size)
    return claims


def speed(goals: Goals, wanted: MatchingSet, count: int, milliseconds: float, megabytes: float) -> None:
    """Time of a query, memory that grew, and time until a new sheet is found, in a store of `count` sheets."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = time.perf_counter()
    warm()
    print(f"  kernels compiled or read from their cache in {time.perf_counter() - start:.1f} s")
    real = [Claim(f"real {claim.id}", claim.claim) for claim in wanted.claims]
    index = build(sheets(count - len(real), wanted) + real)
    index.search("pemanasan", 1)  # merges
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before
    spent, worked = [], []
    for text, _ in wanted.posts[:300]:
        start, start_of_work = time.perf_counter(), time.thread_time()
        index.search(text, TOP)
        spent.append(1000 * (time.perf_counter() - start))
        worked.append(1000 * (time.thread_time() - start_of_work))
    middle, slow = np.quantile(worked, [0.5, 0.95])
    print(f"  {count:,} sheets: a query takes {middle:.1f} ms of processor time, 1 of 20 more than {slow:.1f}")
    start = time.perf_counter()
    index.add(Claim("new", "Bendungan Kalisari di Wanakerta retak"))
    first = index.search("bendungan kalisari wanakerta retak?", 1)
    fresh = time.perf_counter() - start
    assert first[0].claim == "new"
    goals.at_most(f"{count:,} sheets: query p95, ms", milliseconds, float(np.quantile(spent, 0.95)), form=".1f")
    goals.at_most(f"{count:,} sheets: memory, MB", megabytes, memory, form=".0f")
    lost_by_budget(index, wanted, count)
    goals.at_most(f"{count:,} sheets: until a new sheet is found, s", 1.0, fresh)


def lost_by_budget(index: ClaimIndex, wanted: MatchingSet, count: int) -> None:
    """Prints how many true claims are among the candidates with the budget of list entries, and without one."""
    shares = []
    for budget in (BUDGET, count * 1000):
        found = 0
        for text, claim in wanted.posts[:300]:
            numbers, _ = find_candidates(read(text), index._channels, index._alive.values, budget=budget)
            found += index._number[f"real {claim}"] in numbers
        shares.append(found / len(wanted.posts[:300]))
    print(f"  {count:,} sheets: true claim among candidates {shares[0]:.3f}, without a budget {shares[1]:.3f}")


def measure_set(
    goals: Goals, title: str, wanted: MatchingSet, groups: dict[str, int], bars: list[tuple[str, float, float | None]]
) -> tuple[int, int, int]:
    """Rows of one dev set; what `same_quality` counted."""
    index = build(wanted.claims)
    found = [index.search(text, 2 * TOP) for text, _ in wanted.posts]

    def grouped(claim: str) -> str:
        return f"group {groups[claim]}" if claim in groups else claim

    for label, map_bar, hit_bar in bars:
        name = grouped if label == "grouped" else str
        mean, hit = gains(found, wanted.posts, name)
        goals.at_least(f"{title}, {label}: MAP@5", map_bar, mean)
        if hit_bar is not None:
            goals.at_least(f"{title}, {label}: hit@5", hit_bar, hit)
    quality = same_quality(found, wanted.posts, grouped)
    print(f"  {title}: {quality[0]} of {quality[2]} called same, {quality[1]} rightly")
    reliability(found, wanted.posts, grouped)
    quiet = never_same_without(index, wanted, groups)
    goals.at_least(f"{title}, claim taken out: never called same", 0.97, float(np.mean(quiet)))
    return quality


def main(arguments: list[str]) -> int:
    """Prints a row per goal; 0 only when every goal was measured and reached."""
    parser = argparse.ArgumentParser(prog="kohkol bench matching", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="Indonesian dev set and own pairs only")
    parser.add_argument("--corpora", type=Path, default=Path("corpora"), help="folder with claims/")
    options = parser.parse_args(arguments)
    goals = Goals()
    for kind, right in pairs_right().items():
        goals.at_least(f"own pairs, {kind} ({len(right)})", 0.95, float(np.mean(right)))
    if not (options.corpora / "claims").is_dir():
        goals.at_least("Indonesian hoaxes and CheckThat! 2022: no claims/ in the corpora", 0, None)
        return goals.status()
    indonesian = matching_sets.hoaxes(options.corpora, "dev")
    groups = matching_sets.groups(options.corpora)
    counts = [
        measure_set(
            goals, "Indonesian hoaxes, dev", indonesian, groups, [("as given", 0.82, 0.88), ("grouped", 0.83, 0.89)]
        )
    ]
    if not options.quick:
        english = matching_sets.tweets(options.corpora, "dev")
        counts.append(measure_set(goals, "CheckThat! 2022 2A, dev", english, {}, [("as given", 0.92, None)]))
    said, right_said, posts = (sum(column) for column in zip(*counts, strict=True))
    goals.at_least("same: precision", 0.97, right_said / max(said, 1))
    goals.at_least("same: recall", 0.60, right_said / posts)
    if not options.quick:
        speed(goals, indonesian, 200_000, 10, 500)
        speed(goals, indonesian, 1_000_000, 20, 2000)
    return goals.status()
