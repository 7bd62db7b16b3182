import contextlib
import io
import random
import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from athletes import photos


def picture(kind="JPEG", size=(40, 20), mode="RGB", **options) -> bytes:
    data = io.BytesIO()
    Image.new(mode, size, 128).save(data, kind, **options)
    return data.getvalue()


def upload(content: bytes, name="photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize(("kind", "suffix"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp")])
def test_a_photo_is_kept_in_its_format_under_a_random_name(kind, suffix):
    kept = photos.clean(upload(picture(kind), "../../evil.html"))
    assert re.fullmatch(rf"[0-9a-f]{{16}}\.{suffix}", kept.name)
    assert Image.open(kept).format == kind


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO"])
def test_other_formats_are_refused_whatever_their_name(kind):
    with pytest.raises(ValidationError, match="no whole JPEG, PNG or WebP"):
        photos.clean(upload(picture(kind)))


def test_metadata_and_comments_do_not_survive():
    exif = Image.Exif()
    exif[0x010E] = "<script>alert(1)</script>"
    for content in (picture(exif=exif, comment=b"<script>"), picture("PNG", exif=exif), picture("WEBP", exif=exif)):
        assert b"<script" in content
        kept = photos.clean(upload(content)).read()
        assert b"<script" not in kept
        assert not Image.open(io.BytesIO(kept)).getexif()


def test_what_hangs_on_the_end_of_a_photo_is_cut_off():
    assert b"<?php" not in photos.clean(upload(picture() + b"<?php system('id')")).read()


def test_a_photo_taken_on_its_side_is_set_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert Image.open(photos.clean(upload(picture(size=(40, 20), exif=exif)))).size == (20, 40)


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "P"), ("PNG", "LA"), ("PNG", "I;16"), ("JPEG", "CMYK"), ("JPEG", "L")]
)
def test_every_colour_mode_is_taken(kind, mode):
    assert Image.open(photos.clean(upload(picture(kind, mode=mode)))).mode in ("RGB", "RGBA")


def test_transparency_stays():
    assert Image.open(photos.clean(upload(picture("PNG", mode="RGBA")))).mode == "RGBA"


@pytest.mark.parametrize("content", [b"", b"GIF89a", picture()[:200], picture("PNG")[:-30]], ids=len)
def test_what_is_cut_off_is_refused(content):
    with pytest.raises(ValidationError, match="no whole"):
        photos.clean(upload(content))


def test_large_files_are_refused_unread(monkeypatch):
    monkeypatch.setattr(photos, "MAX_BYTES", 100)
    with pytest.raises(ValidationError, match="10 MB is the most"):
        photos.clean(upload(picture()))


def test_too_many_pixels_are_refused_before_they_are_decoded(monkeypatch):
    monkeypatch.setattr(photos, "MAX_PIXELS", 799)
    monkeypatch.setattr(photos, "_encoded", lambda opened: pytest.fail("was decoded"))
    with pytest.raises(ValidationError, match="40 × 20 pixels"):
        photos.clean(upload(picture()))


def test_hostile_files_are_refused(shared):
    folder = shared / "corpora" / "uploads"
    for path in sorted(folder.iterdir()):
        with pytest.raises(ValidationError):
            photos.clean(upload(path.read_bytes(), path.name))


@pytest.mark.drill
@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow tells of each oddity
def test_no_damaged_photo_breaks_the_door():
    chance = random.Random(1)
    exif = Image.Exif()
    exif[0x0112] = 6
    whole = [picture(kind, exif=exif) for kind in photos.FORMATS]
    for _ in range(20_000):
        damaged = bytearray(chance.choice(whole))
        for _ in range(chance.randint(1, 8)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        with contextlib.suppress(ValidationError):
            photos.clean(upload(bytes(damaged)))
