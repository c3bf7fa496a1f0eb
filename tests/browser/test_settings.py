"""The settings: what is chosen holds, nonsense does not, and one button forgets everything."""

from __future__ import annotations

import json

import pytest

from tests.browser.paper import as_file, choose, open_app, photograph, wait_for_state

KEY = "links-detector:/links-detector/"
SETTINGS = "/web_src/page/settings.js"


def open_settings(page) -> None:
    page.get_by_role("link", name="Settings").click()
    page.get_by_role("heading", name="Settings").wait_for()
    page.locator("#settings[data-tied]").wait_for()


def root(page, name: str) -> str:
    return page.evaluate("(name) => document.documentElement.dataset[name]", name)


def test_the_theme_is_the_systems_until_one_is_chosen(new_context, site):
    page = new_context(color_scheme="dark").new_page()
    open_app(page, site)
    assert root(page, "theme") == "dark"
    page.emulate_media(color_scheme="light")
    page.locator("html[data-theme=light]").wait_for(state="attached")
    open_settings(page)
    page.get_by_role("radio", name="Dark").check()
    assert root(page, "theme") == "dark"
    page.goto(site.url + "privacy.html")
    assert root(page, "theme") == "dark"
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(16, 21, 31)"


def test_high_contrast(page, site):
    open_app(page, site)
    open_settings(page)
    page.get_by_role("radio", name="High contrast").check()
    assert root(page, "contrast") == "more"
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    page.reload()
    assert root(page, "contrast") == "more"


@pytest.mark.parametrize("stored", ["null", "7", "{", '"x"', "[]", '{"theme": "pink", "openAtOnce": "yes", "keepHistory": 0, "language": 5}'])
def test_nonsense_counts_as_not_chosen(page, modules, stored):
    page.goto(modules.url)
    page.evaluate("(stored) => localStorage.setItem('links-detector:/', stored)", stored)
    assert modules.run(page, "(m) => ['theme', 'reader', 'openAtOnce', 'keepHistory', 'language'].map((name) => m.setting(name) ?? null)", SETTINGS) == [
        "system", "own", False, True, None]


def test_without_storage_a_choice_holds_as_long_as_the_page(page, modules):
    page.goto(modules.url)
    assert modules.run(page, """(m) => {
        Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };
        const heard = [];
        m.onChoice('openAtOnce', () => heard.push(m.setting('openAtOnce')));
        m.choose('openAtOnce', true);
        return heard;
    }""", SETTINGS) == [True]


# -- languages ------------------------------------------------------------------------


@pytest.mark.parametrize("locale, lang", [("de-AT", "de"), ("ru-RU", "ru"), ("en-GB", "en"), ("ja-JP", "en")])
def test_the_first_visit_speaks_the_persons_language(new_context, site, locale, lang):
    page = new_context(locale=locale).new_page()
    page.goto(site.url + "#settings")
    wait_for_state(page, "ready")
    assert page.locator("html").get_attribute("lang") == lang
    assert page.locator("#settings").is_visible(), "what was asked for is not lost on the way"


def test_a_language_chosen_stays_and_can_be_changed_back(new_context, site):
    page = new_context(locale="de-DE").new_page()
    page.goto(site.url)
    wait_for_state(page, "ready")
    page.get_by_role("link", name="English").last.click()
    wait_for_state(page, "ready")
    page.get_by_role("button", name="Open camera").wait_for()
    page.goto(site.url)
    wait_for_state(page, "ready")
    assert page.locator("html").get_attribute("lang") == "en"


def test_an_address_of_a_language_gives_that_language(page, site):
    page.goto(site.url + "fr.html")
    wait_for_state(page, "ready")
    page.get_by_role("button", name="Ouvrir l’appareil photo").wait_for()
    page.get_by_role("link", name="Confidentialité").click()
    page.wait_for_url("**/privacy.fr.html")
    assert page.locator("html").get_attribute("lang") == "fr"


# -- forgetting -----------------------------------------------------------------------


def test_one_button_forgets_everything_of_this_copy_and_nothing_else(page, site, browser):
    open_app(page, site)
    page.locator("#offline[data-offline=ready]").wait_for(timeout=60_000)
    choose(page, as_file(photograph(browser, "https://example.org/maps/coast")))
    page.evaluate("caches.open('of-somebody-else')")
    page.evaluate("localStorage.setItem('of somebody else', '1')")
    open_settings(page)
    page.get_by_role("radio", name="Dark").check()
    page.get_by_role("button", name="Clear everything").click()
    page.get_by_role("button", name="Keep", exact=True).click()
    assert json.loads(page.evaluate("(key) => localStorage.getItem(key)", KEY))["theme"] == "dark"
    page.get_by_role("button", name="Clear everything").click()
    page.route("**/service_worker.js", lambda route: route.abort())  # or the new start would store it all again
    page.context.route("**/service_worker.js", lambda route: route.abort())
    with page.expect_navigation():
        page.get_by_role("button", name="Clear", exact=True).click()
    wait_for_state(page, "ready")
    assert root(page, "theme") == "light"
    assert page.evaluate("caches.keys()") == ["of-somebody-else"]
    assert page.evaluate("Object.keys(localStorage)") == ["of somebody else"]
    assert page.evaluate("indexedDB.databases().then((all) => all.filter(({ name }) => name.startsWith('links-detector')).length)") == 0
