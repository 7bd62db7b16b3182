"""The field and the nations in it: how many started, from how many nations, how many beat a mark."""

import re
from collections.abc import Iterator

from reports.factcheck.claiming.notes import Found, Notes
from reports.factcheck.shape import pattern

_PEOPLE = r"(?:men|women|skaters|speed ?-?skaters|athletes|competitors|starters|racers|entrants|finishers|entries|teams|riders|runners|others)"
_DID = r"(?:took part|started|competed|entered|raced|skated|contested|lined up|were entered|were drawn|take part|compete|were on the start list|faced the starter|who started|who skated|who finished|who took part|in the field|in the race|on the start list|finished|completed)"
_STARTED = pattern(
    rf"(?P<n><num>) (?:{_PEOPLE}(?: (?:from|of|representing) (?:just |only |as many as )?(?P<nations><num>) (?:nations|countries))?(?: also| all| only)? (?P<did>{_DID})|(?P<did2>started|took part|finished|competed)(?![a-z]))(?! (?:within|under|inside|faster|ahead|behind|level|above|below|with|out|up|off))(?! (?:in|on|for|at) (?:the )?(?:world cup|standings))"
)
_FIELD = pattern(
    rf"field (?:of|numbered|was|numbering|comprised|had)(?: just| only)? (?P<n><num>)(?: {_PEOPLE})?(?:,? (?:from|of|representing) (?:just |only )?(?P<nations><num>) (?:nations|countries))?|of the (?P<n2><num>) {_PEOPLE}(?: who)? (?P<did>started|skated|finished|took part|raced|competed|in the (?:race|field))|(?:there were) (?P<n3><num>) {_PEOPLE}(?: entered)?(?:,? from (?P<nations3><num>) (?:nations|countries))?(?= |[.,;]|$)"
)
_BEAT = pattern(
    rf"(?P<n><num>)(?: of (?:the (?:<num> )?(?:{_PEOPLE})|them)(?: who (?:started|skated|finished))?| (?:{_PEOPLE}))?(?: [a-z]+){{0,2}} (?:beat|went under|were under|went inside|were inside|got inside|bettered|broke|improved on|skated under|were faster than|surpassed|dipped under|ducked under) (?P<what>it\b|that\b|(?:the |<who>'s )?(?:(?:old|previous|existing|former|standing) )?(?:<record>|mark|best|time))"
)
_ALL_BEAT = pattern(
    r"(?:no fewer than |as many as |in all,? )(?P<n><num>) (?:men|women|skaters) were (?:inside|under) it"
)
_TIED = pattern(
    r"(?P<n><num>) (?:men|women|skaters|of them)(?: then| all)? (?:tied|dead-heated|shared|finished level|are tied|were tied)(?: for)? (?P<rank><ord>)?"
)


def families(notes: Notes) -> Iterator[Found]:
    for find in (_started, _beat, _tied):
        yield from find(notes)


def _is_of_this_race(notes: Notes, place: int) -> bool:
    nation = pattern(r"<nation>(?:'s)? (?:had|has|have|with|sent|entered|brought)[^.;]{0,30}$")
    if nation.search(notes.text[:place]):
        return False
    return not notes.scene.settings_of(place)[0] and not re.search(
        r"\bheats?\b|semi|world cup|each|every", notes.scene.clause_words(place)
    )


def _started(notes: Notes) -> Iterator[Found]:
    for match in [*notes.shape.find(_STARTED), *notes.shape.find(_FIELD)]:
        groups = match.re.groupindex
        number = next((name for name in ("n", "n2", "n3") if name in groups and match[name]), None)
        place = notes.at(match, number) if number else -1
        if (
            place < 0
            or not notes.is_free(place)
            or not _is_of_this_race(notes, place)
            or notes.shape.tokens[place].kind != "number"
        ):
            continue
        did = next((match[name] for name in ("did", "did2") if name in groups and match[name]), "")
        notes.spend(place)
        what = "finishers" if re.search("finish|complet", did) else "starters"
        yield notes.claim("field", place, place + 1, of=what, n=notes.shape.tokens[place].value)
        nations = next((name for name in ("nations", "nations3") if name in groups and match[name]), None)
        if nations and notes.is_free(at := notes.at(match, nations)):
            notes.spend(at)
            yield notes.claim("field", at, at + 1, of="nations", n=notes.shape.tokens[at].value)


def _beat(notes: Notes) -> Iterator[Found]:
    """Ten men beat the old record: which, the record that stood before the race tells."""
    for match in [*notes.shape.find(_BEAT), *notes.shape.find(_ALL_BEAT)]:
        place = notes.at(match, "n")
        if not notes.is_free(place) or not _is_of_this_race(notes, place):
            continue
        if notes.text[:place].endswith((" of the ", " of ")):
            continue
        records = [
            t.value for at, t in notes.shape.tokens.items() if t.kind == "record" and match.start() <= at < match.end()
        ]
        if records and records[0] is None:
            continue
        notes.spend(place)
        yield notes.claim(
            "field",
            place,
            place + 1,
            of="beat",
            record=records[0] if records else "",
            n=notes.shape.tokens[place].value,
        )


def _tied(notes: Notes) -> Iterator[Found]:
    for match in notes.shape.find(_TIED):
        place = notes.at(match, "n")
        if notes.is_free(place) and match["rank"] and _is_of_this_race(notes, place):
            notes.spend(place)
            yield notes.claim(
                "field", place, place + 1, of="tied", rank=notes.value(match, "rank"), n=notes.shape.tokens[place].value
            )
