"""The browser, the server and the database of a browser test see each other."""

from playwright.sync_api import expect


def test_the_login_page_is_styled(page):
    page.goto("/admin/login/")
    expect(page.get_by_label("Username")).to_be_visible()
    assert page.evaluate("document.styleSheets.length")


def test_login_signs_the_browser_in(page, login, django_user_model):
    login(page, django_user_model.objects.create_superuser("chief"))
    page.goto("/admin/")
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
