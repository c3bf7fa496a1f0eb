"""Photos from other apps, many at once, shortcuts, and installing."""

from __future__ import annotations

import base64
import time
from urllib.parse import urljoin

import pytest

from tests.browser.paper import SHARE, alert, as_file, choose, links, open_app, photograph, state, wait_for_state

PRINTED = ["https://example.org/maps/coast", "www.wikipedia.org"]


@pytest.fixture(scope="module")
def photo(browser) -> bytes:
    return photograph(browser, *PRINTED)


@pytest.fixture(scope="module")
def other_photo(browser) -> bytes:
    return photograph(browser, "http://www.gnu.org/software")


def printed(page) -> list[str]:
    return [link["printed"] for link in links(page)]


# -- many -----------------------------------------------------------------------------


def test_the_links_of_many_photos_stand_together(page, site, photo, other_photo):
    open_app(page, site)
    page.get_by_test_id("photo-input").set_input_files([as_file(photo, "1.png"), as_file(other_photo, "2.png")])
    wait_for_state(page, "done")
    assert printed(page) == [*PRINTED, "http://www.gnu.org/software"]
    assert page.locator("#overlay a").count() == 1, "boxes belong to the photo that is shown"
    assert page.get_by_role("status").first.inner_text() == "3 links found."


def test_one_that_is_no_photo_is_told_and_the_others_are_read(page, site, photo, other_photo):
    open_app(page, site)
    page.get_by_test_id("photo-input").set_input_files(
        [as_file(photo, "1.png"), as_file(b"%PDF-1.7\n", "paper.pdf"), as_file(other_photo, "3.png")])
    wait_for_state(page, "done", "error")
    assert state(page) == "done"
    assert printed(page) == [*PRINTED, "http://www.gnu.org/software"]
    assert "1 of 3 photos" in alert(page) and "paper.pdf" in alert(page) and "PDF" in alert(page)


# -- from other apps ------------------------------------------------------------------


def test_shared_photos_wait_for_the_page_and_are_taken_once(page, context, site, photo, other_photo):
    open_app(page, site)
    page.locator("#offline[data-offline=ready]").wait_for(timeout=60_000)
    context.set_offline(True)  # sharing needs no network
    site.clear()
    page.reload()
    wait_for_state(page, "ready")
    photos = [base64.b64encode(content).decode() for content in (photo, other_photo)]
    assert page.evaluate(SHARE, photos) == "opaqueredirect"
    assert not any(path.endswith("/share") for path in site.requests), "no photo leaves the device"
    page.goto(site.url)
    wait_for_state(page, "done")
    assert printed(page) == [*PRINTED, "http://www.gnu.org/software"]
    page.reload()
    wait_for_state(page, "ready")
    assert printed(page) == []


def test_a_photo_opened_with_the_app_is_scanned(page, site, photo):
    page.add_init_script(
        "Object.defineProperty(window, 'launchQueue', { value: { setConsumer(consume) { window.consume = consume; } } })")
    open_app(page, site)
    page.evaluate("""async (encoded) => {
        const bytes = Uint8Array.from(atob(encoded), (c) => c.charCodeAt(0));
        await consume({ files: [{ getFile: async () => new File([bytes], 'page.png', { type: 'image/png' }) }] });
    }""", base64.b64encode(photo).decode())
    wait_for_state(page, "done")
    assert printed(page) == PRINTED


# Of a start with files: the document that the manifest names has them, and no other.
START_WITH_FILES = """
  const first = !sessionStorage.started;
  sessionStorage.started = 'yes';
  Object.defineProperty(window, 'launchQueue', { value: { async setConsumer(consume) {
    const bytes = Uint8Array.from(atob('%s'), (c) => c.charCodeAt(0));
    if (first) consume({ files: [{ getFile: async () => new File([bytes], 'page.png', { type: 'image/png' }) }] });
  } } });
"""


@pytest.mark.parametrize("manifest", ["manifest.webmanifest", "manifest.de.webmanifest"])
def test_the_app_started_with_a_photo_scans_it_whatever_language_was_chosen(new_context, site, photo, manifest):
    context = new_context(locale="de-DE")
    handler = context.request.get(site.url + manifest).json()["file_handlers"][0]
    page = context.new_page()
    page.add_init_script(START_WITH_FILES % base64.b64encode(photo).decode())
    page.goto(urljoin(site.url, handler["action"]))
    wait_for_state(page, "done")
    assert printed(page) == PRINTED


def test_a_shared_photo_waits_for_the_page_in_the_language_chosen(new_context, site, photo):
    context = new_context(locale="de-DE")
    page = context.new_page()
    open_app(page, site)
    page.locator("#offline[data-offline=ready]").wait_for(timeout=60_000)
    assert page.evaluate(SHARE, [base64.b64encode(photo).decode()]) == "opaqueredirect"
    # From here on pages come from the network, and the one led on to takes its time.
    page.evaluate("navigator.serviceWorker.getRegistration().then((worker) => worker.unregister())")

    def late(route):
        time.sleep(2)
        route.continue_()

    page.route("**/de.html", late)
    page.goto(site.url)
    page.wait_for_url("**/de.html")
    wait_for_state(page, "done")
    assert printed(page) == PRINTED


# -- shortcuts ------------------------------------------------------------------------


def test_the_shortcuts_lead_where_they_say(page, site):
    page.goto(site.url + "#history")
    page.get_by_role("heading", name="History").wait_for()
    page.goto(site.url + "#photo")
    page.reload()
    wait_for_state(page, "ready")
    page.goto(site.url + "#photo")
    assert page.evaluate("document.activeElement.id") == "photo-input"
    page.goto(site.url + "#camera")
    page.get_by_role("alert").get_by_text("No camera was found").or_(page.get_by_text("blocked for this site")).first.wait_for()
    assert page.url == site.url, "a reload does not open the camera again"


# -- installing -----------------------------------------------------------------------

OFFER = """() => {
    const event = new Event('beforeinstallprompt', { cancelable: true });
    event.prompt = async () => { window.prompted = (window.prompted ?? 0) + 1; };
    window.dispatchEvent(event);
    return event.defaultPrevented;
}"""


def test_installing_is_offered_once_the_app_was_of_use_and_never_again_once_dismissed(page, site, photo):
    open_app(page, site)
    assert page.evaluate(OFFER)
    assert page.locator("#install").is_hidden()
    choose(page, as_file(photo))
    page.go_back()
    wait_for_state(page, "ready")
    hint = page.locator("#install")
    hint.wait_for()
    hint.get_by_role("button", name="Dismiss").click()
    assert hint.is_hidden()
    page.reload()
    wait_for_state(page, "ready")
    page.evaluate(OFFER)
    choose(page, as_file(photo))
    page.go_back()
    wait_for_state(page, "ready")
    assert hint.is_hidden()
    page.get_by_role("link", name="Settings").click()  # there it stays, for who looks for it
    page.locator("#settings").get_by_role("button", name="Install").click()
    assert page.evaluate("prompted") == 1


@pytest.mark.parametrize("agent, standalone, words", [
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
     "false", "Add to Home Screen"),
    ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
     "undefined", "Add to Dock"),
    ("Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0", "undefined", "Add to Home screen"),
])
def test_where_the_browser_offers_nothing_words_say_how(new_context, site, photo, agent, standalone, words):
    page = new_context(user_agent=agent).new_page()
    page.add_init_script(f"Object.defineProperty(navigator, 'standalone', {{ value: {standalone} }})")
    open_app(page, site)
    choose(page, as_file(photo))
    page.go_back()
    page.get_by_text(words).wait_for()
