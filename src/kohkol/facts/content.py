"""What a version says, as one thing: checked before it is signed, hashed when it is, rendered safely for pages."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from kohkol.facts.models import SheetVersion
from kohkol.refusals import Invalid

LONGEST_SHORT_ANSWER = 400
_ALLOWED_TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "h3", "h4", "blockquote", "table", "thead", "tbody", "tr"}
_ALLOWED_TAGS |= {"th", "td", "br", "hr", "code"}
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True)
class SheetText:
    """The words of a version, as a person enters them."""

    question: str
    short_answer: str
    explanation: str = ""
    short_answer_su: str = ""
    not_known: str = ""
    change_note: str = ""
    valid_from: datetime | None = None
    valid_until: datetime | None = None


def check_text(text: SheetText) -> None:
    """Raise `Invalid` at the first thing that cannot stand in a sheet."""
    if not text.question.strip():
        raise Invalid("Tulis pertanyaan warga yang dijawab lembar ini.", field="question")
    if not text.short_answer.strip():
        raise Invalid("Tulis jawaban singkatnya.", field="short_answer")
    for field in ("short_answer", "short_answer_su"):
        length = len(getattr(text, field))
        if length > LONGEST_SHORT_ANSWER:
            raise Invalid(
                _("Jawaban singkat paling panjang %(most)d karakter, sekarang %(length)s.")
                % {"most": LONGEST_SHORT_ANSWER, "length": length},
                next_step="Pindahkan rinciannya ke penjelasan.",
                field=field,
            )
    if text.valid_from and text.valid_until and text.valid_until <= text.valid_from:
        raise Invalid("Masa berlaku harus berakhir setelah dimulai.", field="valid_until")


def hash_version(version: SheetVersion) -> str:
    """SHA-256 over everything a signature covers: the words, the validity, and the evidence with its hashes."""
    words = {name: getattr(version, name) for name in ("question", "short_answer", "explanation", "short_answer_su")}
    words["not_known"] = version.not_known
    dates = [moment.isoformat() if moment else None for moment in (version.valid_from, version.valid_until)]
    evidence = [[row.kind, row.label, row.url, row.sha256, row.is_public] for row in version.evidence.order_by("pk")]
    body = [version.sheet.code, version.number, words, dates, evidence]
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def text_of(version: SheetVersion) -> SheetText:
    """The words of a stored version."""
    return SheetText(**{name: getattr(version, name) for name in SheetText.__dataclass_fields__})


def values_of(text: SheetText) -> dict[str, object]:
    """The words as column values; an absent start of validity is left to the caller."""
    return {name: value for name, value in asdict(text).items() if not (name == "valid_from" and value is None)}


def as_html(markdown: str) -> SafeString:
    """Markdown as HTML that is safe on a public page: raw HTML is shown as text, links get rel."""
    html = nh3.clean(_markdown.render(markdown), tags=_ALLOWED_TAGS, attributes={"a": {"href", "title"}})
    return mark_safe(html)  # noqa: S308 - cleaned on the line above
