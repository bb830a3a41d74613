"""Screens of posts files: upload, progress, and which lines could not be read."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from kohkol.listening import actions
from kohkol.listening.door import officer_of, permitted
from kohkol.listening.forms import UploadForm
from kohkol.listening.models import Import
from kohkol.listening.states import ImportState
from kohkol.listening.uploads import PostsFileHandler, most_bytes
from kohkol.people.api import require

IMPORTS_SHOWN = 30
BAD_LINES_SHOWN = 200


@csrf_exempt  # the handler has to be in place before anything reads the body; `_imports` checks the token
@permitted("listening.see")
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """The imports, the latest first, and the form for another one."""
    handler = PostsFileHandler(request)
    if request.method == "POST":
        require(officer_of(request), "listening.hear")
        handlers: list[FileUploadHandler] = [handler]
        request.upload_handlers = handlers
    return _imports(request, handler)


@csrf_protect
def _imports(request: HttpRequest, handler: PostsFileHandler) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None) if request.method == "POST" else UploadForm()
    if request.method == "POST":
        valid = form.is_valid()
        if handler.is_too_large:
            form.errors["file"] = form.error_class([too_large()])
        elif valid:
            now, upload = timezone.now(), form.cleaned_data["file"]
            source = actions.file_source(now)
            made = actions.start_import(upload, name=upload.name, source=source, by=officer_of(request), at=now)
            return redirect("listening:import", made.pk)
    shown = Import.objects.select_related("by", "source").order_by("-made_at")[:IMPORTS_SHOWN]
    context: dict[str, Any] = {"form": form, "imports": shown, "most": most_bytes() // 1_000_000}
    return render(request, "listening/imports.html", context, status=422 if form.errors else 200)


def too_large() -> str:
    """What to do with a file beyond the limit."""
    return _(
        "Berkas ini lebih besar dari %(most)d MB. Bagi menjadi beberapa berkas: kiriman yang sama tidak akan ganda."
    ) % {"most": most_bytes() // 1_000_000}


@permitted("listening.see")
@require_safe
def one_import(request: HttpRequest, number: int) -> HttpResponse:
    """One import: how far it is, and the lines that could not be read. htmx asks for the moving part alone."""
    found = get_object_or_404(Import.objects.select_related("by", "source"), pk=number)
    context = {
        "import": found,
        "percent": min(100, round(100 * found.bytes_read / max(found.bytes_total, 1))),
        "moving": found.state in {ImportState.WAITING, ImportState.RUNNING},
        "bad": found.bad.order_by("number")[:BAD_LINES_SHOWN],
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, "listening/import_progress.html" if part else "listening/import.html", context)
