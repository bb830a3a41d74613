"""Says a sheet in schema.org's words, for search engines and for whoever checks facts by machine."""

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from kohkol.facts.api import SheetVersion
from kohkol.people.api import Office
from kohkol.public.public_version import PublicVersion

_DANGEROUS = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def question_and_answer(row: SheetVersion, shown: PublicVersion, office: Office | None) -> SafeString:
    """A `QAPage` with one `Question` and its accepted `Answer`."""
    agency = {"@type": "GovernmentOrganization", "name": row.sheet.agency.name}
    signed = row.signed_at.isoformat() if row.signed_at else None
    answer: dict[str, Any] = {
        "@type": "Answer",
        "text": row.short_answer,
        "inLanguage": "id",
        "dateCreated": signed,
        "datePublished": signed,
        "url": settings.KOHKOL_URL + shown.path,
        "author": agency,
        "version": row.number,
    }
    if row.valid_until:
        answer["expires"] = row.valid_until.isoformat()
    return _as_script(
        {
            "@context": "https://schema.org",
            "@type": "QAPage",
            "url": shown.short_address,
            "identifier": row.sheet.code,
            "inLanguage": "id",
            "dateModified": signed,
            "publisher": {
                "@type": "GovernmentOrganization",
                "name": office.name if office else row.sheet.agency.name,
                "url": settings.KOHKOL_URL,
            },
            "mainEntity": {
                "@type": "Question",
                "name": row.question,
                "text": row.question,
                "dateCreated": signed,
                "answerCount": 1,
                "author": agency,
                "acceptedAnswer": answer,
            },
        }
    )


def _as_script(data: dict[str, Any]) -> SafeString:
    """JSON that can stand inside `<script>`: no word in it can end the element."""
    text = json.dumps(data, ensure_ascii=False)
    for found, escaped in _DANGEROUS.items():
        text = text.replace(found, escaped)
    return mark_safe(text)  # noqa: S308 - every character that HTML knows was escaped above
