"""Takes in a picture for a variant: opened, checked, and drawn anew without metadata in a form its network takes."""

import hashlib
import io
import warnings
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from PIL import Image, ImageOps, UnidentifiedImageError

from kohkol.channels.contract import Limits, MediaKind
from kohkol.refusals import Invalid

MOST_BYTES = 25_000_000
MOST_POINTS = 80_000_000  # cameras of today make 50 million; more is a bomb
LONGEST_SIDE = 2560
FORMATS = ("JPEG", "PNG", "WEBP")
QUALITIES = (88, 80, 70, 60)


@dataclass(frozen=True)
class CleanPicture:
    """The bytes as we wrote them."""

    content: bytes
    suffix: str
    media_type: str

    @property
    def sha256(self) -> str:
        """Fingerprint of the bytes."""
        return hashlib.sha256(self.content).hexdigest()


def clean_picture(upload: BinaryIO, size: int, limits: Limits) -> CleanPicture:
    """The picture as its network takes it: PNG stays PNG where that is taken and fits, everything else becomes JPEG.

    Raises `Invalid` with a sentence for the writer.
    """
    if size > MOST_BYTES:
        raise Invalid(
            _("Gambar ini lebih besar dari %(most)d MB.") % {"most": MOST_BYTES // 1000000},
            next_step=SMALLER,
            field="picture",
        )
    limit = next((one for one in limits.media if one.kind is MediaKind.IMAGE), None)
    if limit is None:
        raise Invalid("Kanal ini tidak menerima gambar.", field="picture")
    picture, was_png = _opened(upload)
    if was_png and "image/png" in limit.media_types:
        drawn = _written(picture, "PNG")
        if len(drawn) <= limit.max_bytes:
            return CleanPicture(drawn, ".png", "image/png")
    flat = _flattened(picture)
    for quality in QUALITIES:
        drawn = _written(flat, "JPEG", quality)
        if len(drawn) <= limit.max_bytes:
            return CleanPicture(drawn, ".jpg", "image/jpeg")
    raise Invalid("Gambar ini terlalu besar untuk kanal ini.", next_step=SMALLER, field="picture")


def _opened(upload: BinaryIO) -> tuple[Image.Image, bool]:
    """The picture upright and no larger than useful, with its pixels alone; and whether it came as PNG."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(upload, formats=FORMATS) as found:
                if found.width * found.height > MOST_POINTS:
                    raise Invalid("Gambar ini terlalu lebar atau terlalu panjang.", next_step=SMALLER, field="picture")
                was_png = found.format == "PNG"
                upright = ImageOps.exif_transpose(found)
                upright = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as problem:
        raise Invalid(
            "Berkas ini bukan gambar yang dapat dibuka.", next_step="Gunakan JPEG, PNG, atau WebP.", field="picture"
        ) from problem
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.new(upright.mode, upright.size)
    bare.paste(upright)
    return bare, was_png


def _flattened(picture: Image.Image) -> Image.Image:
    """On white, because JPEG knows no transparency."""
    if picture.mode == "RGB":
        return picture
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground


def _written(picture: Image.Image, form: str, quality: int = 88) -> bytes:
    content = io.BytesIO()
    options = {"quality": quality} if form == "JPEG" else {}
    picture.save(content, form, optimize=True, **options)
    return content.getvalue()


SMALLER = gettext_noop("Potong atau perkecil gambarnya, lalu unggah lagi.")
