"""What can be matched: a claim, a clarification or a fact sheet, and the file in which people hand claims over."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kohkol.engine.posts_file import LONGEST_LINE, BadLine, UnreadableFile


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that is known: what was claimed or asked, a title, and where there is one the short answer."""

    id: str
    claim: str
    title: str = ""
    answer: str = ""

    def whole(self) -> str:
        """All fields as one text, the claim first."""
        return "\n".join(part for part in (self.claim, self.title, self.answer) if part)


def read_claims(file: str | Path) -> Iterator[Claim | BadLine]:
    """Claims of an NDJSON file with `id`, `claim` and optional `title`, `answer`; lines without them as bad lines.

    Raises UnreadableFile when the file cannot be opened.
    """
    try:
        lines = Path(file).read_bytes().decode("utf-8-sig", "replace").split("\n")
    except OSError as error:
        raise UnreadableFile(f"{file} cannot be opened: {error.strerror or error}.") from error
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        row = _claim(line)
        if isinstance(row, Claim) and row.id in seen:
            row = f"The id {row.id} was there before."
        if isinstance(row, str):
            yield BadLine(number, row)
            continue
        seen.add(row.id)
        yield row


def _claim(line: str) -> Claim | str:
    if len(line) > LONGEST_LINE:
        return f"The line is longer than {LONGEST_LINE:,} characters."
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        return "The line is not whole JSON."
    if not isinstance(fields, dict):
        return 'The line is JSON, but not an object like {"id": ..., "claim": ...}.'
    values = {name: fields.get(name) for name in ("id", "claim", "title", "answer")}
    for name, value in values.items():
        if isinstance(value, bool) or not isinstance(value, str | int | type(None)):
            return f"The field {name} is not text."
    texts = {name: "" if value is None else _writable(str(value)) for name, value in values.items()}
    if not texts["id"] or not (texts["claim"] or texts["title"]).strip():
        return "The claim has no id or no text."
    return Claim(texts["id"], texts["claim"] or texts["title"], texts["title"], texts["answer"])


def _writable(text: str) -> str:
    """Halves of surrogate pairs, which no file can hold, become U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
