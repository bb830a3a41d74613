"""The sheets for machines: JSON, an Atom feed of sheets and corrections, a site map (see docs/open-data.md)."""

from typing import Any
from xml.etree import ElementTree

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from kohkol.facts.api import SheetVersion, VersionState, public_sheets, public_versions
from kohkol.people.api import Office
from kohkol.public.freshness import public_page
from kohkol.public.public_version import PublicVersion
from kohkol.public.sheet_pages import current_of, versions_of, words_of
from kohkol.publishing.api import public_pages

PER_PAGE = 100
FEED_LENGTH = 50
LICENCE = "https://creativecommons.org/licenses/by/4.0/deed.id"


def _moment(value: Any) -> str | None:
    return value.isoformat() if value else None


def version_as_data(row: SheetVersion) -> dict[str, Any]:
    """One version; times are ISO 8601 with an offset, what is unknown is null."""
    shown, words = PublicVersion(row, timezone.now()), words_of(row)
    return {
        "code": row.sheet.code,
        "version": row.number,
        "url": settings.KOHKOL_URL + shown.path,
        "status": shown.status,
        "question": row.question,
        "short_answer": row.short_answer,
        "short_answer_su": row.short_answer_su or None,
        "not_known": row.not_known or None,
        "explanation_markdown": row.explanation or None,
        "valid_from": _moment(row.valid_from),
        "valid_until": _moment(row.valid_until),
        "agency": row.sheet.agency.name,
        "signed_by": shown.signed_by,
        "signed_at": _moment(row.signed_at),
        "ended_at": _moment(row.ended_at),
        "end_reason": row.end_reason or None,
        "change_note": row.change_note or None,
        "sha256": row.content_hash,
        "evidence": [{"label": one.label, "url": _absolute(one.address)} for one in words.evidence],
    }


def _absolute(address: str) -> str | None:
    return settings.KOHKOL_URL + address if address.startswith("/") else address or None


def _json(data: dict[str, Any]) -> JsonResponse:
    """Readable by pages anywhere, since it is public and knows no visitor."""
    if settings.KOHKOL_PRACTICE:
        data = {"practice": True} | data
    headers = {"Access-Control-Allow-Origin": "*"}
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1}, headers=headers)


@public_page
def sheet_json(request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG001 - a public page takes the request
    """A sheet with all its public versions."""
    rows = versions_of(code.upper())
    current = current_of(rows)
    return _json(
        {
            "code": rows[0].sheet.code,
            "url": f"{settings.KOHKOL_URL}/f/{rows[0].sheet.code}",
            "current": version_as_data(current) if current else None,
            "versions": [version_as_data(row) for row in rows],
            "licence": LICENCE,
        }
    )


@public_page
def list_json(request: HttpRequest) -> HttpResponse:
    """The sheets in force, newest first, by pages of 100."""
    page = Paginator(public_sheets(), PER_PAGE).get_page(request.GET.get("halaman"))
    following = f"{settings.KOHKOL_URL}/api/lembar.json?halaman={page.number + 1}" if page.has_next() else None
    sheets = [version_as_data(row) for row in page]
    return _json({"count": page.paginator.count, "next": following, "sheets": sheets, "licence": LICENCE})


@public_page
def feed(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """New sheets, corrections and withdrawals, newest first."""
    office = Office.objects.first()
    name = office.name if office else "Kohkol"
    mark = "[LATIHAN] " if settings.KOHKOL_PRACTICE else ""
    atom = Atom1Feed(
        title=f"{mark}Lembar fakta {name}",
        link=f"{settings.KOHKOL_URL}/",
        description="Lembar fakta baru, koreksi dan penarikan",
        language="id",
        feed_url=f"{settings.KOHKOL_URL}/umpan.atom",
        feed_guid=f"{settings.KOHKOL_URL}/umpan.atom",
    )
    rows = list(public_versions()[:FEED_LENGTH]) + list(
        public_versions().filter(state=VersionState.WITHDRAWN).order_by("-ended_at")[:FEED_LENGTH]
    )
    unique = {row.pk: row for row in rows}.values()
    newest = sorted(unique, key=_changed_at, reverse=True)
    for row in newest[:FEED_LENGTH]:
        address = settings.KOHKOL_URL + PublicVersion(row, timezone.now()).path
        atom.add_item(
            title=mark + _kind(row) + row.question,
            link=address,
            unique_id=address,
            description=_summary(row),
            pubdate=row.signed_at,
            updateddate=_changed_at(row),
            author_name=row.sheet.agency.name,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _changed_at(row: SheetVersion) -> Any:
    return row.ended_at or row.signed_at


def _kind(row: SheetVersion) -> str:
    if row.state == VersionState.WITHDRAWN:
        return "Ditarik: "
    if row.state == VersionState.SUPERSEDED:
        return "Digantikan: "
    return "Koreksi: " if row.number > 1 else ""


def _summary(row: SheetVersion) -> str:
    if row.state == VersionState.WITHDRAWN:
        return f"Lembar ini ditarik. {row.end_reason}"
    note = f"Yang berubah: {row.change_note}\n" if row.change_note else ""
    return f"{note}{row.short_answer}"


@public_page
def site_map(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """What search engines may read: sheets in force, messages, the fixed pages."""
    root = ElementTree.Element("urlset", xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
    fixed = [(f"{settings.KOHKOL_URL}{path}", None) for path in ("/", "/lembar", "/akun-resmi", "/tentang")]
    sheets = [
        (f"{settings.KOHKOL_URL}/f/{code}", signed_at)
        for code, signed_at in public_sheets().prefetch_related(None).values_list("sheet__code", "signed_at")[:45_000]
    ]
    pages = [
        (settings.KOHKOL_URL + page.path, page.amended_at or page.published_at)
        for page in public_pages().filter(withdrawn_at=None)[:4000]
    ]
    for address, changed in [*fixed, *sheets, *pages]:
        row = ElementTree.SubElement(root, "url")
        ElementTree.SubElement(row, "loc").text = address
        if changed:
            ElementTree.SubElement(row, "lastmod").text = changed.isoformat()
    body = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, content_type="application/xml; charset=utf-8")


@public_page
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The public site may be read by machines, the desk has nothing for them; practice is for nobody."""
    if settings.KOHKOL_PRACTICE:
        lines = ["User-agent: *", "Disallow: /"]
    else:
        closed = [f"Disallow: {path}" for path in ("/meja/", "/akun/", "/s/", "/t/")]
        lines = ["User-agent: *", *closed, f"Sitemap: {settings.KOHKOL_URL}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
