"""Sorts questions by what they want to know: whether it is so, when, where, how much, how, why, who.

The first pattern that a question holds decides, so what is most definite stands first; the words are those of
Indonesian, Sundanese and Javanese as people write them.
"""

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kohkol.engine.text.normalise import fold

OTHER = "apa"
KINDS: Mapping[str, str | Promise] = {
    "kapan": _("Kapan, sampai kapan?"),
    "mana": _("Di mana, ke mana?"),
    "berapa": _("Berapa?"),
    "benar": _("Benarkah?"),
    "cara": _("Bagaimana, apa syaratnya?"),
    "mengapa": _("Mengapa?"),
    "siapa": _("Siapa?"),
    OTHER: _("Pertanyaan lain"),
}
_PATTERNS: Mapping[str, str] = {
    "kapan": r"kapan|kpn|iraha|(?:jam|tgl|tanggal) (?:berapa|brp|sabaraha)|(?:berapa|brp) lama",
    "mana": (r"(?:di|ke|dari) ?mana|kmn|dmn|(?:neng|nang) endi|di mendi|mana (?:aja|saja|yang|yg|lokasi\w*)|lokasinya"),
    "berapa": r"berapa|brp|brapa|sabaraha|piro",
    "benar": (
        r"(?:benar|bener|betul|leres|beneran)(?:kah)?|hoaks|hoax|hoak|fakta|valid|resmi (?:gak|ga|nggak|tidak)|yakin"
    ),
    "cara": r"gimana|bagaimana|gmn|gmna|kumaha|piye|cara\w*|syarat\w*|prosedur\w*|daftar\w*|harus (?:apa|ngapain)",
    "mengapa": r"kenapa|knp|knapa|mengapa|kok|naha|kunaon|ngopo|alasan\w*",
    "siapa": r"siapa|sapa|saha|sopo",
}
_KINDS = [(kind, re.compile(rf"\b(?:{pattern})\b")) for kind, pattern in _PATTERNS.items()]


def kind_of(question: str) -> str:
    """The key in `KINDS` of what a question wants to know."""
    text = fold(question)
    return next((kind for kind, pattern in _KINDS if pattern.search(text)), OTHER)
