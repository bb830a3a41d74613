"""Takes in a photo or a PDF from an unknown phone: judged by its content, pictures drawn anew without metadata."""

import hashlib
import io
import warnings
from dataclasses import dataclass
from typing import IO

from django.core.files import File
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from kohkol.refusals import Invalid

MOST_BYTES = 15 * 1024 * 1024  # a phone's photo of a letter has 2-6 MB
MOST_PIXELS = 80_000_000  # cameras of today make 50 million; more is a bomb
LONGEST_SIDE = 2400  # an A4 letter stays readable at 200 dpi
PICTURES = ("JPEG", "PNG", "WEBP")
PDF_START, PDF_END = b"%PDF-", b"%%EOF"


@dataclass(frozen=True)
class CleanFile:
    """What is kept: the bytes as written by us (pictures) or as sent (PDF), never under the sender's file name."""

    content: bytes
    suffix: str
    media_type: str
    sha256: str


def read_upload(file: "IO[bytes] | File[bytes]", size: int) -> CleanFile:
    """The file made safe to keep. Raises `Invalid` with a sentence for her who sent it."""
    if size > MOST_BYTES:
        raise Invalid(
            _("Berkas terlalu besar. Paling besar %(most)d MB.") % {"most": MOST_BYTES // 1024 // 1024},
            field="files",
        )
    content = file.read(MOST_BYTES + 1)
    if content.startswith(PDF_START):
        return _pdf(content)
    return _picture(content)


def _pdf(content: bytes) -> CleanFile:
    if PDF_END not in content[-2048:]:
        raise Invalid("Berkas PDF ini tidak utuh. Kirim ulang, atau foto suratnya.", field="files")
    return CleanFile(content, ".pdf", "application/pdf", hashlib.sha256(content).hexdigest())


def _picture(content: bytes) -> CleanFile:
    unreadable = Invalid(
        "Berkas ini bukan foto JPEG, PNG, WebP atau PDF yang utuh. Ambil fotonya lagi, lalu kirim.", field="files"
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=PICTURES)
            if picture.width * picture.height > MOST_PIXELS:
                raise Invalid("Gambar ini terlalu besar untuk dibaca.", field="files")
            picture.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as problem:
        raise unreadable from problem
    upright = ImageOps.exif_transpose(picture).convert("RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # A new picture holds the pixels alone: no place, no camera, no time, no thumbnail of what was cut away.
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    written = io.BytesIO()
    bare.save(written, "JPEG", quality=85, optimize=True)
    kept = written.getvalue()
    return CleanFile(kept, ".jpg", "image/jpeg", hashlib.sha256(kept).hexdigest())
