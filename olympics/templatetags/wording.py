"""House style inside templates: {{ nth|ordinal }}, {{ count|cardinal }}, {{ name|possessive }}."""

from django import template

from olympics import marks

register = template.Library()

register.filter("ordinal", marks.ordinal)
register.filter("cardinal", marks.cardinal)


@register.filter
def possessive(name) -> str:
    return marks.possessive(str(name))


@register.filter
def joined(words) -> str:
    """A, b and c."""
    return marks.join_words([str(word) for word in words])


@register.filter
def singular(title: str) -> str:
    """World Cup titles, of which there is one: World Cup title."""
    return title.removesuffix("s")
