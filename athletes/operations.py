"""Athletes by the names that people write, and new ones."""

import re
from collections.abc import Collection, Iterable
from difflib import SequenceMatcher
from itertools import chain, count

from django.db.models import Q
from django.utils.text import slugify

from athletes.models import NOC, Athlete, sort_key

BATCH = 400
LIKELY = 0.6  # how alike two names are that may be meant for each other, 0 to 1
_CAPITALS = re.compile(r"[^\W\d_a-zß-öø-ÿ]{2,}")


def words_of(name: str) -> list[str]:
    """A name's words without accents, capitals and commas."""
    return sort_key(name.replace(",", " "), "").split()


def athletes_by_name(names: Iterable[str]) -> dict[str, list[Athlete]]:
    """Who goes by each name: a slug, or a full name in any order, with or without accents and capitals.

    One query for some hundreds of names, one more where some are nobody's present name.
    """
    found: dict[str, list[Athlete]] = {name: [] for name in names}
    turned = {name: _turned(words_of(name)) for name in found}
    keys = {key for turns in turned.values() for key in turns}
    by_key = _by_key(keys, set(found))
    for name, turns in turned.items():
        found[name] = _unique(athlete for key in (name, *turns) for athlete in by_key.get(key, []))
    if missing := {" ".join(sorted(words_of(name))): name for name in found if not found[name]}:
        for athlete in Athlete.objects.exclude(other_names=[]).select_related("noc"):
            for other in athlete.other_names:
                if name := missing.get(" ".join(sorted(words_of(other)))):
                    found[name].append(athlete)
    return found


def _turned(words: list[str]) -> list[str]:
    """`nils van der poel` from every word on: `van der poel nils` is how it sorts."""
    return [" ".join([*words[at:], *words[:at]]) for at in range(len(words))]


def _by_key(keys: Collection[str], slugs: Collection[str]) -> dict[str, list[Athlete]]:
    by_key: dict[str, list[Athlete]] = {}
    for some in (list(keys)[at : at + BATCH] for at in range(0, len(keys), BATCH)):
        wanted = Q(sort_name__in=some) | Q(slug__in=list(slugs)[:BATCH])
        for athlete in Athlete.objects.filter(wanted).select_related("noc"):
            for key in (athlete.sort_name, athlete.slug):
                by_key.setdefault(key, []).append(athlete)
    return by_key


def _unique(athletes: Iterable[Athlete]) -> list[Athlete]:
    return list({athlete.pk: athlete for athlete in athletes}.values())


def near(name: str, *, noc: str = "", limit: int = 4) -> list[Athlete]:
    """Athletes whose names are much like `name`, the likeliest first; those of the NOC before others. One query."""
    words = words_of(name)
    begins = Q()
    for word in sorted(words, key=len)[-3:]:
        begins |= Q(sort_name__contains=word[:4])
    if not begins:
        return []
    sorted_words = " ".join(sorted(words))

    def alike(athlete: Athlete) -> float:
        theirs = " ".join(sorted(athlete.sort_name.split()))
        same_noc = bool(noc) and athlete.noc is not None and athlete.noc.code == noc
        return SequenceMatcher(None, sorted_words, theirs).ratio() + 0.1 * same_noc

    rated = [(alike(athlete), athlete) for athlete in Athlete.objects.filter(begins).select_related("noc")[:500]]
    likely = sorted((pair for pair in rated if pair[0] >= LIKELY), key=lambda pair: -pair[0])
    return [athlete for _, athlete in likely[:limit]]


def new_athlete(name: str, noc: NOC | None, *, sex: str = "", source: str = "", taken: Collection[str] = ()) -> Athlete:
    """An athlete who is not known yet, not saved; `taken` are slugs of others of whom the same is true."""
    given, family = split_name(name)
    display = f"{given} {family}".strip()
    return Athlete(
        slug=free_slug(display, "athlete", taken),
        given_name=given[:100],
        family_name=family[:100],
        display_name=display[:200],
        noc=noc,
        sex=sex,
        source=source,
    )


def free_slug(name: str, otherwise: str, taken: Collection[str] = ()) -> str:
    """The slug of a name (`otherwise`: of one without letters), numbered where it is taken."""
    wanted = slugify(name)[:90] or slugify(otherwise)
    slugs = chain([wanted], (f"{wanted}-{number}" for number in count(2)))
    return next(s for s in slugs if s not in taken and not Athlete.objects.filter(slug=s).exists())


def split_name(name: str) -> tuple[str, str]:
    """(given, family) of `LEERDAM Jutta`, `Leerdam, Jutta`, `Nils van der Poel` or `Jutta Leerdam`."""
    family, comma, given = name.partition(",")
    if comma:
        return given.strip(), family.strip()
    words = name.split()
    loud = [word for word in words if _CAPITALS.fullmatch(re.sub("[-'’.]", "", word))]
    if loud and len(loud) < len(words):
        return " ".join(word for word in words if word not in loud), " ".join(map(_quiet, loud))
    first_small = next((at for at, word in enumerate(words) if at and word[0].islower()), len(words) - 1)
    return " ".join(words[:first_small]), " ".join(words[first_small:])


def _quiet(word: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda part: part[0].capitalize(), word)
