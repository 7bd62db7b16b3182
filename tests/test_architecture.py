"""The house keeps its floors. import-linter watches the imports; these tests watch what it cannot see."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
FLOOR = {"accounts": 0, "changes": 1, "athletes": 2, "olympics": 3, "reports": 4, "search": 5, "webhooks": 5}
PURE = ("olympics.marks", "olympics.limits", "olympics.ranking", "olympics.progression", "olympics.charts")
OWN_APPS = [config for config in apps.get_app_configs() if Path(config.path).parent == ROOT]
# Doors and views stand above all apps; Django itself calls the rest, and migrations are history.
FREE_TO_NAME_ANY = {"urls", "api", "admin", "management", "views", "feeds", "migrations"}
NO_FLOOR = {"__init__", "apps", "migrations", "templatetags"}
NAMES_A_MODEL = {"ForeignKey", "OneToOneField", "ManyToManyField", "get_model"}
TOOLS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]


def may_name(label: str, other: str) -> bool:
    """May app `label` hold a key to app `other`? Django's own apps lie below all floors."""
    return label == other or FLOOR.get(other, -1) < FLOOR[label]


def keys(model) -> Iterator[tuple[str, str]]:
    """(field, app label) of every model that the fields declared on `model` lead to."""
    for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
        for target in (field.related_model, getattr(field.remote_field, "through", None)):
            if target:
                yield field.name, target._meta.app_label


def models_named(source: str) -> Iterator[tuple[int, str]]:
    """(line, app label) of every model that a relation or `get_model` names by a string."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in NAMES_A_MODEL:
            for value in (*node.args[:1], *(word.value for word in node.keywords if word.arg in ("to", "through"))):
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield value.lineno, value.value.partition(".")[0]


def modules(config) -> Iterator[Path]:
    """Files of an app, relative to its folder."""
    folder = Path(config.path)
    yield from (path.relative_to(folder) for path in folder.rglob("*.py"))


@pytest.mark.parametrize("config", OWN_APPS, ids=lambda config: config.label)
def test_keys_lead_to_the_same_app_or_a_lower_floor(config):
    upward = [
        f"{model.__name__}.{field} leads to {other}"
        for model in config.get_models(include_auto_created=True)
        for field, other in keys(model)
        if not may_name(config.label, other)
    ]
    assert not upward


@pytest.mark.parametrize("config", OWN_APPS, ids=lambda config: config.label)
def test_models_named_by_string_are_of_the_same_app_or_a_lower_floor(config):
    upward = [
        f"{config.label}/{path}:{line} names a model of {other}"
        for path in modules(config)
        if not FREE_TO_NAME_ANY.intersection(path.with_suffix("").parts)
        for line, other in models_named((Path(config.path) / path).read_text())
        if not may_name(config.label, other)
    ]
    assert not upward


@pytest.mark.parametrize(
    "source",
    [
        'models.ForeignKey("reports.Report")',
        'OneToOneField(to="reports.Report")',
        'apps.get_model("reports", "Report")',
    ],
)
def test_a_model_named_by_string_is_seen(source):
    assert list(models_named(source)) == [(1, "reports")]


@pytest.mark.parametrize("module", PURE)
def test_a_pure_module_loads_without_django(module):
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import {module}; sys.exit('django' in sys.modules)"
    bare = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True)
    assert bare.returncode == 0, bare.stderr or f"{module} loads Django"


def test_types_are_strict_in_the_pure_modules():
    assert TOOLS["mypy"]["files"] == [f"{module.replace('.', '/')}.py" for module in PURE]


def test_every_app_has_its_floor():
    labels = {config.label for config in OWN_APPS}
    assert labels <= FLOOR.keys()
    assert set(TOOLS["importlinter"]["root_packages"]) == labels | {"config"}


@pytest.mark.parametrize("config", OWN_APPS, ids=lambda config: config.label)
def test_every_module_has_its_floor(config):
    placed = set(re.findall(r"[\w.]+", " ".join(TOOLS["importlinter"]["contracts"][0]["layers"])))
    rooms = {path.with_suffix("").parts[0] for path in modules(config)} - NO_FLOOR
    assert config.label in placed or {f"{config.label}.{room}" for room in rooms} <= placed
