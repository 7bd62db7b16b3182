from django.contrib.admin import AdminSite

# What the desk shows, in the order of a day's work. What is not named comes after it.
ORDER = {
    "olympics": ["Race", "Entry", "Competition", "Event", "RecordMark", "Honour", "Decision", "ResultVersion"],
    "reports": ["Report", "Alarm", "Quote", "FrontPageSlot", "Byline"],
    "athletes": ["Athlete", "NOC"],
    "changes": ["Change"],
    "accounts": ["User"],
}


class DeskSite(AdminSite):
    site_header = "Racedesk"
    site_title = "Racedesk"
    index_title = "Desk"
    empty_value_display = "–"
    enable_nav_sidebar = False  # the width belongs to the results

    def get_app_list(self, request, app_label=None):
        found = super().get_app_list(request, app_label)
        for app in found:
            app["models"].sort(key=lambda model: _place(ORDER.get(app["app_label"], []), model["object_name"]))
        return sorted(found, key=lambda app: _place(list(ORDER), app["app_label"]))


def _place(order: list[str], name: str) -> int:
    return order.index(name) if name in order else len(order)
