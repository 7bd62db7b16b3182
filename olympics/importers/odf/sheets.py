"""The bodies of the messages as plain rows. Everything wrong in a body is reported at once, and nothing is decided."""

from collections import Counter
from datetime import date, datetime
from typing import NamedTuple
from xml.etree.ElementTree import Element

from olympics.importers import cells, codes
from olympics.importers.codes import Rsc
from olympics.importers.odf.message import Message, Reader
from olympics.limits import OVER

TEAM_TYPES = {"T", "C", "G"}  # teams, couples, groups
NOT_KNOWN_YET = {"", "TBD", "NOCOMP"}


class Person(NamedTuple):
    """An athlete as a message describes one, or by code alone; `noc` is the code of that day."""

    code: str
    given_name: str = ""
    family_name: str = ""
    display_name: str = ""
    sex: str = ""
    noc: str = ""
    born_on: date | None = None


class Competitor(NamedTuple):
    """An athlete, or a team with its athletes."""

    code: str
    is_team: bool
    team_name: str
    noc: str
    bib: str
    people: list[Person]
    pair: str
    lane: str


class Sport(NamedTuple):
    """What a message says of its event."""

    discipline: str = ""
    event: str = ""
    venue: str = ""


class Row(NamedTuple):
    """A line of results. `text` is the printed mark; passings and sections are printed times by position (S, 1, F)."""

    competitor: Competitor
    rank: int | None
    text: str
    result_type: str
    irm: str
    start_order: int | None
    points: str
    passings: dict[str, str]
    sections: dict[str, str]
    records: list[tuple[str, bool]]  # type and whether it equals the record
    element: Element

    @property
    def has_outcome(self) -> bool:
        """Whether it tells how the race went; without, it is a line of a start list."""
        return bool(self.rank or self.text or self.irm or self.points)


class Sheet(NamedTuple):
    """The results of a unit or of an event; `measures` counts what was measured besides, by type and code."""

    sport: Sport
    starts_at: datetime | None
    ends_at: datetime | None
    rows: list[Row]
    measures: Counter[str]
    units: list[Rsc]  # whose results a cumulative message adds


class Unit(NamedTuple):
    """A unit of the schedule."""

    rsc: Rsc
    status: str
    starts_at: datetime | None
    ends_at: datetime | None
    venue: str
    is_competition: bool


class RecordRow(NamedTuple):
    """A record as it stood or was set. `rsc` is that of its event, `type` the feed's."""

    rsc: Rsc
    type: str
    text: str
    competitor: Competitor
    set_on: date | None
    city: str
    is_equalled: bool
    element: Element


# Messages: each raises Refused ----------------------------------------------------------------------------------------


def results(message: Message) -> Sheet:
    """DT_RESULT, DT_CUMULATIVE_RESULT and DT_RANKING."""
    with Reader() as reader:
        if message.result_status not in codes.RESULT_STATUSES:
            known = ", ".join(codes.RESULT_STATUSES)
            reader.wrong(message.root, f"ResultStatus “{message.result_status}” is not one of {known}.")
        infos = _found(message.root, "Competition/ExtendedInfos")
        sport, times = _found(infos, "SportDescription"), _found(infos, "UnitDateTime")
        discipline = reader.text(sport, "DisciplineName", limit=100)
        event = reader.text(sport, "EventName", limit=150)
        venue = reader.text(_found(infos, "VenueDescription"), "VenueName")
        starts_at, ends_at = _times(reader, times)
        elements = message.root.findall("Competition/Result")
        rows = [row for element in elements if (row := _row(reader, element))]
        if codes.RESULT_STATUSES.get(message.result_status) in OVER and not any(row.has_outcome for row in rows):
            what = f"ResultStatus is {message.result_status}, but no competitor has a result: send it with the results."
            reader.wrong(message.root, what)
        measured = message.root.findall("Competition/Result/ExtendedResults/ExtendedResult")
        measures = Counter(f"{e.get('Type', '')} {e.get('Code', '')}".strip() for e in measured)
        said = [reader.read(item, "Unit", Rsc.parse) for item in message.root.iter("ResultItem")]
        said += [reader.read(progress, "LastUnit", Rsc.parse) for progress in message.root.iter("Progress")]
        seen = Counter(row.competitor.code for row in rows)
        for row in rows:
            if seen[row.competitor.code] > 1:
                reader.wrong(row.element, "the competitor is there more than once.")
    return Sheet(Sport(discipline, event, venue), starts_at, ends_at, rows, measures, list(filter(None, said)))


def participants(message: Message) -> list[Person]:
    """DT_PARTIC: athletes, without officials."""
    elements = message.root.findall("Competition/Participant")
    with Reader() as reader:
        return [_person(reader, one) for one in elements if one.get("MainFunctionId", "AA01").startswith("AA")]


def schedule(message: Message) -> list[Unit]:
    """DT_SCHEDULE: the units of events, in the order of the message."""
    found = message.root.findall("Competition/Session")
    sessions = {element.get("SessionCode", ""): element.get("VenueName", "") for element in found}
    with Reader() as reader:
        return [unit for element in message.root.iter("Unit") if (unit := _unit(reader, element, sessions))]


def records(message: Message) -> list[RecordRow]:
    """DT_RECORD."""
    rows = []
    with Reader() as reader:
        for record in message.root.findall("Competition/Record"):
            rsc = reader.read(record, "Code", Rsc.parse, required=True)
            for kind in record.findall("RecordType"):
                found = [_record(reader, rsc, kind.get("RecordType", ""), data) for data in kind.findall("RecordData")]
                rows += filter(None, found)
    return rows


def medallists(message: Message) -> list[tuple[str, Competitor]]:
    """DT_MEDALLISTS, and DT_MEDALS where it names them: gold, silver or bronze with its competitor."""
    found = []
    with Reader() as reader:
        for element in message.root.findall("Competition/Medal"):
            medal = codes.MEDALS.get(element.get("Code", ""), "")
            if not medal:
                reader.wrong(element, f"the medal is not one of {', '.join(codes.MEDALS)}.")
            found += [(medal, _competitor(reader, one)) for one in element.findall("Competitor")]
    return found


def medal_lines(message: Message) -> dict[str, dict[str, int]]:
    """DT_MEDALS: medals of all events by NOC: {"NED": {"gold": 3, "silver": 1, "bronze": 0}}."""
    lines = {}
    with Reader() as reader:
        for line in message.root.iter("MedalLine"):
            noc = reader.noc(line, required=True)
            for found in line.findall("MedalNumber"):
                if found.get("Type", "TOT") == "TOT":
                    medals = ("Gold", "Silver", "Bronze")
                    lines[noc] = {name.lower(): reader.number(found, name) or 0 for name in medals}
    return lines


# Elements -------------------------------------------------------------------------------------------------------------


def _found(parent: Element, path: str) -> Element:
    """The element below another; an empty one where there is none."""
    found = parent.find(path)
    return Element(path) if found is None else found


def _times(reader: Reader, element: Element) -> list[datetime | None]:
    return [reader.read(element, name, cells.moment) for name in ("StartDate", "EndDate")]


def _progress(element: Element, code: str) -> dict[str, str]:
    """Printed times by position."""
    found = element.findall(f"ExtendedResults/ExtendedResult[@Type='PROGRESS'][@Code='{code}']")
    return {one.get("Pos", ""): one.get("Value", "") for one in found}


def _row(reader: Reader, element: Element) -> Row | None:
    inner = element.find("Competitor")
    if inner is None:
        reader.wrong(element, "the result has no competitor.")
        return None
    if inner.get("Code", "") in NOT_KNOWN_YET:
        return None
    records = element.findall("RecordIndicators/RecordIndicator")
    return Row(
        competitor=_competitor(reader, inner),
        rank=reader.number(element, "Rank", low=1),
        text=reader.text(element, "Result", limit=20),
        result_type=reader.text(element, "ResultType", limit=20),
        irm=reader.text(element, "IRM", limit=10),
        start_order=reader.number(element, "StartOrder"),
        points=reader.text(element, "ResultPoints", limit=20),
        passings=_progress(element, "INTERMEDIATE"),
        sections=_progress(element, "SECTION"),
        records=[(one.get("RecordType") or one.get("Code", ""), one.get("Equal") == "Y") for one in records],
        element=element,
    )


def _competitor(reader: Reader, element: Element) -> Competitor:
    is_team = element.get("Type", "A") in TEAM_TYPES
    athletes = element.findall("Composition/Athlete")
    entries = {e.get("Code", ""): e.get("Value", "") for e in element.iter("EventUnitEntry")}
    bib = element.get("Bib") or (athletes[0].get("Bib", "") if len(athletes) == 1 and not is_team else "")
    people = [_member(reader, athlete) for athlete in athletes]
    if not is_team and len(people) != 1:
        reader.wrong(element, "the competitor is not one athlete.")
    return Competitor(
        code=reader.text(element, "Code", required=True, limit=40),
        is_team=is_team,
        team_name=reader.text(_found(element, "Description"), "TeamName", limit=190),
        noc=reader.noc(element) or (people[0].noc if people else ""),
        bib=bib[:10],
        people=people,
        pair=entries.get("PAIR", "")[:50],
        lane=codes.LANES.get(entries.get("LANE", ""), entries.get("LANE", ""))[:20],
    )


def _member(reader: Reader, athlete: Element) -> Person:
    description = athlete.find("Description")
    if description is None:
        return Person(reader.text(athlete, "Code", required=True, limit=40))
    return _person(reader, Element("Athlete", {**description.attrib, "Code": athlete.get("Code", "")}))


def _person(reader: Reader, element: Element) -> Person:
    given, family = (_cased(reader.text(element, name, limit=99)) for name in ("GivenName", "FamilyName"))
    if not family:
        given, family = "", given
    if not family:
        reader.wrong(element, "the athlete has neither FamilyName nor GivenName.")
    is_family_first = bool(given) and element.get("TVName", "").casefold().startswith(family.casefold())
    shown = f"{family} {given}" if is_family_first else f"{given} {family}".strip()
    code = reader.text(element, "Code", required=True, limit=40)
    sex = {"M": "M", "W": "F", "F": "F"}.get(element.get("Gender", ""), "")
    noc = reader.noc(element, required=True)
    return Person(code, given, family, shown, sex, noc, reader.day(element, "BirthDate"))


def _cased(name: str) -> str:
    """LEERDAM as Leerdam; a name in mixed case is left."""
    return name.title() if name.isupper() and len(name) > 2 else name


def _unit(reader: Reader, element: Element, sessions: dict[str, str]) -> Unit | None:
    rsc = reader.read(element, "Code", Rsc.parse, required=True)
    if rsc is None or not rsc.event:
        return None
    venue = _found(element, "VenueDescription").get("VenueName", "") or sessions.get(element.get("SessionCode", ""), "")
    starts_at, ends_at = _times(reader, element)
    is_competition = element.get("PhaseType", "3") == "3" and not rsc.is_training
    return Unit(rsc, element.get("ScheduleStatus", ""), starts_at, ends_at, venue[:200], is_competition)


def _record(reader: Reader, rsc: Rsc | None, kind: str, data: Element) -> RecordRow | None:
    inner = data.find("Competitor")
    if rsc is None or inner is None or data.get("Result") is None:
        reader.wrong(data, "a record needs a Result and a Competitor.")
        return None
    return RecordRow(
        rsc=rsc,
        type=kind,
        text=reader.text(data, "Result", limit=20),
        competitor=_competitor(reader, inner),
        set_on=reader.day(data, "Date"),
        city=reader.text(data, "Place", limit=100),
        is_equalled=data.get("Equal") == "Y",
        element=data,
    )
