"""A table of goals: what is asked, what was measured, and whether it passes."""

from dataclasses import dataclass, field

NOT_MEASURED = "not measured"


@dataclass
class Goals:
    """Collects rows and prints each as soon as it is known."""

    rows: list[tuple[str, str, str, str]] = field(default_factory=list)

    def at_least(self, name: str, goal: float, figure: float | None, *, form: str = ".3f") -> None:
        """A figure that has to reach the goal; None when it could not be measured."""
        self._add(name, f">= {goal:{form}}", figure, form, figure is not None and figure >= goal)

    def at_most(self, name: str, goal: float, figure: float | None, *, form: str = ".3f") -> None:
        """A figure that must not exceed the goal; None when it could not be measured."""
        self._add(name, f"<= {goal:{form}}", figure, form, figure is not None and figure <= goal)

    def shown(self, name: str, figure: float | None, *, form: str = ".3f") -> None:
        """A figure that nothing is asked of; None when it could not be measured."""
        self._add(name, "-", figure, form, None)

    def _add(self, name: str, goal: str, figure: float | None, form: str, passed: bool | None) -> None:
        verdict = NOT_MEASURED if figure is None else {True: "pass", False: "miss", None: "-"}[passed]
        row = (name, goal, "-" if figure is None else f"{figure:{form}}", verdict)
        self.rows.append(row)
        print(f"{row[0]:<66} {row[1]:>12} {row[2]:>12}  {row[3]}", flush=True)

    def status(self) -> int:
        """0 when every row passed."""
        return 0 if all(row[3] in {"pass", "-"} for row in self.rows) else 1
