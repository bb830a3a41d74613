"""One stretch of personal data and the kinds there are, shared by the finders of each kind."""

from dataclasses import dataclass

KINDS = ("nik", "kk", "phone", "email", "plate", "bank_account", "address", "name")


@dataclass(frozen=True, slots=True)
class PersonalDatum:
    """A stretch `text[start:end]` of one kind of `KINDS`."""

    kind: str
    start: int
    end: int
