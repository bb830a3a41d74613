"""What the radar learned from text before it ships; tools/train_radar_*.py make the files."""

from functools import cache
from pathlib import Path

import numpy as np

from kohkol.engine.radar.kernels.tokens import Lexicon, lexicon

LEXICON = Path(__file__).parent / "lexicon.npz"


@cache
def trained_lexicon() -> Lexicon:
    """How known words are counted, and how common they are."""
    with np.load(LEXICON) as columns:
        return lexicon(columns["surface"], columns["form"], columns["share"])
