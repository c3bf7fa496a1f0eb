"""axe finds nothing in any state, in either colour scheme; and what axe cannot see."""

from __future__ import annotations

import pytest

import bootstrap
from tests.browser.paper import as_file, choose, open_app, photograph, state, wait_for_state

AXE = (bootstrap.ROOT / "node_modules" / "axe-core" / "axe.min.js")
SCHEMES = ["light", "dark", "contrast"]


@pytest.fixture(scope="module")
def photo(browser) -> bytes:
    return photograph(browser, "https://example.org/maps/coast", "www.wikipedia.org")


@pytest.fixture(scope="module")
def blank_photo(browser) -> bytes:
    return photograph(browser, prose="Nothing to see here, and nowhere to go. " * 12)


@pytest.fixture(params=SCHEMES)
def app(request, new_context, site):
    # The page's policy allows no scripts but its own; those of the test come in before it.
    more = {"contrast": "more"} if request.param == "contrast" else {"color_scheme": request.param}
    context = new_context(**more, viewport={"width": 360, "height": 740})
    context.add_init_script(path=AXE)
    page = context.new_page()
    open_app(page, site)
    return page


def violations(page) -> list[str]:
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
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.open(io.BytesIO(photo)).crop((0, 0, 520, 960)).save(out, "PNG")
    choose(app, as_file(out.getvalue()))
    assert app.locator(".entry.doubtful").count() >= 1
    note = app.locator(".entry.doubtful .note").first
    assert note.is_visible()  # in words, not by colour alone
    described = app.locator(".entry.doubtful a").first.get_attribute("aria-describedby")
    assert note.get_attribute("id") in described
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


def test_the_page_on_privacy(new_context, site):
    context = new_context()
    context.add_init_script(path=AXE)
    page = context.new_page()
    page.goto(site.url + "privacy.html")
    assert violations(page) == []


# -- what axe cannot see --------------------------------------------------------------


def test_a_scan_says_two_things_aloud_and_no_more(page, site, photo):
    """Progress is for the eye: read out at every step it would be chatter."""
    open_app(page, site)
    page.evaluate("""() => {
        window.said = [];
        const live = document.getElementById('live');
        new MutationObserver(() => { if (live.textContent) said.push(live.textContent); })
            .observe(live, { childList: true, characterData: true, subtree: true });
    }""")
    choose(page, as_file(photo))
    assert page.evaluate("said") == ["Looking for links…", "2 links found."]


@pytest.mark.parametrize("width", [320, 360, 412])
def test_nothing_reaches_beyond_a_narrow_screen(new_context, site, photo, width):
    page = new_context(viewport={"width": width, "height": 640}).new_page()
    open_app(page, site)
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) == 0
    choose(page, as_file(photo))
    assert page.evaluate(overflow) == 0


def test_everything_to_tap_is_large_enough_for_a_finger(new_context, site, photo):
    page = new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True).new_page()
    open_app(page, site)
    for _ in range(2):
        for control in page.locator("main :is(button, a, label):visible").all():
            if control.evaluate("element => element.matches('.box')"):
                continue
            size = control.bounding_box()
            assert min(size["width"], size["height"]) >= 44, control.evaluate("element => element.outerHTML")
        choose(page, as_file(photo))


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
