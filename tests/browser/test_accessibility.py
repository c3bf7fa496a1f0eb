"""axe finds nothing in any state, in either colour scheme; and what axe cannot see."""

from __future__ import annotations

import io

import pytest
from PIL import Image

import bootstrap
from tests.browser.paper import as_file, choose, links, open_app, open_camera, photograph, state, wait_for_state

AXE = (bootstrap.ROOT / "node_modules" / "axe-core" / "axe.min.js")
# What the system asks for, as Playwright calls it.
SCHEMES = {"light": {"color_scheme": "light"}, "dark": {"color_scheme": "dark"}, "contrast": {"contrast": "more"}}

WARNED = "https://vvikipedia.org/maps"  # not of w, but of two v

# What is said aloud from now on. Each change counts, also where one follows the other at once.
KEEP_SAID = """() => {
  window.said = [];
  new MutationObserver((changes) => said.push(...changes.flatMap(({ addedNodes }) => [...addedNodes].map(({ textContent }) => textContent))))
    .observe(document.getElementById('live'), { childList: true });
}"""


@pytest.fixture(scope="module")
def photo(browser) -> bytes:
    return photograph(browser, "https://example.org/maps/coast", "www.wikipedia.org")


@pytest.fixture(scope="module")
def warned_photo(browser) -> bytes:
    return photograph(browser, WARNED)


@pytest.fixture(scope="module")
def blank_photo(browser) -> bytes:
    return photograph(browser, prose="Nothing to see here, and nowhere to go. " * 12)


@pytest.fixture(scope="module")
def camera_browser(browser_with_camera, photo):
    return browser_with_camera(photo)


@pytest.fixture(scope="module")
def dark_browser(browser_with_camera, blank_photo):
    """Its camera sees a page in the dark."""
    out = io.BytesIO()
    Image.open(io.BytesIO(blank_photo)).convert("L").point(lambda grey: grey // 8).save(out, "PNG")
    return browser_with_camera(out.getvalue())


@pytest.fixture(params=SCHEMES)
def scheme(request):
    return {**SCHEMES[request.param], "viewport": {"width": 360, "height": 740}}


def with_axe(context):
    """A page of it. The page's policy allows no scripts but its own; those of the test come in before it."""
    context.add_init_script(path=AXE)
    return context.new_page()


@pytest.fixture
def app(scheme, new_context, site):
    page = with_axe(new_context(**scheme))
    open_app(page, site)
    return page


@pytest.fixture
def seeing(watch, site):
    """seeing(browser, **options): the app in a browser with a camera."""
    contexts = []

    def make(browser, **options):
        contexts.append(watch(browser.new_context(permissions=["camera"], **options)))
        page = with_axe(contexts[-1])
        open_app(page, site)
        return page

    yield make
    for context in contexts:
        context.close()


def violations(page) -> list[str]:
    """What axe finds, once nothing fades in any more."""
    page.evaluate("""() => Promise.allSettled(document.getAnimations()
        .filter(({ effect }) => effect.getComputedTiming().endTime < Infinity).map(({ finished }) => finished))""")
    found = page.evaluate("""async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
        .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html, failureSummary }) => html + failureSummary).join(' | ')}`)""")
    return found


def test_the_start(app):
    assert violations(app) == []


def test_links_found(app, photo):
    choose(app, as_file(photo))
    assert app.get_by_test_id("links").locator("[data-part=link]").count() == 2
    assert violations(app) == []


def test_links_in_doubt(app, photo):
    """The right third of the page cut off: the links go on beyond the picture's edge."""
    out = io.BytesIO()
    Image.open(io.BytesIO(photo)).crop((0, 0, 520, 960)).save(out, "PNG")
    choose(app, as_file(out.getvalue()))
    assert app.locator(".entry.doubtful").count() >= 1
    note = app.locator(".entry.doubtful .note").first
    assert note.is_visible()  # in words, not by colour alone
    described = app.locator(".entry.doubtful a").first.get_attribute("aria-describedby")
    assert note.get_attribute("id") in described
    assert violations(app) == []


def test_links_to_be_warned_of(app, warned_photo):
    """In the list and on the picture, on the card, and in the history."""
    choose(app, as_file(warned_photo))
    link = app.get_by_role("link", name=WARNED)
    app.locator("#overlay a.warned svg").wait_for()
    assert "Looks like wikipedia.org" in app.locator(f"#{link.get_attribute('aria-describedby')}").inner_text()
    assert violations(app) == []
    app.locator("#overlay a.warned").click()
    app.locator("#card [data-part=warnings] .note").wait_for()
    assert violations(app) == []
    app.keyboard.press("Escape")
    app.get_by_role("link", name="History").click()
    app.locator(".kept-entry .note").wait_for()
    assert violations(app) == []


def test_a_scan_under_way(app, photo):
    app.get_by_test_id("photo-input").set_input_files(as_file(photo))
    assert state(app) == "scanning"
    assert violations(app) == []


def test_nothing_found(app, blank_photo):
    choose(app, as_file(blank_photo))
    assert violations(app) == []


def test_a_message(app):
    choose(app, as_file(b""))
    assert state(app) == "error"
    assert violations(app) == []


def test_a_new_version(app):
    app.evaluate("document.getElementById('update').hidden = false")
    assert violations(app) == []


def test_the_card(app, photo):
    """With doubts and warnings on it, and a character to choose."""
    choose(app, as_file(photo))
    app.locator("#overlay a").first.click()
    app.get_by_role("dialog").get_by_role("button", name="Change the text").click()
    app.get_by_label("The link as you read it").fill("http://user@paypa1.com")
    app.locator("#card [data-part=warnings] .note").first.wait_for()
    assert violations(app) == []


def test_the_card_of_a_link_that_may_be_read_otherwise(app, browser):
    choose(app, as_file(photograph(browser, "https://example.org/X0O1I7B8")))
    app.locator("#overlay a").first.click()
    app.locator("#card .character").first.wait_for()
    app.locator("#card .reading").first.wait_for()
    assert violations(app) == []
    app.locator("#card .choice[aria-pressed=false]").first.click()
    assert violations(app) == []


def test_the_card_of_what_is_no_address(app, photo):
    choose(app, as_file(photo))
    app.locator("#overlay a").first.click()
    app.get_by_role("dialog").get_by_role("button", name="Change the text").click()
    app.get_by_label("The link as you read it").fill("no address")
    app.get_by_text("This is not a web address yet.").wait_for()
    assert violations(app) == []


def test_the_camera_running_held_and_with_a_card(scheme, seeing, camera_browser):
    app = seeing(camera_browser, **scheme)
    open_camera(app)
    assert violations(app) == []
    app.get_by_role("button", name="Hold the picture").click()
    app.get_by_text("The picture is held.").wait_for()
    assert violations(app) == []
    app.locator("#overlay a").first.click(force=True)
    app.locator("#card[open]").wait_for()
    assert violations(app) == []


def test_the_camera_with_a_hint(scheme, seeing, dark_browser):
    app = seeing(dark_browser, **scheme)
    app.get_by_role("button", name="Open camera").click()
    app.locator("#progress").get_by_text("It is too dark").wait_for(timeout=30_000)
    assert violations(app) == []


def test_what_the_history_says(app, photo):
    choose(app, as_file(photo))
    app.get_by_role("link", name="History").click()
    app.locator(".kept-entry").nth(1).wait_for()
    app.get_by_role("searchbox").fill("wiki")
    app.get_by_text("1 link matches.").wait_for()
    assert violations(app) == []
    app.get_by_role("searchbox").fill("nowhere")
    app.get_by_text("0 links match.").wait_for()
    assert violations(app) == []
    app.get_by_label("Bring in a JSON file").set_input_files(as_file(b"no JSON", "links.json", "application/json"))
    app.get_by_text("This file is not JSON").wait_for()
    assert violations(app) == []


def test_the_history_empty_and_full(app, photo):
    app.get_by_role("link", name="History").click()
    app.get_by_text("Links you find are kept here").wait_for()
    assert violations(app) == []
    app.go_back()
    choose(app, as_file(photo))
    app.get_by_role("link", name="History").click()
    app.locator(".kept-entry").nth(1).wait_for()
    app.locator(".kept-entry [data-part=edit]").first.click()
    assert violations(app) == []
    app.locator(".kept-entry [data-part=delete]").first.click()
    app.get_by_role("button", name="Undo").wait_for()
    assert violations(app) == []


def test_the_settings(app):
    app.get_by_role("link", name="Settings").click()
    app.locator("#settings[data-tied]").wait_for()
    assert violations(app) == []
    app.get_by_role("button", name="Clear everything").click()
    assert violations(app) == []


def test_without_a_network(app):
    app.locator("#offline[data-offline=ready]").wait_for(timeout=60_000)
    app.context.set_offline(True)
    app.reload()
    wait_for_state(app, "ready")
    app.get_by_text("You are offline.").wait_for()
    assert violations(app) == []


def test_the_hint_to_install(app):
    app.evaluate("document.getElementById('install').hidden = false; document.getElementById('install-words').textContent = 'Install';")
    assert violations(app) == []


@pytest.mark.parametrize(("path", "heading"), [("privacy.html", "Privacy"), ("404.html", "There is no page here")])
def test_the_pages_beside_it(scheme, new_context, site, path, heading):
    page = with_axe(new_context(**scheme))
    page.goto(site.url + path)
    page.get_by_role("heading", name=heading, level=1).wait_for()
    assert violations(page) == []


# -- what axe cannot see --------------------------------------------------------------


def test_a_scan_says_two_things_aloud_and_no_more(page, site, photo):
    """Progress is for the eye: read out at every step it would be chatter."""
    open_app(page, site)
    page.evaluate(KEEP_SAID)
    choose(page, as_file(photo))
    assert page.evaluate("said") == ["Looking for links…", "2 links found."]


def test_the_camera_says_how_it_works_and_each_link_once(seeing, camera_browser):
    page = seeing(camera_browser)
    page.evaluate(KEEP_SAID)
    open_camera(page)
    page.wait_for_timeout(2000)  # frames more, in which nothing is new
    page.get_by_role("button", name="Hold the picture").click()
    page.get_by_role("button", name="Hold the picture").click()
    page.get_by_role("button", name="Close camera").click()
    start, *found, end = page.evaluate("said")
    assert start.startswith("Hold the camera over a link.")
    assert sorted(found) == sorted(f"Found {link['printed']}" for link in links(page))
    assert end == "2 links found."


def test_a_hint_of_the_camera_is_said_once(seeing, dark_browser):
    page = seeing(dark_browser)
    page.evaluate(KEEP_SAID)
    page.get_by_role("button", name="Open camera").click()
    page.locator("#progress").get_by_text("It is too dark").wait_for(timeout=30_000)
    page.wait_for_timeout(3000)
    assert [text for text in page.evaluate("said") if "dark" in text] == [
        "It is too dark: find more light, or turn on the camera’s."]
    assert page.locator("#progress").is_visible()


@pytest.mark.parametrize("width", [320, 360, 412])
def test_nothing_reaches_beyond_a_narrow_screen(new_context, site, photo, width):
    page = new_context(viewport={"width": width, "height": 640}).new_page()
    open_app(page, site)
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) == 0
    choose(page, as_file(photo))
    assert page.evaluate(overflow) == 0


FINGER = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}

# Not what overlay.js makes large, what only a keyboard reaches, and the names of fields that are large themselves.
TAPPED = (":is(button, a, label, select, [role=textbox], [role=searchbox], input[type=range])"
          ":not(.box, .skip, .camera-zoom, .camera-choice)")


def too_small(page) -> list[str]:
    """What shows, is to be tapped, and is less than 44 px wide or high."""
    return page.locator(f"{TAPPED}:visible").evaluate_all("""all => all.filter((element) => {
        const { width, height } = element.getBoundingClientRect();
        return Math.min(width, height) < 44;
    }).map(({ outerHTML }) => outerHTML)""")


def test_everything_to_tap_is_large_enough_for_a_finger(new_context, site, browser):
    page = new_context(**FINGER).new_page()
    open_app(page, site)
    assert too_small(page) == []
    choose(page, as_file(photograph(browser, "https://example.org/X0O1I7B8", "www.wikipedia.org")))
    assert too_small(page) == []
    page.locator("#links [data-part=details]").first.click()
    page.locator("#card .character").first.wait_for()
    page.get_by_role("dialog").get_by_role("button", name="Change the text").click()
    assert too_small(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("link", name="History").click()
    page.locator(".kept-entry").nth(1).wait_for()
    page.locator(".kept-entry [data-part=edit]").first.click()
    assert too_small(page) == []
    page.locator(".kept-entry [data-part=delete]").first.click()
    page.get_by_role("button", name="Undo").wait_for()
    assert too_small(page) == []
    page.get_by_role("link", name="Settings").click()
    page.locator("#settings[data-tied]").wait_for()
    page.get_by_role("button", name="Clear everything").click()
    assert too_small(page) == []


def test_so_are_the_controls_of_the_camera(seeing, camera_browser):
    page = seeing(camera_browser, **FINGER)
    open_camera(page)
    page.locator(".camera-controls [hidden]").evaluate_all("all => { for (const control of all) control.hidden = false; }")
    assert page.locator(".camera-controls :is(button, input, select):visible").count() == 5
    assert too_small(page) == []


def test_a_box_on_small_print_is_hit_beside_its_letters(page, site, photo):
    """At 412 px the print is some 11 px high; a tap 15 px below its middle still means it."""
    open_app(page, site)
    choose(page, as_file(photo))
    box = page.locator("#overlay a").first
    place = box.bounding_box()
    assert place["height"] < 30
    hit = page.evaluate("([x, y]) => document.elementFromPoint(x, y).className",
                        [place["x"] + place["width"] / 2, place["y"] + place["height"] / 2 + 15])
    assert "box" in hit.split()


def test_who_wants_no_motion_gets_none(new_context, site, photo):
    page = new_context(reduced_motion="reduce").new_page()
    open_app(page, site)
    page.get_by_test_id("photo-input").set_input_files(as_file(photo))
    longest = page.evaluate("""Math.max(0, ...document.getAnimations({ subtree: true })
        .map((animation) => animation.effect.getComputedTiming().endTime))""")
    wait_for_state(page, "done")
    assert longest <= 1


def test_with_colours_chosen_by_the_system_boxes_keep_their_lines(new_context, site, photo):
    page = new_context(forced_colors="active").new_page()
    open_app(page, site)
    choose(page, as_file(photo))
    styles = page.locator("#overlay a").first.evaluate("""box => [false, true].map((doubtful) => {
        box.classList.toggle('doubtful', doubtful);
        return getComputedStyle(box, '::before').borderTopStyle;
    })""")
    assert styles == ["solid", "dashed"]


def test_with_colours_chosen_by_the_system_a_warning_keeps_its_mark(new_context, site, warned_photo):
    page = new_context(forced_colors="active").new_page()
    open_app(page, site)
    choose(page, as_file(warned_photo))
    lines, inside, link, canvas = page.locator("#overlay a.warned svg").evaluate("""mark => {
        const { stroke, fill } = getComputedStyle(mark);
        const system = (name) => {
            mark.style.color = name;
            return getComputedStyle(mark).color;
        };
        return [stroke, fill, system('LinkText'), system('Canvas')];
    }""")
    assert (lines, inside) == (link, canvas) and link != canvas
