"""Times and differences as newsrooms write them, found in folded prose. Everything is in milliseconds."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reports.factcheck.words import CARDINAL, cardinal

SECOND, MINUTE, HOUR = 1_000, 60_000, 3_600_000


@dataclass(frozen=True, slots=True)
class Amount:
    """A time or a difference: `low` to `high` is what it may stand for, `ms` what it says, `unit` its last printed place.

    `form` is clock (1:12.31), seconds (36.94), words (six tenths of a second) or broken (1.11:16). `digits` are those of
    the text, for what is broken or mistyped.
    """

    ms: int
    unit: int
    low: int
    high: int
    form: str
    digits: str = ""
    is_vague: bool = False
    has_unit: bool = False


Found = tuple[int, int, Amount]

_NUM = rf"(?:[0-9]{{1,3}}|{CARDINAL}|an?(?=[ ]))"
_SEC = r"(?:seconds?|secs?\.?|s)(?![a-z])"
_CLOCK = re.compile(
    r"(?<![\w.:,;])(?:([0-9]{1,2}):)?([0-9]{1,2}):([0-9]{2})(?:[.,]([0-9]{1,3}))?(?![0-9]|[:;][0-9]|[.,][0-9])"
)
_DOTTED = re.compile(r"(?<![\w.:,;])([0-9]{1,2})\.([0-9]{2}),([0-9]{1,3})(?![0-9]|[.:,;][0-9])")
_PRIMES = re.compile(r"(?<![\w.:,;])([0-9]{1,2})'([0-9]{2})(?:\"|''|[.,])([0-9]{1,3})\"?(?![0-9])")
_SPELLED = re.compile(
    rf"(?<![\w.,:])(?:({_NUM})[ -]?(?:hours?|hrs?\.?|h)(?![a-z])[ ,]*(?:and )?)?({_NUM})[ -]?(?:minutes?|mins?\.?|m(?=[ ]?[0-9]))"
    rf"[ ,]*(?:and )?([0-9]{{1,2}}|{CARDINAL})(?:[.,]([0-9]{{1,3}}))?(?:[ -]?{_SEC})?(?![0-9])"
)
_MINUTES = re.compile(rf"(?<![\w.,:])(half a|{_NUM})[ -]?minutes?(?![a-z])(?: flat)?")
_BROKEN = re.compile(
    r"(?<![\w.:,;])[0-9]{1,3}(?:[.:,;]{1,2}[0-9]{1,3}){2}(?![0-9]|[.:,;][0-9])|(?<![\w.:,;])[0-9]{1,2}[:;][0-9]{3,4}(?![0-9]|[.:,;][0-9])|(?<![\w.:,;])[0-9]{1,2}(?:;|\.\.|,\.|\.,|:\.|\.:|::)[0-9]{2}(?![0-9])"
)
_SECONDS = re.compile(
    rf"(?<![\w.:,;$€£¥#])([0-9]{{1,3}})?[.]([0-9]{{1,3}})(?![0-9]|[.:,;][0-9])(?:([ -]?{_SEC}| of a second(?![a-z]))|(?!%|[ -]?(?:per ?cent|percent|million|billion|thousand|"
    r"km|kilo|met|m(?![a-z])|mile|points?|degrees?|°|kph|mph|feet|inch|ish|am(?![a-z])|pm(?![a-z])|[ap]\.m)))"
)
_WHOLE = re.compile(
    rf"(?<![\w.:,;])({_NUM})(?: (?:full|whole))?(?: and (?:a )?(half|quarter))?(?: |(?<!ty)-|-(?!second\b)){_SEC}(?: and (?:a )?(half))?(?! (?:{{PLACE}}))".replace(
        "{PLACE}",
        "place|medal|gold|silver|bronze|olympic|title|time|straight|consecutive|lap|run|race|day|pair|games|heat|record|victory|win|career|world|spot|position|row|best|woman|man|skater",
    )
)
_FRACTION = re.compile(
    rf"(?<![\w.:,;])(?:({_NUM})[- /]?)?(?:(?<=[a-z0-9][- ])(?:one|single|mere|bare)[- ])?(?P<part>tenth|hundredth|thousandth|10th|100th|1000th|1,000th)s?(?: of (?:a|one) second)?(?![a-z])"
)
_WITH_PART = re.compile(
    rf"(?<![\w.:,;])({_NUM})[ -]seconds? and ({_NUM})[ -](?P<part>tenth|hundredth)s?(?: of a second)?(?![a-z])"
)
_HALF = re.compile(
    r"(?<![\w-])(?:(?:(?:one|a) )?(?P<half>half)(?: of)? a second|half-a-second|half-second|(?:a |one[- ])?(?P<part>quarter|third|fifth)(?: of a |-)second"
    r"|(?P<many>three[- ]quarters|two[- ]thirds|two[- ]fifths|three[- ]fifths|four[- ]fifths) of a second)(?![a-z])"
)
_SHARES = {
    "quarter": 250,
    "third": 333,
    "fifth": 200,
    "three quarters": 750,
    "two thirds": 667,
    "two fifths": 400,
    "three fifths": 600,
    "four fifths": 800,
}
_SIGNED = re.compile(
    r"(?<![\w.:,;+])\+[ ]?(?:([0-9]{1,2}):)?([0-9]{1,3})[.,]([0-9]{1,3})(?![0-9]|[.:,;][0-9])(?:[ -]?(?:seconds?|secs?\.?|s)(?![a-z]))?"
)
_PARTS = {"tenth": 100, "10th": 100, "hundredth": 10, "100th": 10, "thousandth": 1, "1000th": 1, "1,000th": 1}
_ABOUT = re.compile(
    r"(?:(?P<over>just over|a little over|a little more than|slightly more than|slightly over|just more than|more than|well over|over|better than|at least)"
    r"|(?P<under>just under|just inside|a little under|slightly under|slightly less than|just less than|less than|fewer than|under|nearly|almost|inside|within|not quite|close to)"
    r"|(?P<about>about|around|roughly|some|approximately|or so))[ ](?:an? (?=[0-9])|the )?$"
)
_CLOSE = ("just", "a little", "slightly", "nearly", "almost", "not quite", "close")


def find(low: str) -> Iterator[Found]:
    """Every amount in folded prose, the most specific form first; stretches may overlap."""
    for finder in FINDERS:
        yield from finder(low)


def _exact(ms: int, decimals: int, form: str, text: str = "", *, has_unit: bool = False) -> Amount:
    """Rounded or cut off at its last place: 1.4 is 1.35 to 1.49."""
    unit = 10 ** (3 - decimals)
    return Amount(ms, unit, ms - unit // 2, ms + unit - 1, form, "".join(filter(str.isdigit, text)), False, has_unit)


def _decimals(text: str | None) -> int:
    return int((text or "").ljust(3, "0"))


def _clocks(low: str) -> Iterator[Found]:
    for match in _CLOCK.finditer(low):
        hours, minutes, seconds, decimals = match.groups()
        ms = int(hours or 0) * HOUR + int(minutes) * MINUTE + int(seconds) * SECOND + _decimals(decimals)
        wrong = int(seconds) > 59 or (hours is not None and int(minutes) > 59)
        form = "broken" if wrong or (hours and not decimals) else "clock"
        yield *match.span(), _exact(ms, len(decimals or ""), form, match[0])


def _marks_with_primes(low: str) -> Iterator[Found]:
    for pattern in (_DOTTED, _PRIMES):
        for match in pattern.finditer(low):
            minutes, seconds, decimals = match.groups()
            ms = int(minutes) * MINUTE + int(seconds) * SECOND + _decimals(decimals)
            yield *match.span(), _exact(ms, len(decimals), "clock" if int(seconds) < 60 else "broken", match[0])


def _spelled(low: str) -> Iterator[Found]:
    for match in _SPELLED.finditer(low):
        hours, minutes, seconds, decimals = match.groups()
        whole = [_number(part) for part in (hours or "0", minutes, seconds)]
        ms = whole[0] * HOUR + whole[1] * MINUTE + whole[2] * SECOND + _decimals(decimals)
        yield *match.span(), _exact(ms, len(decimals or ""), "clock", match[0], has_unit=True)


def _minutes(low: str) -> Iterator[Found]:
    for match in _MINUTES.finditer(low):
        ms = MINUTE // 2 if match[1] == "half a" else _number(match[1]) * MINUTE
        yield *match.span(), _about(low, match, Amount(ms, SECOND, ms, ms + 999, "words", is_vague=True))


def _number(text: str) -> int:
    return 1 if text in ("a", "an") else cardinal(text) or 0


def _broken(low: str) -> Iterator[Found]:
    for match in _BROKEN.finditer(low):
        yield *match.span(), Amount(0, 1, 0, 0, "broken", "".join(filter(str.isdigit, match[0])))


def _signed(low: str) -> Iterator[Found]:
    for match in _SIGNED.finditer(low):
        minutes, seconds, decimals = match.groups()
        ms = int(minutes or 0) * MINUTE + int(seconds) * SECOND + _decimals(decimals)
        yield *match.span(), _exact(ms, len(decimals), "words", match[0])


def _seconds(low: str) -> Iterator[Found]:
    for match in _SECONDS.finditer(low):
        whole, decimals, unit = match.groups()
        ms = int(whole or 0) * SECOND + _decimals(decimals)
        exact = _exact(ms, len(decimals), "seconds", match[0], has_unit=bool(unit))
        yield *match.span(), _about(low, match, exact)


def _whole(low: str) -> Iterator[Found]:
    for match in _WHOLE.finditer(low):
        part = {"half": 500, "quarter": 250, None: 0}[match[2] or match[3]]
        ms = _number(match[1]) * SECOND + part
        if (
            ms
            and not low.endswith(" of ", 0, match.start())
            and not (match[1] in ("a", "an") and not part and not _is_amount(low, match))
        ):
            yield *match.span(), _about(low, match, _rough(ms, 250 if part else SECOND))


_AFTER_A_SECOND = re.compile(
    r"[ ](?:behind|ahead|faster|slower|quicker|better|off|clear|adrift|back|short|outside|inside|under|over|up|down|to spare|separat|between|cover|later|apart|in front|shy|inside)"
)


def _is_amount(low: str, match: re.Match) -> bool:
    """Whether “a second” is a time, and not another medal: a second behind, just over a second."""
    return bool(
        _AFTER_A_SECOND.match(low, match.end()) or _ABOUT.search(low, max(0, match.start() - 24), match.start())
    )


def _rough(ms: int, unit: int) -> Amount:
    """In words, as people round: five seconds is 4.5 to 5.99, half a second 0.45 to 0.55."""
    return Amount(ms, unit, ms - unit // 2, ms + unit - 1, "words")


def _fractions(low: str) -> Iterator[Found]:
    for match in _FRACTION.finditer(low):
        unit = _PARTS[match["part"]]
        if match[1] is None and "second" not in match[0]:
            continue
        ms = _number(match[1] or "a") * unit
        amount = Amount(ms, unit, ms - unit // 2, ms + unit - 1, "words")
        yield *match.span(), _about(low, match, amount)


def _wholes_and_parts(low: str) -> Iterator[Found]:
    """Four seconds and eight hundredths."""
    for match in _WITH_PART.finditer(low):
        unit = _PARTS[match["part"]]
        ms = _number(match[1]) * SECOND + _number(match[2]) * unit
        yield *match.span(), _about(low, match, Amount(ms, unit, ms - unit // 2, ms + unit - 1, "words"))


def _halves(low: str) -> Iterator[Found]:
    for match in _HALF.finditer(low):
        ms = 500 if "half" in match[0] else _SHARES[(match["part"] or match["many"]).replace("-", " ")]
        yield *match.span(), _about(low, match, Amount(ms, 100, ms - 50, ms + 50, "words"))


def _about(low: str, match: re.Match, amount: Amount) -> Amount:
    """The amount with the words before it: just over a second, nearly 1.4 seconds."""
    words = _ABOUT.search(low, max(0, match.start() - 24), match.start())
    if words is None:
        return amount
    ms, near = amount.ms, any(word in words[0] for word in _CLOSE)
    if words["over"]:
        low_end, high = ms, ms + max(ms // 4, amount.unit // 2) if near else ms * 3
    elif words["under"]:
        low_end, high = (ms * 4 // 5 if near else 0), ms
    else:
        low_end, high = ms - max(ms // 5, amount.unit // 2), ms + max(ms // 5, amount.unit // 2)
    return Amount(ms, amount.unit, low_end, high, amount.form, amount.digits, True, amount.has_unit)


FINDERS: tuple[Callable[[str], Iterator[Found]], ...] = (
    _spelled,
    _marks_with_primes,
    _clocks,
    _broken,
    _signed,
    _wholes_and_parts,
    _halves,
    _fractions,
    _seconds,
    _whole,
    _minutes,
)
