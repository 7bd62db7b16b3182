"""The desk as a browser drives it: people with roles, and forms filled in from the page that shows them."""

from html.parser import HTMLParser

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts import roles
from accounts.models import User

RESULTS, JOURNALIST, EDITOR = "Results editors", "Journalists", "Editors"


def make_user(role: str = "", **fields) -> User:
    """Somebody at the desk with a role, or without one everybody's superior. Their clock is Rome's."""
    name = fields.pop("username", role.lower().replace(" ", "-") or "chief")
    defaults = {"is_staff": True, "is_superuser": not role, "time_zone": "Europe/Rome"}
    user, _ = User.objects.get_or_create(username=name, defaults=defaults | fields)
    if role:
        roles.sync()
        user.groups.set(Group.objects.filter(name=role))
    return user


class Fields(HTMLParser):
    """What a browser would send of a page's forms if nobody touched them."""

    def __init__(self, html: str):
        super().__init__()
        self.data: dict[str, str | list[str]] = {}
        self.select = self.textarea = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        field = dict(attrs)
        name = field.get("name", "")
        if tag == "input" and name and self._is_sent(field):
            self.data[name] = field.get("value") or ("on" if field.get("type") == "checkbox" else "")
        elif tag == "select":
            self.select = name
            self.data[name] = [] if "multiple" in field else ""
        elif tag == "option" and "selected" in field:
            chosen = self.data[self.select]
            self.data[self.select] = [*chosen, field["value"]] if isinstance(chosen, list) else field["value"]
        elif tag == "textarea":
            self.textarea = name
            self.data[name] = ""

    @staticmethod
    def _is_sent(field: dict) -> bool:
        if field.get("type") in ("checkbox", "radio"):
            return "checked" in field
        return field.get("type") not in ("submit", "button", "file", "image")

    def handle_data(self, text):
        if self.textarea:
            self.data[self.textarea] += text

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.data[self.textarea] = self.data[self.textarea].removeprefix("\n").replace("\n", "\r\n")
            self.textarea = ""


def admin_url(obj, page: str = "change") -> str:
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_{page}", args=[obj.pk])


def filled_in(client, url: str, **changes) -> dict:
    """The form at `url` as it stands, with some fields changed."""
    response = client.get(url)
    assert response.status_code == 200, f"{url}: {response.status_code}"
    return Fields(response.content.decode()).data | changes


def save(client, url: str, **changes):
    """Opens a form, changes some fields, and saves it. Fails, with what the page says, where it is refused."""
    return submit(client, url, filled_in(client, url, **changes))


def submit(client, url: str, data: dict):
    response = client.post(url, data)
    if response.status_code != 302:
        pytest.fail(f"Not saved: {errors(response)}")
    return client.get(response["Location"])


def errors(response) -> list[str]:
    """Everything that a page says is wrong."""
    found = [str(error) for error in response.context["errors"]]
    return [text for error in found for text in HTMLText(error).lines]


class HTMLText(HTMLParser):
    def __init__(self, html: str):
        super().__init__()
        self.lines: list[str] = []
        self.feed(html)

    def handle_data(self, text):
        if text.strip():
            self.lines.append(text.strip())


def messages(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]
