"""Takes in a screenshot: opened, checked and drawn anew, so that nothing but the picture itself is kept."""

import hashlib
import io
import warnings
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from PIL import Image, ImageOps, UnidentifiedImageError

from kohkol.refusals import Invalid

MOST_BYTES = 15_000_000
# A long screenshot of a chat has about 1,100 x 20,000 points; a decompression bomb has thousands of millions.
MOST_POINTS = 50_000_000
LONGEST_SIDE = (1600, 16_000)
FORMATS = ("PNG", "JPEG", "WEBP")
MEDIA_TYPE = "image/webp"
WEBP_LONGEST_SIDE = 16_383


def redrawn(upload: BinaryIO, size: int) -> tuple[bytes, str]:
    """The picture as WebP without metadata, and its SHA-256. Raises Invalid with a sentence for the form."""
    if size > MOST_BYTES:
        raise Invalid(
            _("Gambar ini lebih besar dari %(most)d MB.") % {"most": MOST_BYTES // 1000000},
            next_step=SMALLER,
            field="picture",
        )
    try:
        with _opened(upload) as picture:
            if picture.width * picture.height > MOST_POINTS:
                raise Invalid("Gambar ini terlalu lebar atau terlalu panjang.", next_step=SMALLER, field="picture")
            drawn = ImageOps.exif_transpose(picture).convert("RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        raise Invalid("Gambar ini terlalu besar untuk dibuka.", next_step=SMALLER, field="picture") from problem
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as problem:
        raise Invalid(
            "Berkas ini bukan gambar yang dapat dibuka.",
            next_step="Gunakan tangkapan layar PNG, JPEG, atau WebP.",
            field="picture",
        ) from problem
    drawn.thumbnail(LONGEST_SIDE)
    content = io.BytesIO()
    drawn.save(content, "WEBP", quality=82, method=4)
    return content.getvalue(), hashlib.sha256(content.getvalue()).hexdigest()


def _opened(upload: BinaryIO) -> Image.Image:
    """The picture with only its head read; what Pillow merely warns of is an error here."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        return Image.open(upload, formats=FORMATS)


SMALLER = gettext_noop("Potong atau perkecil gambarnya, lalu unggah lagi.")
