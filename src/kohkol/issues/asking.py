"""Sorts questions by what they want to know: which of two, when, where, how much, whether it is so, who, why, how.

The first pattern that a question holds decides, so what is most definite stands first; the words are those of
Indonesian, Sundanese and Javanese as people write them. Of 513 questions of the practice week 70 fit none; 277 did
before *which*, *may one* and *yes or no* were told apart.
"""

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kohkol.engine.text.normalise import fold

OTHER = "apa"
KINDS: Mapping[str, str | Promise] = {
    "pilih": _("Yang mana?"),
    "kapan": _("Kapan, sampai kapan?"),
    "mana": _("Di mana, ke mana?"),
    "berapa": _("Berapa?"),
    "benar": _("Benarkah?"),
    "siapa": _("Siapa?"),
    "mengapa": _("Mengapa?"),
    "cara": _("Bagaimana, apa syaratnya?"),
    "boleh": _("Boleh, bisa, wajib?"),
    "ya": _("Ya atau tidak?"),
    OTHER: _("Pertanyaan lain"),
}
_NO = r"(?:ga|gak|gk|g|nggak|ngga|enggak|engga|ndak|tidak|tdk|belum|blm|bukan|teu|henteu|acan|ora|durung)"
_AFTER_NO = r"(?: (?:ya|sih|min|kak|bu|pak|dok|nih|kah))*\s*(?:\?|$)"
_PATTERNS: Mapping[str, str] = {
    "pilih": (
        r"(?:yang|yg|nu|sing) mana|mana (?:yang|yg|nu|sing)|atau|atanapi|atawa|utawa"
        r"|apa (?:tetep|tetap|yang|yg)|(?:itu|ini) \w+ apa \w+"
    ),
    "kapan": (
        r"kapan|kpn|iraha|(?:jam|tgl|tanggal|hari) (?:berapa|brp|sabaraha|apa)|(?:berapa|brp|sabaraha) (?:lama|lami)"
        r"|dinten naon"
    ),
    "mana": r"(?:di|ke|dari|ka|ti) ?mana|mana|kmn|dmn|(?:neng|nang|ning) n?endi|di mendi|lokasinya|where",
    "berapa": r"berapa|brp|brapa|sabaraha|piro|pira|how (?:much|many)",
    "benar": (
        r"(?:benar|bener|betul|leres|beneran|tenan|true|hoaks|hoax|hoak|fakta|valid|yakin|palsu|asli)(?:kah|nya)?"
        rf"|resmi (?:atau|apa|{_NO})|emang|enya"
    ),
    "siapa": r"siapa|sapa|saha|sopo|who",
    "mengapa": r"kenapa|knp|knapa|mengapa|kok|ko|naha|kunaon|ngopo|alasan\w*|why",
    "cara": (
        r"gimana|bagaimana|gmn|gmna|kumaha|piye|cara(?:nya|na)?|syarat(?:nya|na)?|prosedur\w*"
        r"|(?:harus|kudu|kedah) (?:apa|ngapain|naon)|how"
    ),
    "boleh": (
        r"(?:boleh|bole|bisa|bs|wajib|harus|hrs|perlu|dapat)(?:kah)?|laku|tiasa|k[eé]nging|kedah|kudu|meunang|oleh"
    ),
    "ya": (
        r"(?:ada|aya|ono|any)(?:kah)?|apakah|bukankah|bukannya|masih|msh"
        rf"|(?:sudah|sdh|udah|udh|dah|tos|wis)\b.*\b{_NO}|apa {_NO}|{_NO}{_AFTER_NO}"
    ),
}
_KINDS = [(kind, re.compile(rf"\b(?:{pattern})(?!\w)")) for kind, pattern in _PATTERNS.items()]


def kind_of(question: str) -> str:
    """The key in `KINDS` of what a question wants to know."""
    text = fold(question)
    return next((kind for kind, pattern in _KINDS if pattern.search(text)), OTHER)
