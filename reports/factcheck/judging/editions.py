"""Years and cities: whether what is said of them was so there and then."""

from reports.factcheck.judging import places, times
from reports.factcheck.judging.archive import Archive
from reports.factcheck.judging.verdict import CONTRADICTED, SUPPORTED, Verdict, contradicted, supported, unknown

JUDGES = {"time": times.time, "rank": places.rank, "medal": places.medal}


def edition(parameters: dict, archive: Archive) -> Verdict:
    """Games must have been held in that city in that year, and what the clause says must have been so there."""
    year, city = parameters.get("year"), parameters.get("city", "")
    if not parameters["olympic"]:
        return unknown("it is about another competition")
    held = archive.held(year, city)
    if year and city and not held:
        return _never_held(parameters, archive, year, city)
    if not held:
        return unknown("we hold no Games of that year or place")
    if not parameters["values"]:
        return supported(why="Games were held there then") if year and city else unknown("nothing is told of them")
    said = _said({"year": year, "city": city}, parameters, archive)
    if any(verdict.verdict == SUPPORTED for verdict in said):
        return next(verdict for verdict in said if verdict.verdict == SUPPORTED)
    if all(verdict.verdict == CONTRADICTED for verdict in said):
        return _elsewhere(parameters, archive, year, city)
    return unknown(said[0].why)


def _said(setting: dict, parameters: dict, archive: Archive) -> list[Verdict]:
    setting = {name: value for name, value in setting.items() if value}
    found = []
    for value in parameters["values"]:
        event = {name: v for name, v in value["parameters"]["settings"][0].items() if name == "event"}
        found.append(JUDGES[value["kind"]](value["parameters"] | {"settings": [setting | event]}, archive))
    return found


def _never_held(parameters: dict, archive: Archive, year: int, city: str) -> Verdict:
    """The year or the city is wrong: which one, what was said there may tell."""
    by_city = [c for c in archive.held(None, city) if _holds(c[1], parameters, archive)]
    by_year = [c for c in archive.held(year, "") if _holds(c[1], parameters, archive)]
    expected = ""
    if len(by_city) == 1 and not by_year:
        expected = str(by_city[0][1])
    elif by_year and not by_city:
        expected = archive.city_of(by_year[0][0])
    if not archive.held(None, city) or not archive.held(year, ""):
        return unknown("we hold no Games of that year or place")
    return contradicted(f"no Games were held in {city.title()} in {year}", expected)


def _holds(year: int, parameters: dict, archive: Archive) -> bool:
    return any(verdict.verdict == SUPPORTED for verdict in _said({"year": year}, parameters, archive))


def _elsewhere(parameters: dict, archive: Archive, year: int | None, city: str) -> Verdict:
    """Untrue there; but of other Games it may be true: then the year or city is what is wrong."""
    found = [c for c in archive.held(None, "") if c[1] != year and _all_hold(c[1], parameters, archive)]
    if len(found) != 1 and not (found and _are_telling(parameters)):
        return unknown("what is said of it is wrong")
    slug, when, *_ = found[-1]
    expected = str(when) if year and not city else archive.city_of(slug)
    return contradicted(f"this was in {archive.city_of(slug)} in {when}", expected)


def _all_hold(year: int, parameters: dict, archive: Archive) -> bool:
    return all(verdict.verdict == SUPPORTED for verdict in _said({"year": year}, parameters, archive))


def _are_telling(parameters: dict) -> bool:
    return any(value["kind"] == "time" for value in parameters["values"])
