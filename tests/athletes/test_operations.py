"""Athletes by the names that people write."""

import pytest

from athletes.operations import athletes_by_name, near, new_athlete, split_name
from tests.builders import make_athlete, make_noc


@pytest.mark.parametrize(
    ("written", "given", "family"),
    [
        ("LEERDAM Jutta", "Jutta", "Leerdam"),
        ("Leerdam, Jutta", "Jutta", "Leerdam"),
        ("Jutta Leerdam", "Jutta", "Leerdam"),
        ("Nils van der Poel", "Nils", "van der Poel"),
        ("O'CONNOR-SMITH Anna Mae", "Anna Mae", "O'Connor-Smith"),
        ("Pelé", "", "Pelé"),
        ("KANIA", "", "KANIA"),
    ],
)
def test_a_name_has_a_given_and_a_family_part(written, given, family):
    assert split_name(written) == (given, family)


@pytest.mark.django_db
class TestNames:
    def test_everybody_is_found_in_any_order_without_accents_and_by_other_names(self):
        poel = make_athlete("nils-van-der-poel", noc="SWE", given_name="Nils", family_name="van der Poel")
        volker = make_athlete("sabine-volker", noc="GER", given_name="Sabine", family_name="Völker")
        kania = make_athlete(
            "karin-enke", noc="GDR", given_name="Karin", family_name="Enke", other_names=["Karin Kania"]
        )
        wanted = {
            "VAN DER POEL Nils": [poel],
            "Nils van der Poel": [poel],
            "Volker, Sabine": [volker],
            "sabine-volker": [volker],
            "KANIA Karin": [kania],
            "Nobody": [],
        }
        assert athletes_by_name(wanted) == wanted

    def test_namesakes_are_all_found(self):
        both = [make_athlete(slug, given_name="Anna", family_name="Berg") for slug in ("anna-berg", "anna-berg-2")]
        assert {a.pk for a in athletes_by_name(["Anna Berg"])["Anna Berg"]} == {a.pk for a in both}

    def test_a_misspelt_name_is_near_to_the_right_one(self):
        make_athlete("femke-kok")
        make_athlete("nao-kodaira", noc="JPN")
        assert [a.slug for a in near("Femke Kokk", noc="NED")] == ["femke-kok"]
        assert near("Zzz Qqq") == []
        assert near("---") == []

    def test_a_new_one_gets_a_slug_of_its_own(self):
        make_athlete("anna-berg")
        athlete = new_athlete("BERG Anna", make_noc("NOR"), sex="F", taken={"anna-berg-2"})
        assert (athlete.slug, athlete.display_name, athlete.pk) == ("anna-berg-3", "Anna Berg", None)
