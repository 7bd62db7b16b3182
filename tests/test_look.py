"""What the style sheets and templates promise, checked without a browser."""

import re
from itertools import product
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TOKENS = (ROOT / "static/css/tokens.css").read_text()
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

READ_ON = ("paper", "surface", "wash")  # backgrounds that text may stand on
TEXT = ("ink", "soft", "faint", "ice", "red")
PAIRS = [
    *product(TEXT, READ_ON),
    ("on-red", "red"),
    ("paper", "ink"),  # buttons
    *product(["on-medal"], ["gold", "silver", "bronze"]),
]


def palette(css):
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css))


LIGHT_CSS, DARK_CSS = TOKENS.split("@media screen and (prefers-color-scheme: dark)")
LIGHT = palette(LIGHT_CSS)
DARK = LIGHT | palette(DARK_CSS)


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """The ratio of WCAG 2.2."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_pair_of_text_and_ground_passes_aa(colours):
    weak = {pair: round(contrast(*(colours[name] for name in pair)), 2) for pair in PAIRS}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", READ_ON)
def test_edges_of_controls_and_marks_of_drawings_stand_out(colours, ground):
    assert all(contrast(colours[name], colours[ground]) >= 3 for name in ("edge", "ice", "red"))


def test_dark_redefines_every_colour():
    assert palette(DARK_CSS).keys() == LIGHT.keys()


def test_every_font_named_is_here_and_the_preloaded_ones_are_light():
    named = {ROOT / "static" / path for path in re.findall(r'url\("\.\./(fonts/[\w-]+\.woff2)"\)', TOKENS)}
    assert named == set((ROOT / "static/fonts").glob("*.woff2"))
    base = (ROOT / "templates/base.html").read_text()
    preloaded = re.findall(r"'(fonts/[\w-]+\.woff2)'", base)
    assert len(preloaded) == 2
    assert sum((ROOT / "static" / path).stat().st_size for path in preloaded) < 200_000


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_nothing_is_inline_or_taken_as_safe(template):
    source = template.read_text()
    assert not re.search(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son\w+=|javascript:", source)
    assert not re.search(r"\|\s*safe\b|autoescape off", source)


def test_every_class_of_a_block_has_its_rule():
    css = (ROOT / "static/css/racedesk.css").read_text()
    used = set()
    for template in (ROOT / "templates/blocks").glob("*.html"):
        for classes in re.findall(r'class="([^"]*)"', re.sub(r"{[%{].*?[%}]}", "", template.read_text())):
            used |= set(classes.split())
    assert {name for name in used | {"gold", "silver", "bronze"} if f".{name}" not in css} == set()
