"""What the radar learned from text before it ships; tools/train_radar_*.py make the files."""

import hashlib
from functools import cache
from pathlib import Path

import numpy as np

from kohkol.engine.radar.kernels.tokens import Lexicon, lexicon

LEXICON = Path(__file__).parent / "lexicon.npz"


@cache
def lexicon_digest() -> str:
    """Changes when a word counts as another form; a snapshot made with another lexicon is refused."""
    return hashlib.sha256(LEXICON.read_bytes()).hexdigest()[:16]


@cache
def trained_lexicon() -> Lexicon:
    """How known words are counted, and how common they are."""
    with np.load(LEXICON) as columns:
        return lexicon(columns["surface"], columns["form"], columns["share"])
