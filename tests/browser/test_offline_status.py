"""What the user is told about offline use, the network and new versions, on the real site."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.paper import as_file, choose, open_app, photograph

# Every state told, once for each change of its name, with the first words of it.
KEEP_STATES = """
  window.states = [];
  addEventListener('DOMContentLoaded', () => {
    const state = document.getElementById('offline');
    new MutationObserver(() => {
      const { offline } = state.dataset;
      if (offline !== states.at(-1)?.[0]) states.push([offline, state.textContent]);
    }).observe(state, { attributes: true, childList: true });
  });
"""


def wait_for_offline(page, name: str) -> None:
    page.locator(f"#offline[data-offline={name}]").wait_for(state="attached", timeout=60_000)


# -- how far it is ------------------------------------------------------------------------


def test_it_is_told_that_files_are_being_saved_and_that_all_are(page, site):
    page.add_init_script(KEEP_STATES)
    open_app(page, site)
    wait_for_offline(page, "ready")
    (saving, progress), ready = page.evaluate("states")
    assert saving == "saving" and progress.startswith("Saving for offline, ") and progress.endswith("%")
    assert ready == ["ready", "Works offline"]
    assert page.locator("#offline").is_visible()


def test_it_is_told_that_a_file_could_not_be_saved(page, own_server):
    english, = own_server.root.rglob("eng.traineddata.gz")
    english.unlink()
    open_app(page, own_server)
    wait_for_offline(page, "failed")
    assert page.locator("#offline").inner_text() == "Not saved for offline use yet"


def test_what_is_still_under_way_does_not_hide_that_a_file_could_not_be_saved(page, modules):
    assert modules.run(page, """(m) => {
        const part = () => document.createElement('p');
        const [state, away, update, apply, later] = [part(), part(), part(), part(), part()];
        let on;
        m.showOfflineStatus({ state, away, update, apply, later, register: (callbacks) => { on = callbacks; } });
        const told = () => state.dataset.offline;
        on.onProgress({ done: 1, total: 2 });
        const before = told();
        on.onError(new Error('not to be had'));
        on.onProgress({ done: 2, total: 2 });
        const after = told();
        on.onReady();
        return [before, after, told()];
    }""", "/web_src/page/offline_status.js") == ["saving", "failed", "ready"]


# -- the network, now ---------------------------------------------------------------------


def test_whoever_is_offline_is_told_that_all_works_in_every_view(page, context, site, browser):
    open_app(page, site)
    wait_for_offline(page, "ready")
    away = page.locator("#away")
    expect(away).to_be_hidden()
    context.set_offline(True)
    expect(away).to_have_text("You are offline. Everything here works.")
    choose(page, as_file(photograph(browser, "https://example.org/maps/coast")))
    expect(away).to_be_visible()
    page.get_by_role("link", name="Settings").click()
    expect(away).to_be_visible()
    context.set_offline(False)
    expect(away).to_be_hidden()
    assert away.inner_text() == ""


def test_whoever_comes_offline_is_told_at_once(page, context, site):
    open_app(page, site)
    wait_for_offline(page, "ready")
    context.set_offline(True)
    page.reload()
    expect(page.locator("#away")).to_have_text("You are offline. Everything here works.")


def test_where_not_all_is_stored_nothing_is_promised(page, context, own_server):
    english, = own_server.root.rglob("eng.traineddata.gz")
    english.unlink()
    open_app(page, own_server)
    wait_for_offline(page, "failed")
    context.set_offline(True)
    expect(page.locator("#away")).to_contain_text("not all of the app is on this device yet")
    context.set_offline(False)
    expect(page.locator("#away")).to_be_hidden()


def test_settings_that_are_open_tell_when_the_rest_is_stored(page, context, own_server):
    english, = own_server.root.rglob("eng.traineddata.gz")
    content = english.read_bytes()
    english.unlink()
    open_app(page, own_server)
    page.get_by_role("link", name="Settings").click()
    told = page.locator("#settings [data-part=offline]")
    expect(told).to_have_text("Not saved for offline use yet", timeout=60_000)
    context.set_offline(True)
    english.write_bytes(content)
    context.set_offline(False)
    expect(told).to_have_text("Works offline", timeout=60_000)


# -- a new version ------------------------------------------------------------------------


def with_new_version(page, own_server, next_version):
    """The page of the version before, where the new one waits; the bar that says so."""
    open_app(page, own_server)
    wait_for_offline(page, "ready")
    bar = page.locator("#update")
    expect(bar).to_be_hidden()
    next_version.write(own_server.root)
    page.reload()
    expect(bar).to_be_visible(timeout=60_000)
    assert "A new version is ready." in bar.inner_text()
    return bar


def headline(page) -> str:
    return page.locator("#home-title").inner_text().split("\n")[0]


def test_a_new_version_is_offered_and_may_wait(page, own_server, next_version):
    bar = with_new_version(page, own_server, next_version)
    assert page.locator("#offline").inner_text() == "Works offline", "what is being stored takes nothing from what is"
    page.get_by_role("button", name="Later").click()
    expect(bar).to_be_hidden()
    assert headline(page) == "Point at a printed link."
    page.reload()
    expect(bar).to_be_visible(timeout=60_000)
    assert headline(page) == "Point at a printed link.", "it comes when asked, and is offered again"


def test_reload_takes_the_new_version(page, own_server, next_version):
    bar = with_new_version(page, own_server, next_version)
    with page.expect_navigation():
        page.get_by_role("button", name="Reload").click()
    wait_for_offline(page, "ready")
    assert headline(page) == "The next version."
    expect(bar).to_be_hidden()
