"""What a person may do at the ledger with a delivery in its state: one table for the page and for the doing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from kohkol.channels.contract import Limits, MediaKind, MediaLimit
from kohkol.people.api import Officer, may
from kohkol.publishing import handling
from kohkol.publishing.connections import is_by_hand
from kohkol.publishing.forms import LinkForm, ReasonForm, ReportForm
from kohkol.publishing.models import Delivery
from kohkol.publishing.pictures import clean_picture
from kohkol.publishing.states import DeliveryState as S

PROOF_LIMITS = Limits(
    max_characters=None,
    counting="",
    media=(MediaLimit(MediaKind.IMAGE, ("image/jpeg", "image/png"), 8_000_000),),
)


@dataclass(frozen=True)
class Step:
    """One thing to do. `run(delivery, form, by, at)`; `form` None: a button alone. `tone` is the button's class."""

    name: str
    label: Any
    states: frozenset[str]
    permission: str
    run: Callable[[Delivery, Any, Officer, datetime], None]
    form: type[forms.Form] | None = None
    hint: Any = ""
    tone: str = ""
    fits: Callable[[Delivery, Officer], bool] = lambda _delivery, _officer: True


def _report(delivery: Delivery, form: ReportForm, by: Officer, at: datetime) -> None:
    upload, proof = form.proof_file(), None
    if upload is not None:
        clean = clean_picture(upload, upload.size or 0, PROOF_LIMITS)  # type: ignore[arg-type]
        proof = ContentFile(clean.content, name=f"{delivery.pk}{clean.suffix}")
    handling.report_live(delivery, by=by, at=at, url=form.cleaned_data["url"], proof=proof)


def _seen(delivery: Delivery, form: LinkForm, by: Officer, at: datetime) -> None:
    handling.settle_unknown(delivery, by=by, at=at, is_live=True, url=form.cleaned_data["url"])


def _by_reason(action: Callable[..., None]) -> Callable[[Delivery, Any, Officer, datetime], None]:
    def run(delivery: Delivery, form: Any, by: Officer, at: datetime) -> None:
        action(delivery, by=by, at=at, reason=form.cleaned_data["reason"])

    return run


def _plain(action: Callable[..., None]) -> Callable[[Delivery, Any, Officer, datetime], None]:
    def run(delivery: Delivery, _form: Any, by: Officer, at: datetime) -> None:
        action(delivery, by=by, at=at)

    return run


def _was_handed_over(delivery: Delivery, _officer: Officer) -> bool:
    if delivery.state != S.CANCELLED:
        return True
    return bool(delivery.claimed_by) and is_by_hand(delivery.account)


def _did_not_report(delivery: Delivery, officer: Officer) -> bool:
    return delivery.reported_by_id != officer.pk


STEPS = (
    Step(
        "lapor",
        _("Laporkan sudah tayang"),
        frozenset({S.WAITING_FOR_PERSON, S.CANCELLED}),
        "publishing.deliver",
        _report,
        ReportForm,
        _("Tempel tautan kirimannya, atau unggah tangkapan layar. Orang lain yang mengeceknya."),
        "primary",
        _was_handed_over,
    ),
    Step(
        "cek",
        _("Sudah saya cek, cocok"),
        frozenset({S.REPORTED_LIVE}),
        "publishing.see",
        _plain(handling.check_delivery),
        None,
        _("Buka kirimannya. Teks, gambar, dan tautannya sama dengan yang disetujui?"),
        "primary",
        _did_not_report,
    ),
    Step(
        "tidak-cocok",
        _("Tidak cocok"),
        frozenset({S.REPORTED_LIVE}),
        "publishing.see",
        _by_reason(handling.dispute_report),
        ReasonForm,
        _("Tulis apa yang berbeda; kiriman kembali menunggu petugas."),
        "",
        _did_not_report,
    ),
    Step(
        "tayang",
        _("Sudah tayang"),
        frozenset({S.UNKNOWN}),
        "publishing.deliver",
        _seen,
        LinkForm,
        _("Buka akunnya. Bila kirimannya ada, tempel tautannya."),
        "primary",
    ),
    Step(
        "tidak-tayang",
        _("Tidak tayang"),
        frozenset({S.UNKNOWN}),
        "publishing.deliver",
        lambda delivery, _form, by, at: handling.settle_unknown(delivery, by=by, at=at, is_live=False),
        None,
        _("Bila Anda sudah melihat akunnya dan kirimannya tidak ada. Sesudah itu bisa dikirim ulang."),
    ),
    Step(
        "kirim-ulang",
        _("Kirim ulang sekarang"),
        frozenset({S.FAILED, S.EXPIRED}),
        "publishing.deliver",
        _plain(handling.send_again),
        None,
        _("Yang dikirim tetap isi yang disetujui. Periksa dulu apakah masih berlaku."),
        "primary",
    ),
    Step(
        "terhapus",
        _("Sudah saya hapus di sana"),
        frozenset({S.RETRACTING}),
        "publishing.deliver",
        _plain(handling.confirm_retraction),
        None,
        _("Tekan hanya bila Anda sudah melihat sendiri bahwa kirimannya tidak ada lagi."),
        "primary",
    ),
    Step(
        "tidak-jadi",
        _("Tidak jadi ditarik"),
        frozenset({S.RETRACTING}),
        "publishing.deliver",
        _by_reason(handling.keep_live),
        ReasonForm,
    ),
    Step(
        "tarik",
        _("Tarik kiriman"),
        frozenset({S.SENT, S.REPORTED_LIVE, S.CHECKED}),
        "publishing.deliver",
        _by_reason(handling.ask_retraction),
        ReasonForm,
        _("Kiriman dihapus di jaringannya sendiri. Bila jaringan tidak bisa, petugas diberi langkahnya."),
        "danger",
    ),
    Step(
        "batal",
        _("Batalkan"),
        frozenset({S.QUEUED, S.WAITING_FOR_PERSON, S.FAILED, S.EXPIRED}),
        "publishing.deliver",
        _by_reason(handling.cancel_delivery),
        ReasonForm,
        _("Tidak akan tayang."),
        "danger",
    ),
)
BY_NAME = {step.name: step for step in STEPS}


def steps_for(delivery: Delivery, officer: Officer) -> list[Step]:
    """What this officer may do with it now."""
    return [
        step
        for step in STEPS
        if delivery.state in step.states and may(officer, step.permission) and step.fits(delivery, officer)
    ]
