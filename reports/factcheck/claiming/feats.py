"""Seasons, records at these Games, the oldest champion, one-twos, titles defended, debuts."""

import re
from collections.abc import Iterator

from reports.factcheck.claiming.notes import Found, Notes
from reports.factcheck.claiming.scope import (
    is_of_these_games,
    named_behind,
    nation_spoken_of,
    number_in,
    take,
)
from reports.factcheck.shape import pattern

_SEASON = pattern(
    r"(?P<a>won|winning|victor(?:y|ious) in|on the podium (?:in|at)|the podium (?:in|at)|podium (?:in|at)|podiumed (?:in|at)|medall?ed (?:in|at)|reached the podium (?:in|at)|wins? in|made the podium (?:in|at)) (?P<n><num>|all|every|each|both)(?: of)?(?: the| this)?(?: (?:season's|winter's|season|last))? ?(?P<of><num>)? ?(?P<tail>(?:(?:world cup|of|season's|the|this season's|<then>|<event>|races?|women's|men's|at|in|events?|distance|over|starts|legs) ?)*)"
)

_RECORDS_HERE = pattern(r"(?P<n><ord>|<num>) (?P<record><record>)(?P<tail>[^.;]{0,80})")

_RACES = pattern(
    r"(?:in|across|from|over) (?:as many as |just |only |the first |all |each of the )?(?P<n><num>) (?:speed ?skating |long-track |medal )?(?:races|events|finals)"
)

_EXTREME = re.compile(
    r"(?P<which>oldest|youngest)(?P<mid>(?: (?:ever|woman|man|skater|speed|olympic|speedskating|individual|female|male|person|athlete|to|win|the|an|a|gold|become|women's|men's|winter|this|event|at|distance|in|that))*) ?(?P<what>champion|medall?ist|winner|gold|medal|race|event|title)?"
)

_ONE_TWO = pattern(
    r"(?P<what>(?:<num>|one|1)-(?:<num>|two|2)(?: finish)?(?! (?:lead|win|in the))|swe(?:pt|eping|ep) (?:of )?(?:the |all three )?(?:podium|medals)|(?:podium|medal|clean) sweep|(?P<both>(?:finish(?:ed|ing)? |took )?<ord> and <ord>(?: place)?))(?P<tail>[^.;]{0,50})"
)

_DEFENDING = re.compile(
    r"(?P<former>former )?(?:defending|reigning)(?: [a-z]+){0,2} (?:champions?|title-?holders?|gold medall?ists?)|title-?holders?|(?:successfully )?(?:defend(?:ed|s|ing)|retain(?:ed|s|ing))(?: [a-z']+){0,3} (?:title|crown|gold|championship)"
)

_DEBUT = re.compile(
    r"(?:olympic|games|winter olympic) (?:debut|debutante?|newcomer|rookie|first-timer)|first-time olympian|(?:debut|debuting) (?:at|in) (?:the|an?) (?:olympics|games|winter games)"
)

_MOST = pattern(
    r"(?:(?P<nation><nation>)(?:'s)? )?most[- ](?:decorated|medall?ed|successful)(?: (?:ever|<nation>|winter|female|male|woman|man))*(?: (?:olympian|athlete|winter olympian|woman|man|competitor|winter athlete|olympic athlete))|more(?: olympic medals| medals)? than any (?:other )?(?P<nation2><nation>)"
)


def families(notes: Notes) -> Iterator[Found]:
    for find in (_season, _records_here, _extremes, _one_two, _defending, _debut, _most):
        yield from find(notes)


def _season(notes: Notes) -> Iterator[Found]:
    for match in notes.shape.find(_SEASON):
        words = match[0] + notes.text[match.end() : match.end() + 30]
        if "world cup" not in words and not pattern("<then>").search(words):
            continue
        n, of = number_in(notes, match), number_in(notes, match, "of")
        wins = "won" in match["a"] or "win" in match["a"] or "victor" in match["a"]
        all_of_them = n is None
        if all_of_them and of is None:
            continue
        take(notes, match, "n", "of")
        yield notes.claim(
            "count", match.start(), match.end(), of="season", n=of if all_of_them else n, races=of, wins=wins
        )


def _records_here(notes: Notes) -> Iterator[Found]:
    """The fourth Olympic record set in Milan, in three races."""
    for match in notes.shape.find(_RECORDS_HERE):
        place, kind = notes.at(match, "n"), notes.shape.tokens[notes.at(match, "record")].value
        if (
            not notes.is_free(place)
            or not kind
            or not is_of_these_games(match["tail"], notes, match.start(), match.end())
        ):
            continue
        notes.spend(place, notes.at(match, "record"))
        yield notes.claim(
            "count", match.start(), match.end("record"), of="records_here", record=kind, n=notes.value(match, "n")
        )
        if races := pattern(_RACES.pattern).search(notes.text, match.start("tail")):
            notes.spend(notes.at(races, "n"))
            yield notes.claim(
                "count", races.start(), races.end(), of="records_here", record=kind, races=notes.value(races, "n")
            )


def _extremes(notes: Notes) -> Iterator[Found]:
    for match in _EXTREME.finditer(notes.text):
        words = match[0] + notes.text[match.end() : match.end() + 40]
        medal = bool(re.search(r"medal", words))
        if re.search(r"champion|winner|win |gold|title|medal", words) and not re.search(
            r"field|team|squad|world|since|today|tonight|dutch|american", words
        ):
            yield notes.claim(
                "age_extreme",
                match.start(),
                match.end(),
                extreme=f"{match['which']} {'medalist' if medal else 'champion'}",
            )


def _one_two(notes: Notes) -> Iterator[Found]:
    for match in notes.shape.find(_ONE_TWO):
        nocs = nation_spoken_of(notes, match.start(), match.end())
        if (
            not nocs
            or notes.is_denied(match.start())
            or re.search(
                r"never|last time|before|since|world cup|season", notes.text[max(0, match.start() - 60) : match.end()]
            )
        ):
            continue
        numbers = [
            notes.shape.tokens[p].value
            for p in range(match.start(), match.end("what"))
            if p in notes.shape.tokens and notes.shape.tokens[p].kind in ("number", "ordinal")
        ]
        if numbers and numbers != [1, 2]:
            continue
        if match["both"] and len({m.who[0] for m in notes.scene.mentions.values() if m.who}) > 0:
            continue
        notes.spend(*list(range(match.start(), match.end("what"))))
        yield notes.claim("one_two" if numbers else "sweep", match.start("what"), match.end("what"), noc=nocs)


def _defending(notes: Notes) -> Iterator[Found]:
    for match in _DEFENDING.finditer(notes.text):
        words = notes.text[max(0, match.start() - 20) : match.end() + 30]
        if (
            re.match(r" (?:in|of|at|over) (?:that|the other|those|both)|\bthere", notes.text[match.end() :])
            or match["former"]
            or re.search(r"world|european|national|sprint|all-?round|world cup", words)
            or notes.is_denied(match.start())
        ):
            continue
        if any(
            m.form == "role"
            and notes.shape.tokens[at].start <= notes.shape.starts[match.start()] < notes.shape.tokens[at].end
            for at, m in notes.scene.mentions.items()
        ):
            continue
        kept = match[0].startswith(("successfully", "defended", "defends", "retain"))
        subject = named_behind(notes, match.end()) or notes.scene.subject_of(match.start())
        others = [
            t for t in notes.shape.tokens.values() if t.kind == "event" and t.value.slug != notes.roster.event.slug
        ]
        doubt = {"open": True} if others else {}
        yield notes.claim("title_defence", match.start(), match.end(), subject, kept=kept, **doubt)


def _debut(notes: Notes) -> Iterator[Found]:
    for match in _DEBUT.finditer(notes.text):
        if notes.is_denied(match.start()):
            continue
        event = pattern(r" (?:in|at|over) (?:the )?(?P<e><event>|distance|event)").match(notes.text, match.end())
        before = pattern(r"(?P<e><event>) ?$").search(notes.text[: match.start()])
        yield notes.claim("debut", match.start(), match.end(), of="event" if event or before else "games")


def _most(notes: Notes) -> Iterator[Found]:
    for match in notes.shape.find(_MOST):
        place = notes.at(match, "nation") if match["nation"] else notes.at(match, "nation2") if match["nation2"] else -1
        if place < 0 or notes.is_denied(match.start()):
            continue
        yield notes.claim("most_decorated", match.start(), match.end(), noc=list(notes.shape.tokens[place].value.codes))
