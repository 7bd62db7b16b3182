import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from athletes.models import Athlete
from tests.builders import make_athlete
from tests.desk import RESULTS, admin_url, errors, filled_in, make_user, save

pytestmark = pytest.mark.django_db
LIST = reverse("admin:athletes_athlete_changelist")


@pytest.fixture
def desk(client):
    client.force_login(make_user(RESULTS))
    return client


def found(client, text: str) -> list[str]:
    return [athlete.slug for athlete in client.get(LIST, {"q": text}).context["cl"].result_list]


@pytest.mark.parametrize(
    ("typed", "born_on", "precision"),
    [
        ("1998-12-30", date(1998, 12, 30), "day"),
        ("2000", date(2000, 1, 1), "year"),
        (" ", None, "day"),
    ],
)
def test_a_birth_date_is_a_day_or_a_year(desk, typed, born_on, precision):
    athlete = make_athlete(born_on=date(1990, 5, 5))
    save(desk, admin_url(athlete), born=typed)
    athlete.refresh_from_db()
    assert (athlete.born_on, athlete.born_precision) == (born_on, precision)
    assert filled_in(desk, admin_url(athlete))["born"] == typed.strip()


@pytest.mark.parametrize("typed", ["30.12.1998", "1998-13-01", "98", "0000", "1998-02-30"])
def test_a_wrong_birth_date_says_how_to_write_it(desk, typed):
    url = admin_url(make_athlete())
    response = desk.post(url, filled_in(desk, url, born=typed))
    assert errors(response) == [f"“{typed}” is no date: write it as 1998-12-30, or 1998."]


def test_other_names_are_typed_one_a_line(desk):
    athlete = make_athlete("karin-enke", other_names=["Karin Kania"])
    assert filled_in(desk, admin_url(athlete))["other_names"] == "Karin Kania"
    save(desk, admin_url(athlete), other_names="Karin Kania\r\n\r\n Karin Enke-Kania ")
    athlete.refresh_from_db()
    assert athlete.other_names == ["Karin Kania", "Karin Enke-Kania"]


def test_a_new_athlete_needs_names_only(desk):
    url = reverse("admin:athletes_athlete_add")
    save(desk, url, family_name="Kok", given_name="Femke", display_name="Femke Kok", slug="femke-kok")
    assert Athlete.objects.get().sort_name == "kok femke"


@pytest.mark.parametrize("text", ["volker", "Völker", "nadine vol", "kania", "Krähen", "sabine-v"])
def test_athletes_are_found_by_any_name_with_or_without_accents(desk, text):
    make_athlete("femke-kok")
    wanted = make_athlete(
        "sabine-voelker", given_name="Nadine", family_name="Völker", display_name="Nadine Völker",
        other_names=["Karin Kania", "Nadine Krähenbühl"],
    )  # fmt: skip
    assert found(desk, text) == [wanted.slug]


def test_a_photo_is_stored_newly_encoded_and_other_files_are_refused(desk):
    athlete = make_athlete()
    data = io.BytesIO()
    Image.new("RGB", (8, 8)).save(data, "PNG")
    save(desk, admin_url(athlete), photo=SimpleUploadedFile("me.png", data.getvalue()))
    athlete.refresh_from_db()
    assert athlete.photo.name.startswith("athletes/")
    assert "me" not in athlete.photo.name
    kept = athlete.photo.name

    svg = SimpleUploadedFile("me.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")
    response = desk.post(admin_url(athlete), filled_in(desk, admin_url(athlete), photo=svg))
    assert "no whole JPEG, PNG or WebP" in " ".join(errors(response))
    save(desk, admin_url(athlete))
    athlete.refresh_from_db()
    assert athlete.photo.name == kept
