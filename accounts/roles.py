"""The desk's three roles, as Django groups. `sync()` makes the groups match this table."""

from django.contrib.auth.models import Group, Permission

ALL = ("view", "add", "change", "delete")
EDIT = ("view", "add", "change")
VIEW = ("view",)

RESULTS = {
    "athletes": {"noc": EDIT, "athlete": EDIT},
    "olympics": {
        "competition": EDIT,
        "event": EDIT,
        "race": EDIT,
        "heat": ALL,
        "entry": ALL,
        "member": ALL,
        "leg": ALL,
        "result": ALL,
        "split": ALL,
        "placing": VIEW,
        "medalaward": VIEW,
        "resultversion": VIEW,
        "feedmessage": VIEW,
        "decision": ("view", "add"),
        "recordmark": EDIT,
        "honour": ALL,
    },
}
READ_RESULTS = {app: dict.fromkeys(models, VIEW) for app, models in RESULTS.items()}
CORRECTING = {"claim": VIEW, "alarm": ("view", "change")}
WRITING = {"reports": {"report": EDIT, "revision": VIEW, "quote": EDIT, "byline": VIEW} | CORRECTING}
EDITING = {
    "reports": {"report": ALL, "revision": VIEW, "quote": ALL, "byline": ALL, "frontpageslot": ALL} | CORRECTING,
    "athletes": {"athlete": EDIT, "noc": VIEW},
    "changes": {"change": VIEW},
    "accounts": {"user": VIEW},  # to say whose a byline is
}
READ_REPORTS = {"reports": {"report": VIEW, "quote": VIEW, "alarm": VIEW}, "changes": {"change": VIEW}}
PUBLISH_REPORT = ("reports", "publish_report")

ROLES = {
    "Results editors": (RESULTS, READ_REPORTS),
    "Journalists": (READ_RESULTS, WRITING),
    "Editors": (READ_RESULTS, EDITING),
}
PUBLISHERS = {"Journalists", "Editors"}


def codenames(role: str) -> set[tuple[str, str]]:
    """(app label, codename) of every permission of a role."""
    wanted = {
        (app, f"{action}_{model}")
        for table in ROLES[role]
        for app, models in table.items()
        for model, actions in models.items()
        for action in actions
    }
    return wanted | ({PUBLISH_REPORT} if role in PUBLISHERS else set())


def sync() -> None:
    """Creates the three groups and gives each exactly its permissions."""
    known = {(p.content_type.app_label, p.codename): p for p in Permission.objects.select_related("content_type")}
    for role in ROLES:
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.set(known[key] for key in codenames(role))
