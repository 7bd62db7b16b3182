"""Every public page, as a browser shows it on a small phone in the dark and on a desk by day."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command

from tests.test_pages import QUERIES

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
