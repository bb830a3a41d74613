"""What each network by hand takes, how it counts, and the steps to post there from a phone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kohkol.channels.by_hand.x_counting import MOST, x_characters
from kohkol.channels.contract import Limits, MediaKind, MediaLimit
from kohkol.channels.counting import graphemes

PICTURES: Final = ("image/jpeg", "image/png")
FILMS: Final = ("video/mp4", "video/quicktime")
MEGABYTE: Final = 1_000_000


def utf16_units(text: str) -> int:
    """Length as phones' own strings have it: an emoji counts two or more."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True, slots=True)
class Place:
    """One network by hand. `steps` follow the copying of text and files and end before reporting back."""

    name: str
    title: str
    limits: Limits
    measure: Callable[[str], int]
    steps: tuple[str, ...]
    shares_by_whatsapp: bool = False  # one tap opens the app with the text filled in


IN_PHONES_UNITS: Final = "Setiap huruf dihitung satu, emoji dua atau lebih."
WHATSAPP: Final = Limits(
    max_characters=4096,
    max_characters_with_media=1024,
    counting=f"{IN_PHONES_UNITS} Dengan gambar atau video paling banyak 1.024.",
    max_media=10,
    media=(
        MediaLimit(MediaKind.IMAGE, PICTURES, 16 * MEGABYTE),
        MediaLimit(MediaKind.VIDEO, FILMS, 64 * MEGABYTE),
        MediaLimit(MediaKind.DOCUMENT, ("application/pdf",), 100 * MEGABYTE),
    ),
)
WHATSAPP_ALT: Final = "WhatsApp tidak punya teks alternatif: tempel teks alternatif di bawah gambar sebagai keterangan."

PLACES: Final = (
    Place(
        name="instagram",
        title="Instagram",
        limits=Limits(
            max_characters=2200,
            counting=f"{IN_PHONES_UNITS} Paling banyak 30 tagar; tautan tidak bisa diketuk.",
            max_media=10,
            media=(
                MediaLimit(MediaKind.IMAGE, PICTURES, 30 * MEGABYTE),
                MediaLimit(MediaKind.VIDEO, FILMS, 650 * MEGABYTE),
            ),
            media_required=True,
            links_work=False,
        ),
        measure=utf16_units,
        steps=(
            "Buka Instagram dengan akun resmi, ketuk +, pilih gambar yang baru disimpan.",
            "Tempel teks sebagai keterangan.",
            "Ketuk Setelan lanjutan → Tulis teks alternatif, lalu tempel teks alternatif tiap gambar.",
            "Ketuk Bagikan.",
        ),
    ),
    Place(
        name="whatsapp_channel",
        title="Saluran WhatsApp",
        limits=WHATSAPP,
        measure=utf16_units,
        steps=(
            "Buka Saluran resmi di tab Pembaruan.",
            "Lampirkan gambar bila ada, tempel teks.",
            WHATSAPP_ALT,
            "Kirim.",
        ),
    ),
    Place(
        name="whatsapp_group",
        title="Grup WhatsApp",
        limits=WHATSAPP,
        measure=utf16_units,
        steps=("Pilih grupnya.", "Lampirkan gambar bila ada, tempel teks.", WHATSAPP_ALT, "Kirim."),
        shares_by_whatsapp=True,
    ),
    Place(
        name="tiktok",
        title="TikTok",
        limits=Limits(
            max_characters=2200,
            counting=f"{IN_PHONES_UNITS} Tautan tidak bisa diketuk.",
            max_media=35,
            media=(
                MediaLimit(MediaKind.IMAGE, (*PICTURES, "image/webp"), 20 * MEGABYTE),
                MediaLimit(MediaKind.VIDEO, (*FILMS, "video/webm"), 287 * MEGABYTE),
            ),
            media_required=True,
            links_work=False,
        ),
        measure=utf16_units,
        steps=(
            "Buka TikTok dengan akun resmi, ketuk +, pilih Unggah.",
            "Nyalakan takarir (Captions) agar video terbaca tanpa suara.",
            "Tempel teks sebagai keterangan, lalu Posting.",
        ),
    ),
    Place(
        name="facebook",
        title="Facebook",
        limits=Limits(
            max_characters=63_206,
            counting="Setiap karakter yang terlihat dihitung satu.",
            max_media=10,
            media=(
                MediaLimit(MediaKind.IMAGE, PICTURES, 10 * MEGABYTE),
                MediaLimit(MediaKind.VIDEO, FILMS, 1000 * MEGABYTE),
            ),
        ),
        measure=graphemes,
        steps=(
            "Buka Halaman resmi di Facebook, ketuk Buat kiriman.",
            "Tempel teks, tambahkan gambar.",
            "Pada tiap gambar: Edit → Teks alternatif, tempel teks alternatifnya.",
            "Ketuk Kirim.",
        ),
    ),
    Place(
        name="x",
        title="X",
        limits=Limits(
            max_characters=MOST,
            counting="Tautan dihitung 23, emoji dua, huruf lain satu.",
            max_media=4,
            media=(
                MediaLimit(MediaKind.IMAGE, (*PICTURES, "image/webp"), 5 * MEGABYTE),
                MediaLimit(MediaKind.VIDEO, FILMS, 512 * MEGABYTE),
            ),
            alt_text_max=1000,
        ),
        measure=x_characters,
        steps=(
            "Buka X dengan akun resmi, ketuk +.",
            "Tempel teks, tambahkan gambar.",
            "Pada tiap gambar: ketuk +ALT, tempel teks alternatifnya.",
            "Ketuk Posting.",
        ),
    ),
)
