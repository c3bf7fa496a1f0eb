"""A graphics card that is really taken away: WebGL, computed by the processor, whose context is lost in the scanning thread."""

from __future__ import annotations

import re

import pytest

from tests.browser.paper import as_file, choose, links, open_app, photograph

PRINTED = "https://example.org/maps/coast"

# What the scanning thread begins with: the cards that compute are known, and a pretended one will do.
KEEP_CARDS = """
self.cards = [];
const getContext = OffscreenCanvas.prototype.getContext;
OffscreenCanvas.prototype.getContext = function (kind, options) {
  const context = getContext.call(this, kind, { ...options, failIfMajorPerformanceCaveat: false });
  if (kind !== 'webgl2') return context;
  const drawElements = context.drawElements.bind(context);
  context.drawElements = (...all) => { // a card that is only asked what it can do draws nothing
    if (!cards.includes(context)) cards.push(context);
    drawElements(...all);
  };
  const fenceSync = context.fenceSync.bind(context);
  context.fenceSync = (...all) => {
    const fence = fenceSync(...all);
    if (self.loseWhenBusy) lose();
    return fence;
  };
  return context;
};
self.lose = () => cards[0].getExtension('WEBGL_lose_context').loseContext();
"""

REMEMBER_WEBGL = """() => {
  const version = new URL(JSON.parse(document.getElementById('assets').textContent)['scan-worker'].url, document.baseURI).href;
  localStorage.setItem('links-detector-backend:/links-detector/', JSON.stringify({ version, name: 'webgl' }));
}"""


@pytest.fixture(scope="module")
def browser_with_card(playwright, chromium_launch):
    args = [arg for arg in chromium_launch.get("args", []) if arg != "--disable-gpu"]
    browser = playwright.chromium.launch(**{**chromium_launch, "args": [
        *args, "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]})
    yield browser
    browser.close()


@pytest.fixture
def app(browser_with_card, watch, site):
    """The app on the card that it remembers."""
    context = watch(browser_with_card.new_context(service_workers="block"))

    def with_cards_kept(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=KEEP_CARDS + answer.text())

    context.route(re.compile("/assets/scan-worker-[^/]*[.]js$"), with_cards_kept)
    page = context.new_page()
    open_app(page, site)
    page.evaluate(REMEMBER_WEBGL)
    open_app(page, site)
    loads: list[str] = []
    page.on("domcontentloaded", lambda loaded: loads.append(loaded.url))
    yield page
    assert loads == [], "the page was not loaded again"
    context.close()


def cards(page) -> list[bool]:
    """Whether each of the cards that computed in the scanning thread is lost."""
    return page.workers[0].evaluate("cards.map((card) => card.isContextLost())")


@pytest.fixture(scope="module")
def photo(browser) -> dict:
    return as_file(photograph(browser, PRINTED, size=(900, 400), prose="See"))


def test_a_card_lost_between_two_photos(app, photo):
    choose(app, photo)
    assert [link["printed"] for link in links(app)] == [PRINTED]
    assert cards(app) == [False], "it was the card that computed"
    app.workers[0].evaluate("lose()")
    assert cards(app) == [True]
    choose(app, photo)
    assert [link["printed"] for link in links(app)] == [PRINTED]


def test_a_card_lost_while_it_is_waited_for(app, photo):
    # In one step: the thread may be at practice, and would lose it there between two.
    before = app.workers[0].evaluate("() => { self.loseWhenBusy = true; return cards.map((card) => card.isContextLost()); }")
    assert before == [False]
    choose(app, photo)
    assert cards(app) == [True]
    assert [link["printed"] for link in links(app)] == [PRINTED]
