"""Lets an app declare the states of a thing once: checked at import, used by its actions, drawn into the docs."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _

from kohkol.refusals import NotNow


@dataclass(frozen=True)
class Lifecycle:
    """The states of one kind of thing and the moves between them.

    `moves` maps each state to the states it may go to. Raises `ValueError` at import when a state is missing,
    unknown, or cannot be reached from `first`.
    """

    name: str
    states: type[models.TextChoices]
    first: str
    moves: Mapping[str, frozenset[str]]

    def __post_init__(self) -> None:
        known = set(self.states.values)
        if set(self.moves) != known:
            raise ValueError(f"{self.name}: moves must name each state once, differs by {set(self.moves) ^ known}")
        reached, waiting = {self.first}, [self.first]
        while waiting:
            for target in self.moves[waiting.pop()] - reached:
                if target not in known:
                    raise ValueError(f"{self.name}: unknown state {target}")
                reached.add(target)
                waiting.append(target)
        if reached != known:
            raise ValueError(f"{self.name}: never reached: {known - reached}")

    def check(self, now: str, then: str) -> None:
        """Raise `NotNow` unless a thing in state `now` may go to state `then`."""
        if then not in self.moves[now]:
            raise NotNow(
                _("%(now)s → %(then)s: langkah ini tidak dapat dilakukan sekarang.")
                % {"now": self.label(now), "then": self.label(then)}
            )

    def label(self, state: str) -> str:
        """The word for a state on the screen."""
        return str(self.states(state).label)

    def drawing(self) -> str:
        """The lifecycle as a Mermaid state diagram, for the docs."""
        rows = [f"    [*] --> {self.first}"]
        rows += [f"    {state} --> {target}" for state in self.states.values for target in sorted(self.moves[state])]
        return "\n".join(["stateDiagram-v2", *rows])


def moves(**targets: str) -> dict[str, frozenset[str]]:
    """Write moves as `moves(draft="signed withdrawn", signed="", ...)`: state = its targets, separated by blanks."""
    return {state: frozenset(words.split()) for state, words in targets.items()}
