"""A photo goes in, links come out: chosen, dropped, pasted; one after the other, and one in place of another."""

from __future__ import annotations

import base64
import io

import pytest
from PIL import Image

from tests.browser.paper import as_file, choose, links, open_app, photograph, state, wait_for_state

UPDATE_CHECK = "/links-detector/service_worker.js"  # the browser's own question at each visit
PRINTED = ["https://example.org/maps/coast", "www.wikipedia.org"]


@pytest.fixture(scope="module")
def photo(browser) -> bytes:
    return photograph(browser, *PRINTED)


@pytest.fixture(scope="module")
def other_photo(browser) -> bytes:
    return photograph(browser, "http://www.gnu.org/software")


@pytest.fixture(scope="module")
def blank_photo(browser) -> bytes:
    return photograph(browser, prose="Nothing to see here, and nowhere to go. " * 12)


def test_a_photos_links_are_listed_as_printed(page, site, photo):
    open_app(page, site)
    choose(page, as_file(photo))
    found = links(page)
    assert [link["printed"] for link in found] == PRINTED
    assert [link["href"] for link in found] == ["https://example.org/maps/coast", "https://www.wikipedia.org/"]
    for link in found:
        assert 0 <= link["confidence"] <= 1
        assert link["target"] == "_blank" and link["rel"] == "noopener noreferrer"


def test_each_link_has_a_box_on_the_picture_over_its_print(page, site, photo):
    open_app(page, site)
    choose(page, as_file(photo))
    sheet = page.locator("#sheet").bounding_box()
    boxes = page.locator("#overlay a[href]")
    assert boxes.evaluate_all("all => all.map(a => a.href)") == [link["href"] for link in links(page)]
    places = [box.bounding_box() for box in boxes.all()]
    assert places == sorted(places, key=lambda place: place["y"])
    for place in places:  # the page has 90 px of margin on 1280
        assert place["x"] - sheet["x"] == pytest.approx(90 / 1280 * sheet["width"], abs=6)


def test_boxes_stay_on_their_print_when_the_window_changes(page, site, photo):
    open_app(page, site)
    choose(page, as_file(photo))

    def place() -> tuple[float, float]:
        sheet, box = page.locator("#sheet").bounding_box(), page.locator("#overlay a").first.bounding_box()
        return (box["x"] - sheet["x"]) / sheet["width"], (box["y"] - sheet["y"]) / sheet["height"]

    before = place()
    page.set_viewport_size({"width": 1200, "height": 800})
    assert place() == pytest.approx(before, abs=0.005)


def test_tapping_a_box_opens_its_card_and_one_tap_more_its_link(page, context, site, photo):
    context.route("https://example.org/**", lambda route: route.fulfill(body="the maps"))
    open_app(page, site)
    choose(page, as_file(photo))
    assert len(context.pages) == 1
    page.locator("#overlay a").first.click()
    card = page.get_by_role("dialog")
    assert len(context.pages) == 1
    with context.expect_page() as opened:
        card.get_by_role("link", name="Open").click()
    assert opened.value.url == "https://example.org/maps/coast"
    assert opened.value.evaluate("[window.opener, document.referrer]") == [None, ""]


def test_a_dropped_photo_is_scanned(page, site, photo):
    open_app(page, site)
    page.evaluate("""async (encoded) => {
        const bytes = Uint8Array.from(atob(encoded), (c) => c.charCodeAt(0));
        const carried = new DataTransfer();
        carried.items.add(new File([bytes], 'page.png', { type: 'image/png' }));
        const send = (kind) => document.querySelector('h1').dispatchEvent(
            new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
        send('dragenter');
        if (getComputedStyle(document.querySelector('.drop-veil')).display === 'none') throw new Error('no sign of the drop');
        send('dragover');
        send('drop');
    }""", base64.b64encode(photo).decode())
    wait_for_state(page, "done")
    assert page.locator(".drop-veil").is_hidden()
    assert [link["printed"] for link in links(page)] == PRINTED


def test_a_pasted_photo_is_scanned(page, site, photo):
    open_app(page, site)
    page.evaluate("""(encoded) => {
        const bytes = Uint8Array.from(atob(encoded), (c) => c.charCodeAt(0));
        const carried = new DataTransfer();
        carried.items.add(new File([bytes], 'image.png', { type: 'image/png' }));
        document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: carried, bubbles: true, cancelable: true }));
    }""", base64.b64encode(photo).decode())
    wait_for_state(page, "done")
    assert [link["printed"] for link in links(page)] == PRINTED


def test_the_next_photo_takes_the_place_of_the_one_before(page, site, photo, other_photo):
    open_app(page, site)
    choose(page, as_file(photo))
    page.get_by_test_id("photo-input").set_input_files(as_file(other_photo))
    wait_for_state(page, "scanning")
    wait_for_state(page, "done")
    assert [link["printed"] for link in links(page)] == ["http://www.gnu.org/software"]
    assert page.locator("#overlay a").count() == 1


def test_a_photo_chosen_during_a_scan_abandons_it(page, site, photo, other_photo):
    open_app(page, site)
    page.get_by_test_id("photo-input").set_input_files(as_file(photo))
    assert state(page) == "scanning"
    choose(page, as_file(other_photo))
    assert [link["printed"] for link in links(page)] == ["http://www.gnu.org/software"]


def test_a_page_without_links_is_done_with_advice(page, site, blank_photo):
    open_app(page, site)
    choose(page, as_file(blank_photo))
    assert state(page) == "done"
    assert links(page) == []
    assert page.get_by_role("heading", name="No links found").is_visible()
    assert page.get_by_role("status").first.inner_text() == "No links found."


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_on_its_side_or_head_is_read_as_well(page, site, photo, quarters):
    out = io.BytesIO()
    Image.open(io.BytesIO(photo)).rotate(90 * quarters, expand=True).save(out, "PNG")
    open_app(page, site)
    choose(page, as_file(out.getvalue()))
    assert [link["printed"] for link in links(page)] == PRINTED


def test_copying_puts_the_address_on_the_clipboard(page, context, site, photo):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_app(page, site)
    choose(page, as_file(photo))
    page.get_by_role("button", name="Copy https://example.org/maps/coast").click()
    page.locator(".copy.done").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "https://example.org/maps/coast"


def test_progress_shows_during_a_scan_and_goes_with_it(page, site, photo):
    open_app(page, site)
    page.get_by_test_id("photo-input").set_input_files(as_file(photo))
    assert page.get_by_role("progressbar").is_visible()
    wait_for_state(page, "done")
    assert page.get_by_role("progressbar").is_hidden()


def test_back_and_the_brand_lead_home_and_forward_leads_nowhere_new(page, site, photo):
    open_app(page, site)
    for leave in (page.go_back, page.get_by_role("link", name="Links Detector").click):
        choose(page, as_file(photo))
        leave()
        wait_for_state(page, "ready")
        assert page.locator("#home").is_visible() and page.locator("#stage").is_hidden()
        assert links(page) == []
    assert page.url == site.url


def test_back_during_a_scan_abandons_it(page, site, photo):
    open_app(page, site)
    page.get_by_test_id("photo-input").set_input_files(as_file(photo))
    assert state(page) == "scanning"
    page.go_back()
    wait_for_state(page, "ready")
    page.wait_for_timeout(1500)  # longer than the scan would have taken
    assert state(page) == "ready" and links(page) == []


def test_with_the_network_cut_a_photo_gives_the_same_links(page, context, site, photo):
    open_app(page, site)
    page.locator("#offline[data-offline=ready]").wait_for(timeout=30_000)
    choose(page, as_file(photo))
    online = links(page)
    context.set_offline(True)
    site.clear()
    page.reload()
    wait_for_state(page, "ready")
    for _ in range(5):  # the second thread comes late: where each looks at one half, all is a little surer, or less
        choose(page, as_file(photo))
        if links(page) == online:
            break
        page.wait_for_timeout(1000)
    assert links(page) == online and len(online) == len(PRINTED)
    assert set(site.requests) <= {UPDATE_CHECK}
