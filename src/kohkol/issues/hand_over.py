"""Brings a request to an agency's officer: a text to copy into WhatsApp, and an e-mail where the office has mail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone

from kohkol.issues.actions import remind_due
from kohkol.issues.models import FactRequest
from kohkol.issues.states import Clock

MAIL_SUBJECT = "Permintaan fakta dari meja komunikasi"


@dataclass(frozen=True)
class HandOver:
    """The link that is shown once, the text that goes around it, and whether an e-mail took it along.

    `mail_problem` is a sentence when mail is set up but could not be sent.
    """

    link: str
    text: str
    mailed: bool
    mail_problem: str = ""

    @property
    def whatsapp_address(self) -> str:
        """Opens WhatsApp with the text; the person chooses whom it goes to."""
        return f"https://wa.me/?text={quote(self.text)}"


def hand_over(fact_request: FactRequest, secret: str) -> HandOver:
    """The text to copy; sent by e-mail too where KOHKOL_MAIL_URL is set. The question itself is not in it."""
    link = settings.KOHKOL_URL + reverse("answers:request", args=[secret])
    text = text_around(fact_request, link)
    if not settings.KOHKOL_MAIL_URL:
        return HandOver(link, text, mailed=False)
    try:
        EmailMessage(MAIL_SUBJECT, text, to=[fact_request.officer.email]).send()
    except OSError:
        return HandOver(link, text, mailed=False, mail_problem="Surel tidak terkirim. Salin teks ini ke WhatsApp.")
    return HandOver(link, text, mailed=True)


def text_around(fact_request: FactRequest, link: str) -> str:
    """What the officer reads in her chat: for whom, until when, how long it takes. A forwarded text betrays nothing."""
    due = timezone.localtime(fact_request.due_at)
    hurry = "MENDESAK. " if fact_request.clock == Clock.WALL else ""
    return (
        f"{hurry}Yth. {fact_request.officer.name}, meja komunikasi meminta satu jawaban dari "
        f"{fact_request.agency.short_name}, paling lambat {due:%d-%m-%Y} pukul {due:%H.%M}.\n"
        f"Jawab dari HP, cukup beberapa menit: {link}\n"
        "Tautan ini khusus untuk Anda dan tidak dapat dibuka orang lain."
    )


def remind_by_mail(requests: Iterable[FactRequest], *, late: bool) -> int:
    """Tell officers by e-mail that an answer is awaited, without any secret; returns how many were sent."""
    if not settings.KOHKOL_MAIL_URL:
        return 0
    place = settings.KOHKOL_URL + reverse("answers:mine")
    sent = 0
    for row in requests:
        due = timezone.localtime(row.due_at)
        when = "sudah lewat tenggat" if late else f"ditunggu sampai pukul {due:%H.%M}"
        body = (
            f"Yth. {row.officer.name}, jawaban untuk permintaan fakta dari meja komunikasi {when}.\n"
            f"Buka di HP yang sudah Anda buktikan: {place}\nBila ada kendala, teleponlah meja komunikasi."
        )
        try:
            sent += EmailMessage(MAIL_SUBJECT, body, to=[row.officer.email]).send()
        except OSError:
            continue
    return sent


def remind_officers(at: datetime) -> int:
    """Mail those whose deadline is near; without mail nobody is marked as reminded. Returns how many were sent."""
    return remind_by_mail(remind_due(at), late=False) if settings.KOHKOL_MAIL_URL else 0
