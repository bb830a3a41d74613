"""Screens of posts: search and list, export, a note by hand, erasing; one post alone is in `one_post.py`."""

from collections.abc import Iterator

import tablib
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kohkol.listening.actions import Note, hear_by_hand
from kohkol.listening.door import officer_of, permitted
from kohkol.listening.erasing import erase_post
from kohkol.listening.finding import count_up_to, search_posts
from kohkol.listening.forms import EraseForm, FilterForm, NoteForm, start_of_day
from kohkol.listening.masking import masked
from kohkol.listening.models import Post
from kohkol.people.api import record
from kohkol.refusals import Refused

POSTS_A_PAGE = 50
POSTS_EXPORTED = 10_000
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class _Counted(Paginator):  # type: ignore[type-arg]
    """Pages over posts that were counted up to a limit."""

    def __init__(self, posts: QuerySet[Post], count: int) -> None:
        super().__init__(posts, POSTS_A_PAGE)
        self.count = count


@permitted("listening.see")
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Posts by words and filters; the address can be shared."""
    form = FilterForm(request.GET)
    form.is_valid()
    posts = search_posts(form.cleaned_data.get("q", ""), form.filters())
    count, is_more = count_up_to(posts)
    page = _Counted(posts.select_related("source", "placement__story"), count).get_page(request.GET.get("halaman"))
    context = {"form": form, "page": page, "count": count, "is_more": is_more, "query": form.cleaned_data.get("q", "")}
    return render(request, "listening/search.html", context)


@permitted("listening.see")
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The same list as a spreadsheet, masked, at most 10,000 rows; without links and without anybody's name."""
    form = FilterForm(request.GET)
    form.is_valid()
    posts = search_posts(form.cleaned_data.get("q", ""), form.filters())
    table = tablib.Dataset(headers=["waktu", "sumber", "jaringan", "jenis", "wilayah", "percakapan", "resmi", "teks"])
    for row in _rows(posts.select_related("source", "placement__story")[:POSTS_EXPORTED]):
        table.append(row)
    with transaction.atomic():
        about = officer_of(request)
        record("listening.posts.exported", by=about, about=about, at=timezone.now(), data={"rows": len(table)})
    answer = HttpResponse("\ufeff" + table.export("csv"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="kiriman.csv"'
    return answer


def _rows(posts: QuerySet[Post]) -> Iterator[list[str]]:
    for post in posts.iterator(chunk_size=2000):
        placement = getattr(post, "placement", None)
        text = masked(post.text)
        yield [
            timezone.localtime(post.at).isoformat(timespec="minutes"),
            post.source.name,
            post.network,
            str(post.get_sort_display()),
            post.place_code,
            placement.story.code if placement else "",
            _("ya") if post.is_official else "",
            f"'{text}" if text.startswith(_FORMULA_STARTS) else text,  # a spreadsheet must not run what somebody wrote
        ]


@permitted("listening.hear")
@require_http_methods(["GET", "POST"])
def note(request: HttpRequest) -> HttpResponse:
    """Write down what was seen: one form, one button."""
    form = NoteForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        upload = values.get("picture")
        seen = Note(
            text=values["text"],
            place=values["place"],
            picture=upload.file if upload else None,
            picture_size=upload.size if upload else 0,
            is_report=values["is_report"],
        )
        try:
            made = hear_by_hand(seen, by=officer_of(request), at=timezone.now())
        except Refused as refusal:
            form.add_error(refusal.field or None, f"{refusal.sentence} {refusal.next_step}".strip())
        else:
            messages.success(request, _("Tercatat. Percakapan yang memuatnya muncul beberapa detik lagi."))
            return redirect("listening:post", made.pk)
    return render(request, "listening/note.html", {"form": form}, status=422 if form.errors else 200)


@permitted("listening.erase")
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest, number: int) -> HttpResponse:
    """Erase a post on a person's request."""
    found = get_object_or_404(Post, pk=number)
    now = timezone.now()
    form = EraseForm(request.POST or None, initial={"requested_at": timezone.localdate(now)})
    if request.method == "POST" and form.is_valid():
        requested_at = start_of_day(form.cleaned_data["requested_at"])
        assert requested_at is not None
        try:
            receipt = erase_post(
                found, by=officer_of(request), at=now, requested_at=requested_at, reason=form.cleaned_data["reason"]
            )
        except Refused as refusal:
            form.add_error(refusal.field or None, f"{refusal.sentence} {refusal.next_step}".strip())
        else:
            messages.success(request, _("Terhapus. Tanda terima nomor %(number)s.") % {"number": receipt.number})
            return redirect("listening:post", found.pk)
    return render(request, "listening/erase.html", {"form": form, "post": found})
