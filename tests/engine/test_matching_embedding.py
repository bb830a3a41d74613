"""An embedder finds what shares no word; a vector of the wrong kind is refused; without one nothing changes."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from kohkol.engine.matching.claims import Claim
from kohkol.engine.matching.index import ClaimIndex

WATER, MONEY = ("air", "banjir", "tanggul", "leuwih"), ("uang", "bantuan", "tunai")


class EmbedderOfTheTests:
    """Two dimensions: how much of a text is about water, and how much about money."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        counts = [[1e-3 + sum(word in text.casefold() for word in topic) for topic in (WATER, MONEY)] for text in texts]
        vectors = np.array(counts, np.float32)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


class EmbedderWithLongVectors:
    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.full((len(texts), 2), 3, np.float32)


DAM = Claim("dam", "Tanggul jebol semalam")
CASH = Claim("cash", "Bantuan tunai dibagikan")


def test_an_embedder_finds_a_claim_that_shares_no_word() -> None:
    question = "rumah saya kena banjir"
    with_embedder, without = ClaimIndex(embedder=EmbedderOfTheTests()), ClaimIndex()
    for claim in (CASH, DAM):
        with_embedder.add(claim)
        without.add(claim)
    assert "dam" not in [match.claim for match in without.search(question)]
    assert with_embedder.search(question)[0].claim == "dam"


def test_a_withdrawn_claim_is_not_found_by_its_meaning_either() -> None:
    index = ClaimIndex(embedder=EmbedderOfTheTests())
    index.add(DAM)
    index.add(CASH)
    index.withdraw("dam")
    assert [match.claim for match in index.search("rumah saya kena banjir")] == ["cash"]


def test_a_vector_that_is_not_of_length_1_is_refused() -> None:
    with pytest.raises(ValueError, match="length 1"):
        ClaimIndex(embedder=EmbedderWithLongVectors()).add(DAM)
