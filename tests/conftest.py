import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from hypothesis import settings as hypothesis_settings

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ONLY_ON_REQUEST = ("drill", "benchmark")

# Playwright's event loop stays on this thread until the session ends, and Django would take any query for an async one.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

hypothesis_settings.register_profile("dev", deadline=None)
hypothesis_settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis_settings.load_profile("ci" if "CI" in os.environ else "dev")


def pytest_report_header() -> str:
    return f"database: {connection.vendor}"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Marks the browser tests and those for one database, and leaves drills and benchmarks out unless -m names them."""
    unasked = [name for name in ONLY_ON_REQUEST if name not in config.option.markexpr]
    for item in items:
        if "page" in item.fixturenames:
            item.add_marker("browser")
        if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
            item.add_marker(pytest.mark.skip(reason="only PostgreSQL can do this"))
    left_out = [item for item in items if any(item.get_closest_marker(name) for name in unasked)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """Gives SQLite a file, as in use: each thread has a connection of its own, and locks are real."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real data that lies beside the repository on some machines: RACEDESK_SHARED, else ../shared."""
    path = Path(os.environ.get("RACEDESK_SHARED", ROOT.parent / "shared"))
    if not path.is_dir():
        pytest.skip(f"no shared data at {path}")
    return path


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    executable = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if not executable:
        pytest.fail(f"Browser tests need one of {', '.join(CHROMIUM)} (Debian: apt-get install chromium).")
    # Playwright itself keeps Chromium off the network and, as root must, out of its sandbox.
    return {**browser_type_launch_args, "executable_path": executable, "args": ["--disable-gpu", "--disable-quic"]}


@pytest.fixture(scope="session")
def base_url(live_server) -> str:
    """What `page.goto("/admin/")` starts from."""
    return live_server.url


@pytest.fixture
def login(live_server):
    """login(page, user): the page's browser is signed in as the user, with no password typed."""

    def sign_in(page, user) -> None:
        client = Client()
        client.force_login(user)
        name = django_settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])

    return sign_in
