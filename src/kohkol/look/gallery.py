"""Pages with every component on invented data, for people who build screens and for the tests; never in production."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kohkol.look.tones import NETWORKS

POSTS_PER_HOUR = [2, 1, 0, 1, 3, 4, 9, 22, 41, 58, 76, 92, 88, 97, 104, 81, 60, 47, 31, 22, 18, 11, 9, 6]
COPY = "*Bendung Cikolat aman*\nTinggi muka air 82 cm, siaga 4. Diperiksa pukul 14.00.\nSumber: kohkol.example/f/12"
TEMPLATES = {"meja": "look/gallery.html", "hp": "look/gallery_phone.html", "cetak": "look/gallery_print.html"}
STATES = {
    "open": "Baru",
    "working": "Ditindaklanjuti",
    "answered": "Sudah dijawab",
    "closed": "Selesai",
    "draft": "Tersimpan",
    "awaiting": "Menunggu tanda tangan",
    "signed": "Terverifikasi",
    "in_review": "Menunggu Review",
    "approved": "Disetujui",
    "returned": "Dikembalikan",
    "queued": "Antre",
    "sent": "Tayang",
    "failed": "Gagal",
    "unknown": "Belum pasti",
    "expired": "Lewat waktu",
    "waiting_for_person": "Menunggu petugas",
    "checked": "Sudah dicek",
    "retracted": "Ditarik",
}


class SampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label="Judul pesan", max_length=80)
    text = forms.CharField(label="Isi", widget=forms.Textarea, help_text="Tulis jawabannya di kalimat pertama.")
    agency = forms.ChoiceField(label="Perangkat daerah", choices=[("pu", "Dinas PUPR"), ("kes", "Dinas Kesehatan")])
    clock = forms.ChoiceField(
        label="Tenggat dihitung",
        choices=[("business", "Jam kerja"), ("wall", "Jam terus berjalan")],
        widget=forms.RadioSelect,
    )
    photo = forms.FileField(label="Foto surat", required=False, help_text="JPEG, PNG, atau PDF; paling besar 10 MB.")
    urgent = forms.BooleanField(label="Keselamatan orang terancam", required=False)


class SampleFilter(forms.Form):
    """What a list is filtered by."""

    q = forms.CharField(label="Cari", required=False, widget=forms.TextInput(attrs={"type": "search", "data-key": "/"}))
    level = forms.ChoiceField(label="Tingkat", choices=[("", "Semua tingkat")], required=False)
    owner = forms.ChoiceField(label="Penanggung jawab", choices=[("", "Siapa saja")], required=False)


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component once: on the desk (`?halaman=meja`), on a phone (`hp`), on paper (`cetak`)."""
    if request.method == "POST":
        messages.success(request, "Pesan disimpan. Empat orang menunggu jawabannya.")
        return render(request, "look/gallery_sent.html", {"practice": True})
    template = TEMPLATES.get(request.GET.get("tampilan", ""), TEMPLATES["meja"])
    return render(request, template, sample(timezone.now()))


def sample(now: datetime) -> dict[str, Any]:
    """Invented rows in the shapes that the components take."""
    first = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=23)
    return {
        "now": now,
        "practice": True,
        "navigation": places(),
        "form": SampleForm(),
        "wrong": SampleForm({"title": "", "text": "Air sudah surut.", "agency": "pu"}, auto_id="wrong_%s"),
        "filter_form": SampleFilter(),
        "hours": [(first + timedelta(hours=place), count) for place, count in enumerate(POSTS_PER_HOUR)],
        "marks": [(first + timedelta(hours=14, minutes=20), "dijawab")],
        "page": Paginator(range(184), 25).get_page(3),
        "issues": issues(now),
        "soon": now + timedelta(minutes=48),
        "later": now + timedelta(hours=5),
        "past": now - timedelta(hours=2, minutes=10),
        "copy_text": COPY,
        "figures": figures(),
        "steps": steps(now),
        "events": events(now),
        "tabs": tabs(),
        "facts": [("Pemilik data", "Dinas PUPR"), ("Berlaku sampai", "30 November"), ("Nomor", "LF-2026-0012")],
        "states": list(STATES.items()),
        "networks": list(NETWORKS),
        "levels": [(1, "Dipantau"), (2, "Rutin"), (3, "Isu prioritas"), (4, "Siaga krisis")],
    }


def places() -> list[dict[str, Any]]:
    """The menu of a desk."""
    rows = [
        ("Menunggu saya", "home", 7),
        ("Isu", "flame", 23),
        ("Kiriman warga", "message-2", 0),
        ("Lembar fakta", "book", 0),
        ("Pesan", "send", 2),
        ("Buku kirim", "list-check", 0),
        ("Ringkasan pagi", "news", 0),
        ("Jejak audit", "history", 0),
    ]
    return [
        {"label": label, "icon": icon, "active": label == "Isu", "count": count, "url": "#"}
        for label, icon, count in rows
    ]


def issues(now: datetime) -> list[SimpleNamespace]:
    """Rows of a list of issues."""
    rows = [
        ("Bendung Cikolat dikabarkan jebol", 4, "Siaga krisis", "working", 1204, 1, "Rina A."),
        ("Harga beras di Pasar Induk naik dua kali lipat?", 3, "Isu prioritas", "open", 318, 12, ""),
        ("Jadwal imunisasi di Puskesmas berubah", 2, "Rutin", "answered", 64, 40, "Dedi K."),
    ]
    return [
        SimpleNamespace(
            title=title,
            level=level,
            level_word=level_word,
            state=state,
            state_word=STATES[state],
            count=count,
            seen_at=now - timedelta(minutes=minutes),
            owner=owner,
            numbers=POSTS_PER_HOUR[level:] + POSTS_PER_HOUR[:level],
        )
        for title, level, level_word, state, count, minutes, owner in rows
    ]


def figures() -> list[dict[str, str]]:
    """Figures of an issue."""
    return [
        {"label": "kiriman 24 jam", "value": "1.204", "note": "96 per jam sekarang"},
        {"label": "menunggu jawaban", "value": "3 jam 20 menit", "note": "sejak pertama terdengar", "tone": "wait"},
        {"label": "salinan", "value": "458", "note": "teks yang sama"},
        {"label": "pertanyaan", "value": "212", "note": "belum terjawab"},
    ]


def steps(now: datetime) -> list[dict[str, Any]]:
    """The stages of an issue."""
    return [
        {"label": "Terdengar", "done": "yes", "at": now - timedelta(hours=9)},
        {"label": "Ditangani", "done": "yes", "at": now - timedelta(hours=8), "note": "47 menit"},
        {"label": "Fakta diterima", "done": "yes", "at": now - timedelta(hours=6), "note": "2 jam"},
        {"label": "Ditandatangani", "done": "now", "note": "menunggu 1 jam 5 menit"},
        {"label": "Disetujui", "done": "no"},
        {"label": "Tayang", "done": "no"},
    ]


def events(now: datetime) -> list[dict[str, Any]]:
    """What happened to an issue."""
    return [
        {
            "at": now - timedelta(minutes=12),
            "text": "Lembar fakta LF-2026-0012 menunggu tanda tangan",
            "by": "Rina A.",
            "icon": "signature",
            "tone": "wait",
            "url": "#",
        },
        {
            "at": now - timedelta(hours=2),
            "text": "Dinas PUPR menjawab permintaan fakta",
            "said": "Tinggi muka air 82 cm, pintu 2 dan 3 dibuka. Foto papan duga terlampir.",
            "by": "Asep S.",
            "icon": "message-reply",
            "tone": "good",
        },
        {
            "at": now - timedelta(hours=30),
            "text": "Isu dibuka dari percakapan 1:4411",
            "by": "Dedi K.",
            "icon": "flame",
        },
    ]


def tabs() -> list[dict[str, Any]]:
    """The views of an issue."""
    words = [("Ringkasan", 0), ("Kiriman", 1204), ("Fakta", 2), ("Pesan", 3), ("Riwayat", 0)]
    return [{"label": word, "url": "#", "active": word == "Ringkasan", "count": count} for word, count in words]
