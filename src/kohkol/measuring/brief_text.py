"""Says the brief in under 1,000 characters, to be copied into WhatsApp."""

from datetime import date

from kohkol.measuring.brief import BriefContent, Decision

MOST_CHARACTERS = 1000
_MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)


def brief_text(brief: BriefContent) -> str:
    """The brief as short text: the longest part loses lines until it fits, and says how many."""
    parts = {
        "Ditanyakan warga": [f"{one.title} ({one.posts} kiriman, kemarin {one.posts_before})" for one in brief.asked],
        "Masih ditanyakan": _lines(brief.still_asked),
        "Sudah dijawab": [f"{one.title}{f' [{one.sheet}]' if one.sheet else ''}" for one in brief.answered],
        "Perlu keputusan": _lines(brief.decide),
        "Sumber diam atau gagal": [one.what for one in brief.silent],
    }
    while True:
        text = _joined(brief, parts)
        if len(text) < MOST_CHARACTERS:
            return text
        longest = max(parts, key=lambda name: sum(map(len, parts[name])))
        parts[longest] = _shorter(parts[longest])


def _shorter(lines: list[str]) -> list[str]:
    """One line less, with a last line that says how many are missing."""
    more, whole = 0, lines
    if lines and lines[-1].startswith("dan ") and lines[-1].endswith(" lagi"):
        more, whole = int(lines[-1].split()[1]), lines[:-1]
    if len(whole) <= 1:
        return [f"{line[:60].rstrip()} …" for line in whole] + ([f"dan {more} lagi"] if more else [])
    return [*whole[:-1], f"dan {more + 1} lagi"]


def _lines(decisions: list[Decision]) -> list[str]:
    return [f"{one.what}: {one.why}" for one in decisions]


def _joined(brief: BriefContent, parts: dict[str, list[str]]) -> str:
    lines = [f"*Ringkasan pagi {spoken_day(brief.day)}*", brief.office, f"{brief.heard} kiriman warga dalam 24 jam"]
    for name, rows in parts.items():
        lines += ["", f"*{name}*", *(f"- {row}" for row in rows or ["tidak ada"])]
    return "\n".join(lines)


def spoken_day(day: str) -> str:
    """2026-03-04 as 4 Maret 2026."""
    when = date.fromisoformat(day)
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"
