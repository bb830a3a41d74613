"""Says the name of a place for its code: the office's own names first, then the ministry's list, else the code."""

from collections.abc import Iterable, Mapping

from kohkol.engine.text import regions


def place_names(codes: Iterable[str], own: Mapping[str, str]) -> list[str]:
    """The names, in the order of the codes; `own` are the names that the office gave to codes."""
    return [own.get(code) or regions.load().names.get(code.replace(".", "")) or f"wilayah {code}" for code in codes]
