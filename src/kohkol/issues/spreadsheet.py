"""The stream as a spreadsheet: what the page shows, nothing about who wrote anything."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import tablib
from django.http import HttpResponse
from django.utils import timezone

from kohkol.issues.stream import Line
from kohkol.listening.api import names_of
from kohkol.people.api import Office

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
COLUMNS = (
    "Nomor", "Isu", "Pertanyaan", "Tempat", "Suara publik", "Salinan", "Per jam sekarang", "Per jam biasanya",
    "Pertama terlihat", "Terakhir terlihat", "Level", "Penanggung jawab", "Tenggat terdekat", "Status", "Alasan urutan",
)  # fmt: skip


def spreadsheet(lines: Iterable[Line], form: str, *, at: datetime) -> HttpResponse:
    """A file to download, in one of `FORMATS`."""
    rows = tablib.Dataset(headers=COLUMNS, title="Isu")
    office = Office.objects.first()
    own_names = office.place_names if office else {}
    for line in lines:
        rows.append([plain(value) for value in _row(line, own_names)])
    content = rows.export(form)
    body = content.encode("utf-8-sig") if isinstance(content, str) else content
    answer = HttpResponse(body, content_type=FORMATS[form])
    answer["Content-Disposition"] = f'attachment; filename="isu-{timezone.localtime(at):%Y-%m-%d-%H%M}.{form}"'
    return answer


def _row(line: Line, own_names: Mapping[str, str]) -> list[object]:
    issue, figures = line.issue, line.figures
    return [
        issue.pk,
        issue.title,
        issue.question,
        ", ".join(names_of(line.places, own_names)),
        figures.voices,
        figures.copies,
        round(figures.now_per_hour, 1),
        round(figures.usual_per_hour, 1),
        _when(figures.first_at),
        _when(figures.last_at),
        issue.get_level_display(),
        issue.owner.name if issue.owner else "",
        _when(line.due_at),
        issue.get_state_display(),
        " ".join(line.reasons),
    ]


def _when(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


def plain(value: object) -> object:
    """The value, so that a spreadsheet program takes no text for a formula."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return value
