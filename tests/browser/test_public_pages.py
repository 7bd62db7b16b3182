"""Every public page, as a browser shows it on a small phone in the dark and on a desk by day."""

from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from PIL import Image

from tests.test_pages import QUERIES, RACE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_axe_finds_nothing_and_no_page_scrolls_sideways(page, live_server, width, scheme):
    call_command("load_demo", verbosity=0)
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    for path in [*QUERIES, "/nothing/"]:
        page.goto(path)
        assert Axe().run(page).response["violations"] == [], path
        assert page.evaluate("document.documentElement.scrollWidth") == width, path


def test_a_table_that_goes_on_beyond_the_edge_shows_it(page, live_server):
    call_command("load_demo", verbosity=0)
    page.set_viewport_size({"width": 390, "height": 800})
    page.emulate_media(color_scheme="light")
    page.goto(RACE)
    scroller = page.locator(".results .scroller")

    def shaded() -> list[bool]:
        """Whether a row's free ground is darker at the left edge, and at the right."""
        picture = Image.open(BytesIO(scroller.screenshot())).convert("L")
        return [picture.getpixel((x, 290)) < 235 for x in (2, picture.width - 3)]

    assert shaded() == [False, True]
    scroller.evaluate("element => element.scrollLeft = element.scrollWidth")
    assert shaded() == [True, False]
