"""The card of a link: from the tag to the card, from the card to the site, and what is doubtful one tap away."""

from __future__ import annotations

import pytest

from tests.browser.paper import as_file, choose, links, open_app, photograph

PRINTED = ["https://example.org/maps/coast", "www.wikipedia.org"]
CARD = "/web_src/page/card.js"


@pytest.fixture(scope="module")
def photo(browser) -> bytes:
    return photograph(browser, *PRINTED)


@pytest.fixture
def app(page, site, photo):
    open_app(page, site)
    choose(page, as_file(photo))
    return page


# -- through the app ------------------------------------------------------------------


def test_the_card_shows_the_print_beside_the_text_and_where_it_leads(app):
    app.locator("#overlay a").first.click()
    card = app.get_by_role("dialog", name="The link")
    assert card.locator("[data-part=text]").inner_text() == PRINTED[0]
    assert card.locator("[data-part=text] strong").inner_text() == "example.org"
    assert card.locator("canvas").evaluate("canvas => canvas.width > canvas.height")
    assert card.get_by_role("link", name="Open").get_attribute("href") == PRINTED[0]


def test_the_print_gives_way_to_nothing_however_much_there_is_to_say(page, site, photo):
    page.set_viewport_size({"width": 360, "height": 340})
    open_app(page, site)
    choose(page, as_file(photo))
    page.locator("#overlay a").first.click()
    card = page.get_by_role("dialog", name="The link")
    card.get_by_role("button", name="Change the text").click()
    assert card.locator(".card-body").evaluate("body => body.scrollHeight > body.clientHeight")  # or this test shows nothing
    assert card.locator("canvas").bounding_box()["height"] > 10
    assert card.locator(".card-print").bounding_box()["height"] >= card.locator("canvas").bounding_box()["height"]


def test_of_a_host_the_registrable_domain_alone_stands_out(page, site, browser):
    open_app(page, site)
    choose(page, as_file(photograph(browser, "https://www.wikipedia.org.northcoast.net/maps")))
    page.get_by_test_id("links").locator("strong").get_by_text("northcoast.net", exact=True).wait_for()
    page.locator("#overlay a").first.click()
    card = page.get_by_role("dialog", name="The link")
    card.locator("[data-part=text] strong").get_by_text("northcoast.net", exact=True).wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("link", name="History").click()
    page.locator(".kept-entry strong").get_by_text("northcoast.net", exact=True).wait_for()


def test_escape_closes_it_and_the_focus_returns(app):
    button = app.get_by_role("button", name=f"Check {PRINTED[1]}")
    button.focus()
    app.keyboard.press("Enter")
    card = app.get_by_role("dialog")
    assert card.is_visible()
    for _ in range(12):  # the focus stays in the card, or goes to the browser's own bars, never to the page behind
        app.keyboard.press("Tab")
        assert app.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    app.keyboard.press("Escape")
    assert card.is_hidden()
    assert button.evaluate("button => button === document.activeElement")


def test_a_tap_beside_it_closes_it(app):
    app.locator("#overlay a").first.click()
    app.mouse.click(200, 20)
    assert app.get_by_role("dialog").is_hidden()


def open_at_once(context, site):
    """The app where one tap opens a link; PRINTED[0] is to be had."""
    context.route("https://example.org/**", lambda route: route.fulfill(body="the maps"))
    context.add_init_script(
        "if (location.port) localStorage.setItem('links-detector:/links-detector/', JSON.stringify({ openAtOnce: true }))")
    page = context.new_page()
    open_app(page, site)
    return page


def test_with_open_at_once_one_tap_opens(new_context, site, photo):
    page = open_at_once(new_context(), site)
    choose(page, as_file(photo))
    with page.context.expect_page() as opened:
        page.locator("#overlay a").first.click()
    assert opened.value.url == PRINTED[0]


def test_a_lookalike_is_seen_to_be_one_and_one_tap_opens_it_all_the_same(new_context, site, browser):
    page = open_at_once(new_context(), site)
    page.context.route("https://vvikipedia.org/**", lambda route: route.fulfill(body="not the maps"))
    choose(page, as_file(photograph(browser, "https://vvikipedia.org/maps")))
    box = page.locator("#overlay a.warned")
    assert "Looks like wikipedia.org" in box.get_attribute("title")
    mark = box.locator("svg")
    assert mark.is_visible()
    under = mark.evaluate("""mark => {
        const { x, y, width, height } = mark.getBoundingClientRect();
        return document.elementFromPoint(x + width / 2, y + height / 2).closest('svg');
    }""")
    assert under is None, "the mark takes taps"
    with page.context.expect_page() as opened:
        box.click()
    assert opened.value.url == "https://vvikipedia.org/maps"


@pytest.fixture
def close_links(new_context, site, browser):
    """Links on lines so close that a finger covers both, and what one tap opens at once."""
    page = open_at_once(new_context(viewport={"width": 300, "height": 700}, has_touch=True), site)
    choose(page, as_file(photograph(browser, *PRINTED, size=(1700, 900), prose="See")))
    return page


def test_where_a_finger_may_mean_two_links_the_card_asks_which(close_links):
    boxes = close_links.locator("#overlay a").evaluate_all("all => all.map((a) => a.getBoundingClientRect())")
    first, second = sorted(boxes, key=lambda box: box["top"])
    assert 0 < second["top"] - first["bottom"] < 22  # or this test shows nothing
    close_links.touchscreen.tap(second["left"] + 5, first["bottom"] - 1)
    card = close_links.get_by_role("dialog", name="The link")
    text = card.locator("[data-part=text]")
    assert text.inner_text() == PRINTED[0]  # the one it was on, though one tap would open it
    other = card.locator("[data-part=near]").get_by_role("button", name=PRINTED[1])
    assert other.bounding_box()["height"] >= 44
    other.click()
    assert text.inner_text() == PRINTED[1]
    assert card.locator("[data-part=near]").get_by_role("button").all_inner_texts() == [PRINTED[0]]


def test_a_mouse_points_at_what_it_means(close_links):
    with close_links.context.expect_page() as opened:
        close_links.locator("#overlay a").first.click()
    assert opened.value.url == PRINTED[0]


def test_what_a_person_corrects_stands_in_the_list(app):
    app.get_by_role("button", name=f"Check {PRINTED[1]}").click()
    card = app.get_by_role("dialog")
    card.get_by_role("button", name="Change the text").click()
    card.get_by_label("The link as you read it").fill("www.wikibooks.org")
    app.locator("dialog a[href='https://www.wikibooks.org']").wait_for()
    app.keyboard.press("Escape")
    assert [link["printed"] for link in links(app)] == [PRINTED[0], "www.wikibooks.org"]


def test_what_a_person_corrects_is_where_its_box_leads_and_what_its_card_shows_again(app):
    box = app.locator("#overlay a").nth(1)
    box.click()
    card = app.get_by_role("dialog")
    card.get_by_role("button", name="Change the text").click()
    card.get_by_label("The link as you read it").fill("www.wikibooks.org")
    card.locator("a[href='https://www.wikibooks.org']").wait_for()
    app.keyboard.press("Escape")
    assert box.get_attribute("href") == "https://www.wikibooks.org"
    assert box.get_attribute("title") == "www.wikibooks.org"
    box.click()
    assert card.locator("[data-part=text]").inner_text() == "www.wikibooks.org"
    assert card.get_by_role("link", name="Open").get_attribute("href") == "https://www.wikibooks.org"


def test_copying_from_the_card(app, context):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    app.locator("#overlay a").first.click()
    app.get_by_role("dialog").get_by_role("button", name="Copy").click()
    app.locator("dialog .done").wait_for()
    assert app.evaluate("navigator.clipboard.readText()") == PRINTED[0]


# What is handed on to other apps; `shareFails` names the error that it fails with.
SHARE = """
  window.shared = [];
  navigator.share = async (what) => {
    if (window.shareFails) throw new DOMException('', window.shareFails);
    shared.push(what);
  };
"""


@pytest.fixture
def sharing(new_context, site, browser):
    """The app with a link and a mail address, in a browser that shares; no clipboard holds anything yet."""
    context = new_context(permissions=["clipboard-read", "clipboard-write"])
    context.add_init_script(SHARE)
    page = context.new_page()
    open_app(page, site)
    choose(page, as_file(photograph(browser, PRINTED[0], "maps@example.org")))
    page.evaluate("navigator.clipboard.writeText('before')")
    return page


def share(page, printed: str) -> None:
    page.get_by_role("button", name=f"Check {printed}").click()
    page.get_by_role("dialog").get_by_role("button", name="Share").click()
    page.wait_for_timeout(300)


def clipboard(page) -> str:
    return page.evaluate("navigator.clipboard.readText()")


@pytest.mark.parametrize("printed, handed_on", [(PRINTED[0], {"url": PRINTED[0]}), ("maps@example.org", {"text": "maps@example.org"})])
def test_sharing_hands_on_the_address(sharing, printed, handed_on):
    share(sharing, printed)
    assert sharing.evaluate("shared") == [handed_on]
    assert clipboard(sharing) == "before"


@pytest.mark.parametrize("error, copied", [("AbortError", False), ("NotAllowedError", True)])
def test_a_share_that_fails_copies_and_one_that_was_called_off_does_nothing(sharing, error, copied):
    sharing.evaluate("error => { window.shareFails = error; }", error)
    share(sharing, PRINTED[0])
    assert clipboard(sharing) == (PRINTED[0] if copied else "before")
    assert sharing.locator("dialog .done").count() == int(copied)
    assert sharing.get_by_role("dialog").is_visible()


def test_a_browser_that_cannot_share_offers_it_not(new_context, site, photo):
    context = new_context()
    context.add_init_script("Object.defineProperty(navigator, 'share', { value: undefined });")
    page = context.new_page()
    open_app(page, site)
    choose(page, as_file(photo))
    page.locator("#overlay a").first.click()
    card = page.get_by_role("dialog")
    assert card.get_by_role("button", name="Copy").is_visible()
    assert card.get_by_role("button", name="Share").is_hidden()


# -- the module -----------------------------------------------------------------------


def character(char: str, confidence: float = 0.99, **more) -> dict:
    return {"char": char, "confidence": confidence, **more}


def link(printed: str, doubtful: dict[int, dict], **more) -> dict:
    characters = [character(char) | doubtful.get(i, {}) for i, char in enumerate(printed)]
    return {"printed": printed, "href": f"https://{printed}", "confidence": 0.4, "doubts": ["letters"], "readAs": None,
            "image": None, "characters": characters, "kind": "www", "alternatives": [], **more}


@pytest.fixture
def run(page, modules, site):
    """run(script, link): `script` with the card module `m` and the link, in a page that holds the app's own card."""
    html = (site.root / "index.html").read_text(encoding="utf8")

    def run(script: str, shown: dict):
        return modules.run(page, """async (m, { html, link }) => {
            document.body.replaceChildren(new DOMParser().parseFromString(html, 'text/html').getElementById('card'));
            const corrected = [];
            const part = (name) => document.querySelector(`#card [data-part="${name}"]`);
            const settled = () => new Promise((resolve) => setTimeout(resolve, 50));
            m.openCard(link, { onCorrect: ({ printed, href }) => corrected.push([printed, href]) });
            await settled();
            %s
        }""" % script, CARD, {"html": html, "link": shown})

    return run


def test_doubtful_characters_are_marked_and_their_alternatives_one_tap_away(run):
    shown = link("www.a1l.org", {5: {"confidence": 0.4, "alternatives": [character("l", 0.35), character("I", 0.2), character("x", 0.001)]}})
    result = run("""
        const marked = [...document.querySelectorAll('#card [data-part=text] mark')].map(({ textContent }) => textContent);
        const choices = [...document.querySelectorAll('#card .character button')];
        const offered = choices.map(({ textContent }) => textContent);
        choices[1].click();
        await settled();
        return [marked, offered, corrected, part('open').href, part('text').textContent];
    """, shown)
    assert result == [["1"], ["1", "l", "I"], [["www.all.org", "https://www.all.org"]], "https://www.all.org/", "www.all.org"]


def test_a_reader_without_alternatives_offers_what_looks_alike(run):
    offered = run("return [...document.querySelectorAll('#card .character button')].map(({ textContent }) => textContent);",
                  link("www.b0g.org", {5: {"confidence": 0.3}}))
    assert offered[0] == "0" and {"O", "o"} <= set(offered)


def test_a_sure_link_has_no_marks(run):
    assert run("return [document.querySelectorAll('#card [data-part=text] mark').length, part('doubtful').hidden];",
               link("www.b0g.org", {5: {"confidence": 0.3}}, doubts=[])) == [0, True]


def test_other_readings_are_offered_whole(run):
    other = {"printed": "www.a-b.org", "href": "https://www.a-b.org/", "confidence": 0.3}
    bad = {"printed": "x", "href": "javascript:alert(1)", "confidence": 0.3}
    assert run("""
        const buttons = [...part('others').children];
        const offered = buttons.map(({ textContent }) => textContent);
        buttons[1].click();
        buttons[0].click();
        return [offered, corrected.map(([printed]) => printed)];
    """, link("www.ab.org", {}, alternatives=[other, bad])) == [["www.ab.org", "www.a-b.org"], ["www.a-b.org", "www.ab.org"]]


@pytest.mark.parametrize("chosen, pressed", [
    ("www.a1l.org", ["1", "www.a1l.org"]), ("www.all.org", ["l"]), ("www.a-b.org", ["www.a-b.org"]), ("www.typed.org", ["1"]),
])
def test_what_was_chosen_before_is_pressed_when_the_card_opens_again(run, chosen, pressed):
    shown = link("www.a1l.org", {5: {"confidence": 0.4, "alternatives": [character("l", 0.35)]}},
                 alternatives=[{"printed": "www.a-b.org", "href": "https://www.a-b.org/", "confidence": 0.3}])
    assert run("""
        m.openCard(link, { chosen: { printed: '%s', href: 'https://%s' } });
        await settled();
        return [part('text').textContent, [...document.querySelectorAll('#card [aria-pressed=true]')].map(({ textContent }) => textContent)];
    """ % (chosen, chosen), shown) == [chosen, pressed]


def test_what_is_no_link_does_not_open(run):
    assert run("""
        part('edit').click();
        part('input').textContent = 'no link at all';
        part('input').dispatchEvent(new Event('input'));
        await settled();
        return [part('open').hasAttribute('href'), part('copy').disabled, part('notes').textContent.includes('not a web address'), corrected];
    """, link("www.ab.org", {})) == [False, True, True, []]


def test_an_unsafe_link_has_no_card(run):
    assert run("return document.getElementById('card').open;", link("x", {}, href="javascript:alert(1)")) is False


def test_print_is_text_never_markup(run):
    printed = "www.a.org/<img src=x>"
    assert run("return [part('text').textContent, document.querySelectorAll('#card img').length];",
               link(printed, {}, href="https://www.a.org/%3Cimg%20src=x%3E")) == [printed, 0]
