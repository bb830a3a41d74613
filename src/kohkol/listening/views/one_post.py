"""The screen of one post: its text covered, what the machine read of it and why, a look at what is covered."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kohkol.listening.correcting import correct_post
from kohkol.listening.door import officer_of, permitted
from kohkol.listening.forms import LookForm
from kohkol.listening.judgements import judgements_of
from kohkol.listening.masking import masked
from kohkol.listening.models import Post, PostMedia
from kohkol.listening.pictures import MEDIA_TYPE
from kohkol.listening.unmasking import look_unmasked, looks_at, opens_picture, picture_key
from kohkol.people.api import Office, may
from kohkol.refusals import NotPermitted, Refused

MOST_LOOKS = 5


@permitted("listening.see")
@require_http_methods(["GET", "POST"])
def post(request: HttpRequest, number: int) -> HttpResponse:
    """One post. Unmasked only for who may, with a reason, and each look goes into the trail."""
    found = get_object_or_404(Post.objects.select_related("source", "placement__story__head"), pk=number)
    officer, unmasked = officer_of(request), ""
    form = LookForm(request.POST or None)
    if request.method == "POST" and may(officer, "listening.see_unmasked") and form.is_valid():
        try:
            unmasked = look_unmasked(found, form.cleaned_data["reason"], by=officer, at=timezone.now())
        except Refused as refused:
            form.add_error(refused.field or None, f"{refused.sentence} {refused.next_step}".strip())
    return _page(request, found, form, unmasked)


def _page(request: HttpRequest, found: Post, form: LookForm, unmasked: str) -> HttpResponse:
    officer, office = officer_of(request), Office.objects.first()
    placement = getattr(found, "placement", None)
    media = list(found.media.all())
    covered = masked(found.text)
    context = {
        "post": found,
        "text": unmasked or covered,
        "is_unmasked": bool(unmasked),
        "hides": covered != found.text or media,
        "media": media,
        "picture_key": picture_key(found, officer) if unmasked and media else "",
        "look_form": form,
        "looks": looks_at(found)[:MOST_LOOKS],
        "judgements": judgements_of(found),
        "own_places": sorted(office.place_names.items()) if office else [],
        "story": (placement.story.head or placement.story) if placement else None,
        "copy_of": placement.copy_of if placement else None,
        "receipt": found.receipts.first(),
        "may_erase": may(officer, "listening.erase"),
        "may_unmask": may(officer, "listening.see_unmasked"),
        "may_correct": may(officer, "listening.correct"),
        "may_audit": may(officer, "people.see_audit"),
    }
    answer = render(request, "listening/post.html", context, status=422 if form.errors else 200)
    if unmasked:
        answer["Cache-Control"] = "no-store"
    return answer


@permitted("listening.correct")
@require_POST
def correct(request: HttpRequest, number: int) -> HttpResponse:
    """Put right what the machine read; back to where the officer was."""
    found = get_object_or_404(Post, pk=number)
    about, value = request.POST.get("about", ""), request.POST.get("value", "")
    try:
        if correct_post(found, about, value, by=officer_of(request), at=timezone.now()):
            messages.success(request, _("Dibetulkan. Kata Anda berlaku, bukan kata mesin."))
        else:
            messages.info(request, _("Memang sudah begitu."))
    except NotPermitted:
        raise
    except Refused as refused:
        messages.error(request, f"{refused.sentence} {refused.next_step}".strip())
    back = request.POST.get("kembali", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("listening:post", args=[found.pk])
    return redirect(back)


@permitted("listening.see")
@require_safe
def picture(request: HttpRequest, number: int) -> FileResponse:
    """The picture of a post: nobody can cover it, so it opens only with a look at the post that was recorded."""
    found = get_object_or_404(PostMedia, pk=number)
    if not opens_picture(request.GET.get("kunci", ""), found, officer_of(request)):
        raise NotPermitted(
            "Gambar kiriman bisa memuat nama, nomor, atau wajah.",
            next_step="Buka kirimannya, lalu tampilkan tanpa penyamaran dengan menyebut alasannya.",
        )
    headers = {"Cache-Control": "private, no-store", "Content-Disposition": "inline"}
    return FileResponse(found.file.open("rb"), content_type=MEDIA_TYPE, headers=headers)
