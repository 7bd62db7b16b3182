"""Uploaded photos: only what Pillow decodes as a photo is kept, and only its pixels."""

import secrets
import warnings
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps

FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000
QUALITY = 88


def clean(upload: UploadedFile) -> ContentFile:
    """The picture newly encoded, without metadata, under a random name.

    Raises ValidationError for what is no JPEG, PNG or WebP, is cut off, or is beyond 10 MB or 50 million pixels.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError(f"The photo has {upload.size / 1024**2:.1f} MB; 10 MB is the most. Save it smaller.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limit here is lower
            picture = _opened(upload)
            return _encoded(picture)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError("This is no whole JPEG, PNG or WebP photo: save it again as one of them.") from error


def _opened(upload: UploadedFile) -> Image.Image:
    upload.seek(0)
    picture = Image.open(upload, formats=list(FORMATS))
    if picture.width * picture.height > MAX_PIXELS:
        size = f"{picture.width:,} × {picture.height:,}"
        raise ValidationError(f"The photo has {size} pixels; 50 million are the most. Save it smaller.")
    return picture


def _encoded(picture: Image.Image) -> ContentFile:
    """Upright, in one frame, and with nothing but pixels."""
    kind = picture.format
    upright = ImageOps.exif_transpose(picture)
    transparent = kind != "JPEG" and (upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info)
    pixels = upright.convert("RGBA" if transparent else "RGB")
    pixels.info.clear()
    data = BytesIO()
    pixels.save(data, kind, quality=QUALITY)
    return ContentFile(data.getvalue(), name=f"{secrets.token_hex(8)}.{FORMATS[kind]}")
