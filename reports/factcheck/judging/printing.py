"""How stored values are printed, in the form in which a claim was written; and whether digits are mistyped ones."""

from olympics.facts.rows import Place, RaceRow
from olympics.marks import cardinal, format_mark, ordinal, spell_gap, spell_mark


def mark_like(mark: int, decimals: int, parameters: dict) -> str:
    """1:12.31, 1 minute, 12.31 seconds, or 72.31 seconds, as the claim has it."""
    form = parameters.get("form", "clock")
    if form == "spelled":
        return spell_mark(mark, decimals)
    if form == "seconds":
        return f"{mark / 1000:.{decimals}f}" + (" seconds" if parameters.get("has_unit") else "")
    return format_mark(mark, decimals)


def gap_like(gap: int, decimals: int, parameters: dict) -> str:
    """0.28, 0.28 seconds, or four hundredths of a second."""
    if parameters.get("form") == "words":
        return spell_gap(gap, decimals)
    return f"{gap / 1000:.{decimals}f}" + (" seconds" if parameters.get("has_unit") else "")


def rank_like(rank: int, parameters: dict) -> str:
    text = ordinal(rank)
    if parameters.get("figures") and rank < 10:
        return f"{rank}{({1: 'st', 2: 'nd', 3: 'rd'}).get(rank, 'th')}"
    return text


def count_like(n: int, parameters: dict) -> str:
    return ordinal(n) if parameters.get("ordinal") else cardinal(n)


def digits_of(mark: int, decimals: int) -> str:
    return "".join(filter(str.isdigit, format_mark(mark, decimals)))


def is_mistyped(written: str, mark: int, decimals: int, unit: int = 0) -> bool:
    """Whether digits are those of a mark but for one, for two swapped, for one too few or too many.

    `unit` is the last place of what is written, in thousandths: 100 for tenths.
    """
    meant = digits_of(mark, min(decimals, 3 - len(str(unit)) + 1) if unit else decimals)
    written, meant = written.lstrip("0"), meant.lstrip("0")
    if len(written) == len(meant):
        wrong = [n for n, (a, b) in enumerate(zip(written, meant, strict=True)) if a != b]
        swapped = len(wrong) == 2 and written[wrong[0]] == meant[wrong[1]] and written[wrong[1]] == meant[wrong[0]]
        return len(wrong) < 2 or swapped
    short, long = sorted((written, meant), key=len)
    return len(long) - len(short) == 1 and any(long[:n] + long[n + 1 :] == short for n in range(len(long)))


def told(place: Place, name: str) -> str:
    """Kok was second in 1:12.59."""
    if place.rank is None:
        return f"{name} has no place ({place.irm or 'not ranked'})"
    mark = f" in {format_mark(place.mark, place.decimals)}" if place.mark is not None else ""
    return f"{name} was {ordinal(place.rank)}{mark}"


def race_name(race: RaceRow) -> str:
    return f"{race.competition_name}, {race.event_name}"
