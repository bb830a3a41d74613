"""The step before every personal link: an officer proves once on her phone, with a code told by voice, who she is."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kohkol.people.models import Officer
from kohkol.people.proof import make_code, officer_of_device, prove_with_code, remember_device
from kohkol.people.rate import count_try, too_often
from kohkol.refusals import Refused

CODES_ALLOWED = 20
MAILS_ALLOWED = 3


def who_holds(request: HttpRequest) -> Officer | None:
    """Who holds this phone: proven by its cookie, or signed in; None when nobody did either."""
    proven = officer_of_device(request, at=timezone.now())
    if proven is not None:
        return proven
    return request.user if isinstance(request.user, Officer) else None


def prove_page(request: HttpRequest, officer: Officer, *, then: str) -> HttpResponse:
    """Ask for the officer's one-time code, and go to the address `then` once it fits.

    The page names neither the officer nor what awaits her: whoever got the link forwarded learns nothing.
    """
    problem, told = None, ""
    if request.method == "POST" and "surel" in request.POST:
        if not too_often(request, "code-mail", most=MAILS_ALLOWED):
            count_try(request, "code-mail")
            mail_code(officer)
        told = _("Bila surel kantor aktif, kode sudah dikirim ke alamat surel Anda yang terdaftar.")
    elif request.method == "POST":
        try:
            return _proven(request, officer, then)
        except Refused as refused:
            problem = refused
    context = {"refusal": problem, "told": told, "can_mail": bool(settings.KOHKOL_MAIL_URL)}
    return render(request, "people/prove.html", context, status=422 if problem else 200)


def _proven(request: HttpRequest, officer: Officer, then: str) -> HttpResponse:
    if too_often(request, "code", most=CODES_ALLOWED):
        raise Refused(_("Terlalu banyak percobaan."), next_step=_("Tunggu sepuluh menit, lalu minta kode baru."))
    count_try(request, "code")
    at = timezone.now()
    label = request.headers.get("User-Agent", "")[:80]
    secret = prove_with_code(officer, request.POST.get("code", "")[:20], at=at, label=label)
    answer = redirect(then)
    remember_device(answer, secret, at=at)
    return answer


def mail_code(officer: Officer) -> bool:
    """Send her a new one-time code to her registered address, the other way than the link; False where none went."""
    if not settings.KOHKOL_MAIL_URL:
        return False
    code = make_code(officer, by=None, at=timezone.now())
    body = f"Kode Anda: {code}. Berlaku 30 menit, untuk satu HP. Jangan diteruskan."
    try:
        return bool(EmailMessage("Kode untuk membuktikan HP Anda", body, to=[officer.email]).send())
    except OSError:
        return False
