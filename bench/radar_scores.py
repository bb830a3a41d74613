"""Scores of a grouping against the truth: B-cubed, AMI, ARI, NMI over labelled posts, and of links between copies."""

import numpy as np
import numpy.typing as npt
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score, normalized_mutual_info_score

BACKGROUND = -1
Labels = npt.NDArray[np.int64]


def as_labels(names: list[str | None]) -> Labels:
    """Numbers for names, BACKGROUND for None."""
    numbers: dict[str, int] = {}
    return np.array([BACKGROUND if name is None else numbers.setdefault(name, len(numbers)) for name in names])


def strict_bcubed(truth: Labels, found: Labels) -> tuple[float, float, float]:
    """Precision, recall, F1 over labelled posts; background in a found story costs precision (Amigo et al. 2009)."""
    found = np.unique(found, return_inverse=True)[1]
    labelled = truth != BACKGROUND
    found_sizes = np.bincount(found)
    stories, clusters = np.unique(truth[labelled], return_inverse=True)[1], found[labelled]
    _, pair, pair_sizes = np.unique(stories * len(found_sizes) + clusters, return_inverse=True, return_counts=True)
    shared = pair_sizes[pair]
    precision = float((shared / found_sizes[clusters]).mean())
    recall = float((shared / np.bincount(stories)[stories]).mean())
    return precision, recall, 2 * precision * recall / (precision + recall)


def cluster_scores(truth: Labels, found: Labels, *, ami: bool = True) -> dict[str, float]:
    """All cluster scores by name; AMI is slow beyond a hundred thousand posts."""
    labelled = truth != BACKGROUND
    precision, recall, f1 = strict_bcubed(truth, found)
    scores = {"precision": precision, "recall": recall, "bcubed": f1}
    scores["ari"] = float(adjusted_rand_score(truth[labelled], found[labelled]))
    scores["nmi"] = float(normalized_mutual_info_score(truth[labelled], found[labelled]))
    if ami:
        scores["ami"] = float(adjusted_mutual_info_score(truth[labelled], found[labelled]))
    return scores


def link_scores(origin: Labels, copy_of: Labels) -> tuple[float, float, float]:
    """Precision, recall, F1 of links: right when both have the same origin, due when the origin came before."""
    _, first = np.unique(origin, return_index=True)
    is_due = np.ones(len(origin), bool)
    is_due[first] = False
    linked = copy_of >= 0
    right = linked & (origin[np.maximum(copy_of, 0)] == origin)
    precision, recall = right.sum() / max(linked.sum(), 1), (right & is_due).sum() / max(is_due.sum(), 1)
    return float(precision), float(recall), float(2 * precision * recall / max(precision + recall, 1e-9))


def event_scores(truth: Labels, found: Labels, *, least: int = 10) -> tuple[float, float]:
    """Share of events of `least` posts and more that are found, and of such clusters that are mostly background.

    An event is found when one cluster holds at least half of the event and half of that cluster is the event.
    """
    found = np.unique(found, return_inverse=True)[1]
    sizes = np.bincount(found)
    background = np.bincount(found, weights=(truth == BACKGROUND).astype(float), minlength=len(sizes))
    big = sizes >= least
    labelled = truth != BACKGROUND
    event_sizes = np.bincount(truth[labelled])
    keys, shared = np.unique(truth[labelled] * len(sizes) + found[labelled], return_counts=True)
    events, clusters = keys // len(sizes), keys % len(sizes)
    held = (shared * 2 >= event_sizes[events]) & (shared * 2 >= sizes[clusters])
    is_found = np.zeros(len(event_sizes), bool)
    is_found[events[held]] = True
    wanted = event_sizes >= least
    return float(is_found[wanted].mean()), float((background[big] * 2 > sizes[big]).mean())
