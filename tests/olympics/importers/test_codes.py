import pytest

from olympics.importers import codes
from olympics.importers.codes import Rsc


@pytest.mark.parametrize(
    ("text", "event", "distance_m", "combine"),
    [
        ("SSKW1000M-------------FNL-000100--", "SSKW1000M", 1000, "last_phase"),
        ("SSKM10000M", "SSKM10000M", 10_000, "last_phase"),
        ("CCSM15KM--------------FNL-000100--", "CCSM15KM", 15_000, "last_phase"),
        ("BOBOTEAM4-------------FNL-000300--", "BOBOTEAM4", None, "sum"),
        ("BOBOTEAM4-------------TRNO000500--", "BOBOTEAM4-------------TRNO", None, "best"),
        ("LUGXRELAY4------------FNL-000100--", "LUGXRELAY4", None, "last_phase"),
    ],
)
def test_an_rsc_code_names_an_event(text, event, distance_m, combine):
    rsc = Rsc.parse(text)
    assert (rsc.event_code, rsc.distance_m, rsc.combine) == (event, distance_m, combine)


@pytest.mark.parametrize("text", ["", "ssk", "SSKW1000M é", "SSKW1000M-------------FNL-000100---"])
def test_what_is_no_rsc_code_is_said_to_be_none(text):
    with pytest.raises(ValueError, match="not an RSC code"):
        Rsc.parse(text)


@pytest.mark.parametrize(
    ("text", "phase", "heat", "decides", "ranks"),
    [
        ("SSKW1000M-------------FNL-000100--", "", "", True, True),
        ("SSKW1000M", "", "", True, True),
        ("SSKWTEAMPU------------SFNL000200--", "Semifinals", "2", False, False),
        ("SSKWTEAMPU------------FNL-B00100--", "", "Final B", False, False),
        ("SSKWTEAMPU------------FNL-A00100--", "", "Final A", True, True),
        ("BOBOTEAM4-------------FNL-000300--", "", "Run 3", False, False),
        ("BOBOTEAM4-------------FNL-000400--", "", "Run 4", True, False),
        ("BOBOTEAM4-------------TRNO000500--", "", "Run 5", True, False),
        ("STKW500M--------------QFNL000300--", "Quarterfinals", "3", False, False),
    ],
)
def test_a_unit_has_its_place_in_the_race(text, phase, heat, decides, ranks):
    place = Rsc.parse(text).place
    assert (place.phase, place.heat, place.decides, place.ranks) == (phase, heat, decides, ranks)


def test_finals_and_phases_stand_in_the_order_in_which_they_are_raced():
    units = ("QFNL000100", "SFNL000100", "FNL-D00100", "FNL-C00100", "FNL-B00100", "FNL-A00100")
    places = [Rsc.parse(f"SSKWTEAMPU------------{unit}").place for unit in units]
    assert sorted(places, key=lambda place: (place.phase_order, place.heat_order)) == places


@pytest.mark.parametrize(
    ("discipline", "code", "irm", "note"),
    [
        ("SSK", "DQ", "DQ", ""),
        ("BOB", "DSQ", "DQ", ""),
        ("SSK", "DQB", "DQ", "disqualified for unsportsmanlike behavior"),
        ("SSK", "LOT", "", "overtaken by the other team"),
        ("STK", "YC", "PEN", "yellow card"),
        ("FSK", "WD", "WDR", ""),
    ],
)
def test_an_irm_means_what_it_means_in_its_discipline(discipline, code, irm, note):
    assert codes.irm(discipline, code) == codes.Irm(irm, note)


def test_an_irm_of_another_discipline_is_not_known():
    assert codes.irm("BOB", "LOT") is None


@pytest.mark.parametrize(
    ("discipline", "code", "kind"), [("SSK", "OR", "OR"), ("BOB", "TR", "TR"), ("BOB", "SR", None), ("FSK", "SB", None)]
)
def test_a_record_code_is_kept_where_the_desk_has_its_kind(discipline, code, kind):
    assert codes.record_kind(discipline, code) == kind


def test_a_measure_that_a_code_does_not_tell_is_left_open():
    measures = {text: Rsc.parse(text).measure for text in ("SSKWMS", "SSKW1000M", "ATHWLJ", "SBDWBA", "XYZWSPORT")}
    assert measures == {"SSKWMS": "placing", "SSKW1000M": "time", "ATHWLJ": "distance", "SBDWBA": "", "XYZWSPORT": ""}
