"""The people of a list: Blokhuijsen and Bergsma; Wust, Kleibeuker and Groenewold."""

from reports.factcheck.claiming.notes import Notes, as_subject
from reports.factcheck.scene import Subject
from reports.factcheck.shape import pattern

# Words that no noun goes on with: what stands before one of them is whole.
LITTLE = (
    r"(?:in|on|at|by|of|to|for|from|with|over|under|behind|ahead|after|before|until|since|through|off|out|and|or|but|nor|so|yet|as|while|"
    r"when|whereas|if|than|because|though|although|despite|thanks|who|whose|which|that|where|both|all|either|just|only|less|more|nearly|almost|"
    r"some|already|about|also|again|instead|still|then|there|here|now|today|tonight|once|twice|too|last|among|this|[a-z]+self|equal|[a-z]+ly)(?![a-z])"
)
_GOES_ON = pattern(
    rf"<who>(?:'s)?(?:,? (?:of (?:the )?)?\(?(?:<time>|<nation>)\)?|,? (?:in|with) <time>)*(?:,(?: and| or)?| and| or|(?= with))(?: (?!{LITTLE})(?:[a-z-]+|<nation>|<age>)(?:'s)?)* "
)
_OPENED = pattern(
    r" (?:in <year> |respectively |[a-z]+ )?(?:to|for|through|by|with|from)(?: (?:the|her|compatriots|team-?mates|<nation>(?:'s)?))* (?=<who>)"
)


def listed_before(notes: Notes, end: int) -> list[Subject]:
    """The people of the list that ends last before a position."""
    found: list[Subject] = []
    for at, mention in reversed(notes.scene.mentions.items()):
        if at < end:
            if found and not _GOES_ON.fullmatch(notes.text, at, found[0].at):
                break
            found.insert(0, as_subject(mention, at))
    return found


def listed_behind(notes: Notes, start: int) -> list[Subject]:
    """The people of the list that begins right behind: for Wust and Kleibeuker."""
    opened = _OPENED.match(notes.text, start)
    found: list[Subject] = []
    for at, mention in notes.scene.mentions.items():
        if opened and (_GOES_ON.fullmatch(notes.text, found[-1].at, at) if found else at == opened.end()):
            found.append(as_subject(mention, at))
    return found


def listed_from(notes: Notes, first: Subject) -> list[Subject]:
    """The people of the list that begins with somebody."""
    found = [first]
    for at, mention in notes.scene.mentions.items():
        if at > found[-1].at and _GOES_ON.fullmatch(notes.text, found[-1].at, at) and mention.form == "name":
            found.append(as_subject(mention, at))
    return found
