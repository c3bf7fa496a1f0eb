"""The whole app with nothing but a keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.paper import as_file, links, open_app, photograph, wait_for_state

PRINTED = ["https://example.org/maps/coast", "www.wikipedia.org"]

FOCUSED = """() => {
  const element = document.activeElement;
  return element.getAttribute('aria-label') || element.labels?.[0]?.textContent.trim() || element.textContent.trim().split('\\n')[0];
}"""


@pytest.fixture(scope="module")
def photo(browser) -> bytes:
    return photograph(browser, *PRINTED)


def tab_order(page, steps: int) -> list[str]:
    names = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        names.append(page.evaluate(FOCUSED))
    return names


def test_the_start_in_its_order(page, site):
    open_app(page, site)
    assert tab_order(page, 7) == [
        "Skip to the content", "Links Detector", "History", "Settings", "Open camera", "Choose a photo", "Privacy"]


def test_the_skip_link_shows_with_the_focus_and_leads_to_the_content(page, site):
    open_app(page, site)
    page.keyboard.press("Tab")
    box = page.locator(".skip").bounding_box()
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "Open camera"


def test_from_photo_to_open_link(page, context, site, photo):
    context.route("https://example.org/**", lambda route: route.fulfill(body="the maps"))
    # Said early: the browser needs a moment to learn that the test answers its file chooser.
    page.on("filechooser", lambda chooser: chooser.set_files(as_file(photo)))
    open_app(page, site)
    page.get_by_test_id("photo-input").focus()
    page.keyboard.press("Enter")
    wait_for_state(page, "done")
    assert [link["printed"] for link in links(page)] == PRINTED

    page.get_by_role("link", name="Settings").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.printed") == PRINTED[0]
    assert page.locator("#overlay a.lit").count() == 1  # its box on the picture is lit
    assert tab_order(page, 3) == [f"Copy {PRINTED[0]}", f"Check {PRINTED[0]}", page.locator("#links a").nth(1).evaluate("a => a.textContent.trim().split('\\n')[0]")]
    for _ in range(3):
        page.keyboard.press("Shift+Tab")
    with context.expect_page() as opened:
        page.keyboard.press("Enter")
    assert opened.value.url == "https://example.org/maps/coast"


@pytest.fixture(scope="module")
def camera_browser(browser_with_camera, photo):
    return browser_with_camera(photo)


def go_to(page, name: str) -> None:
    """Tab by tab to what has this name."""
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == name:
            return
    pytest.fail(f"no way to {name}")


def test_the_camera_from_opening_to_closing(camera_browser, watch, site):
    context = watch(camera_browser.new_context(permissions=["camera"]))
    try:
        page = context.new_page()
        open_app(page, site)
        go_to(page, "Open camera")
        page.keyboard.press("Enter")
        page.get_by_test_id("links").locator("a[data-printed]").nth(1).wait_for(timeout=60_000)
        assert page.evaluate(FOCUSED) == "Close camera"

        page.get_by_role("link", name="Settings").focus()
        page.keyboard.press("Tab")
        assert [page.evaluate(FOCUSED), *tab_order(page, 2)] == ["Zoom", "Hold the picture", "Take a sharp photo"]
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Space")
        video = page.locator("video")
        page.get_by_text("The picture is held.").wait_for()
        assert video.evaluate("video => video.paused")
        page.keyboard.press("Space")
        page.get_by_text("The picture is held.").wait_for(state="hidden")
        page.locator("#camera-controls [aria-pressed=false]:focus").wait_for()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("ArrowRight")
        assert video.evaluate("video => video.style.getPropertyValue('--zoom')") == "1.1"
        page.keyboard.press("ArrowLeft")

        check = f"Check {links(page)[0]['printed']}"
        go_to(page, check)
        page.keyboard.press("Enter")
        page.get_by_role("dialog").wait_for()
        page.keyboard.press("Escape")
        assert page.evaluate(FOCUSED) == check
        go_to(page, "Close camera")
        page.keyboard.press("Enter")
        wait_for_state(page, "done")
        assert page.evaluate(FOCUSED) == "Open camera"
    finally:
        context.close()


def test_boxes_on_the_picture_are_no_stops(page, site, photo):
    """The list holds the same links, with more said about them."""
    open_app(page, site)
    page.get_by_test_id("photo-input").set_input_files(as_file(photo))
    wait_for_state(page, "done")
    assert page.locator("#overlay a").count() == 2
    assert not any("overlay" in place for place in (
        page.keyboard.press("Tab") or page.evaluate("document.activeElement.parentElement?.id ?? ''") for _ in range(10)))


def test_a_message_can_be_dismissed(page, site):
    open_app(page, site)
    page.get_by_test_id("photo-input").set_input_files(as_file(b""))
    wait_for_state(page, "error")
    page.get_by_role("link", name="Settings").focus()
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "Dismiss"
    page.keyboard.press("Space")
    assert page.locator("#notice").is_hidden()


def test_the_focus_is_always_seen(page, site, photo):
    """Every stop has an outline, that of the file input being drawn on its label."""
    open_app(page, site)
    page.get_by_test_id("photo-input").set_input_files(as_file(photo))
    wait_for_state(page, "done")
    page.locator("body").press("Tab")
    for _ in range(8):
        width = page.evaluate("""() => {
            const element = document.activeElement;
            const shown = element.labels?.[0] ?? element;
            return element === document.body ? 3 : parseFloat(getComputedStyle(shown).outlineWidth);
        }""")
        assert width >= 2, page.evaluate(FOCUSED)
        page.keyboard.press("Tab")


def test_history_and_settings_are_entered_and_left(page, site):
    """The focus goes to what begins there, and back to where it came from."""
    open_app(page, site)
    for name in ("History", "Settings"):
        page.get_by_role("link", name=name).focus()
        page.keyboard.press("Enter")
        page.get_by_role("heading", name=name).wait_for()
        assert page.evaluate(FOCUSED) == name
        page.keyboard.press("Escape")
        page.locator("#home").wait_for()
        expect(page.get_by_role("link", name=name)).to_be_focused()
