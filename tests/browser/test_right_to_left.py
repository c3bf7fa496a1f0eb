"""A language that is written from right to left: the pages are mirrored, but for pictures, what lies over them, and links.

The language is made up and speaks English, so that every word is as wide as on the English
pages: what stands so far from the left there stands as far from the right here.
"""

from __future__ import annotations

import io
import json

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageOps, ImageStat

from tests.browser.paper import as_file, wait_for_state
from tests.browser.sources import copy_of_sources
from web_src.generator.messages import Language
from web_src.generator.server import SiteServer
from web_src.generator.site import make_site

PHONE = {"width": 360, "height": 740}
CODE = "ar"
SOME_FAILED = "لم تقرأ {n} من {of}: {name} {problem}"

# In place of the scanner: a sure link, and a doubtful one that says all there is to say. A picture
# 100 px wide has none.
SCANNER = """
const image = (width, height) => ({ data: new Uint8Array(width * height).fill(120), width, height });
const quad = (y) => [[40, y], [360, y], [360, y + 20], [40, y + 20]];
const link = (printed, href, y, more) => ({
  printed, href, kind: 'url', confidence: 0.99, doubts: [], readAs: null, quad: quad(y), quads: [quad(y)],
  image: image(300, 30), characters: [], alternatives: [], ...more,
});
const LINKS = [
  link('https://example.org/maps', 'https://example.org/maps', 60),
  link('http://bit.ly/x', 'http://bit.ly/x', 120, {
    confidence: 0.5, doubts: ['letters', 'broken'], readAs: 'http:/bit.ly/x', image: image(60, 300),
    characters: [...'http://bit.ly/x'].map((char) => ({
      char, confidence: char === 'y' ? 0.4 : 1, alternatives: char === 'y' ? [{ char: 'v', confidence: 0.3 }] : [],
    })),
    alternatives: [{ printed: 'http://bit.ly/xyz', href: 'http://bit.ly/xyz', confidence: 0.3 }],
  }),
];
self.onmessage = async ({ data: { kind, id, file } }) => {
  if (kind === 'init') postMessage({ kind: 'ready' });
  if (kind !== 'photo') return;
  if (!file.size) return postMessage({ kind: 'problem', id, code: 'empty-file', facts: {} });
  const { width, height } = await createImageBitmap(file);
  const links = width === 100 ? [] : LINKS;
  postMessage({ kind: 'picture', id, width, height });
  for (const [i, link] of links.entries()) postMessage({ kind: 'link', id, link: { ...link, number: i + 1 } });
  postMessage({ kind: 'done', id, found: links.length });
};
"""

# Where every box stands, from the side where reading begins. Not: lines of text, which are as wide in either
# direction but begin elsewhere; what is over the picture; what is inside of a link's own text; and the
# other languages, which are others here.
PLACES = """() => {
  const rtl = document.documentElement.dir === 'rtl';
  const places = {};
  for (const element of document.querySelectorAll('body *')) {
    const style = getComputedStyle(element);
    if (style.display === 'inline') continue;
    if (element.closest('svg svg, svg *, #overlay *, [dir="ltr"]:not(html) *, template, .languages a') || !element.checkVisibility()) continue;
    const { left, right, top, width, height } = element.getBoundingClientRect();
    if (width < 2 || height < 2) continue;
    const path = [];
    for (let at = element; at !== document.body; at = at.parentElement) {
      path.unshift(`${at.localName}${at.id && `#${at.id}`}[${[...at.parentElement.children].indexOf(at)}]`);
    }
    places[path.join(' ')] = [Math.round(rtl ? innerWidth - right : left), Math.round(top), Math.round(width), Math.round(height)];
  }
  return places;
}"""

OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def site_in_both(tmp_path_factory):
    """The site with one more language, from right to left; its words are English."""
    folder = tmp_path_factory.mktemp("both")
    web = copy_of_sources(folder)
    (web / "messages" / f"{CODE}.json").write_text(
        json.dumps({"language.name": "العربية", "language.direction": "rtl", "scan.some-failed": SOME_FAILED}), encoding="utf8")
    make_site(web).write(folder / "dist")
    with SiteServer(folder / "dist", "/links-detector/") as server:
        yield server


@pytest.fixture
def open_page(new_context, site_in_both):
    """open_page(code): the app in this language, with the scanner above."""
    def open_one(code: str):
        context = new_context(viewport=PHONE, service_workers="block")
        # When a link was found is as wide in both languages: else nine o'clock in one and ten in the other, on two lines.
        context.clock.set_fixed_time("2026-01-02T10:30:00")
        context.route("**/assets/scan-worker-*.js", lambda route: route.fulfill(body=SCANNER, content_type="text/javascript"))
        page = context.new_page()
        page.goto(site_in_both.url + Language(code, {}).url("index.html"))
        return page

    return open_one


def picture(width: int = 400) -> dict:
    image = Image.new("L", (width, 300), 250)
    ImageDraw.Draw(image).rectangle((40, 60, 360, 80), fill=20)
    out = io.BytesIO()
    image.save(out, "PNG")
    return as_file(out.getvalue())


# -- the app's views, each from the page as it comes ------------------------------------


def home(page) -> None:
    """With all that may stand there."""
    wait_for_state(page, "ready")
    page.evaluate("""() => {
      for (const id of ['update', 'install', 'progress']) document.getElementById(id).hidden = false;
      document.getElementById('progress-bar').value = 0.3;
      document.getElementById('install-words').textContent = 'To keep the app at hand';
      document.getElementById('away').textContent = 'You are offline.';
    }""")


def scan(page, width: int = 400) -> None:
    wait_for_state(page, "ready")
    page.get_by_test_id("photo-input").set_input_files(picture(width))
    wait_for_state(page, "done")


def results(page) -> None:
    scan(page)
    page.locator("#links .warnings .note").wait_for()


def nothing(page) -> None:
    scan(page, 100)
    page.locator("#nothing").wait_for()


def problem(page) -> None:
    wait_for_state(page, "ready")
    page.get_by_test_id("photo-input").set_input_files(as_file(b"", "empty.png"))
    page.locator("#notice-text").wait_for()


def camera(page) -> None:
    """Its controls, all of them, without its picture."""
    results(page)
    page.evaluate("""() => {
      document.documentElement.dataset.view = 'camera';
      for (const part of document.querySelectorAll('#camera-controls, #camera-controls [hidden]')) part.hidden = false;
    }""")


def card(page) -> None:
    results(page)
    page.locator("#links .details").last.click()
    page.locator("#card .choice").first.wait_for()
    page.locator("#card [data-part=warnings] .note").first.wait_for()
    page.locator("#card [data-part=edit]").click()
    page.evaluate("Promise.all(document.getAnimations().map(({ finished }) => finished))")


def history(page) -> None:
    """With a note, one that is being written, and one deleted."""
    scan(page)
    page.locator("a[href='#history']").click()
    first = page.locator(".kept-entry").first
    first.locator("[data-part=edit]").click()
    first.locator("[data-part=note-input]").fill("In the map room")
    page.keyboard.press("Enter")
    first.locator("[data-part=note]").wait_for()
    page.locator(".kept-entry [data-part=delete]").last.click()
    first.locator("[data-part=edit]").click()


def settings(page) -> None:
    wait_for_state(page, "ready")
    page.locator("a[href='#settings']").click()
    page.locator("#settings[data-tied]").wait_for()
    page.locator("[data-part=clear]").click()


def privacy(page) -> None:
    page.locator("footer a", has_text="Privacy").click()
    page.wait_for_url("**/privacy*.html")


@pytest.mark.parametrize("show", [home, results, nothing, problem, camera, card, history, settings, privacy])
def test_every_view_is_mirrored(open_page, show):
    found = []
    for code in ("en", CODE):
        page = open_page(code)
        show(page)
        page.evaluate("scrollTo(0, 0)")
        assert page.evaluate(OVERFLOW) <= 0
        found.append(page.evaluate(PLACES))
    ltr, rtl = found
    assert set(ltr) ^ set(rtl) == set()
    assert len(ltr) > 5
    apart = {path: (ltr[path], rtl[path]) for path in ltr if max(abs(a - b) for a, b in zip(ltr[path], rtl[path])) > 1}
    assert apart == {}


# -- what no box tells -----------------------------------------------------------------


def look(page, selector: str) -> Image.Image:
    return Image.open(io.BytesIO(page.locator(selector).first.screenshot(animations="allow"))).convert("L")


@pytest.mark.parametrize("show, selector", [
    (card, "#card canvas"), (card, "#card [data-part=open] svg"), (settings, "#settings .icon-back"), (home, "#progress-bar"),
])
def test_what_points_or_begins_somewhere_is_mirrored(open_page, show, selector):
    looks = []
    for code in ("en", CODE):
        page = open_page(code)
        show(page)
        looks.append(look(page, selector))
    ltr, rtl = looks
    mirrored = ImageStat.Stat(ImageChops.difference(ImageOps.mirror(ltr), rtl)).mean[0]
    same = ImageStat.Stat(ImageChops.difference(ltr, rtl)).mean[0]
    assert mirrored < 3 < same


def test_a_bar_without_an_end_runs_as_the_language_does(open_page):
    middles = []
    for code in ("en", CODE):
        page = open_page(code)
        home(page)
        page.locator("#progress-bar").evaluate("""async (bar) => {
          bar.removeAttribute('value');
          const [run] = bar.getAnimations({ subtree: true });
          run.pause();
          run.currentTime = 500;
          await run.ready;
        }""")
        bar = ImageOps.invert(look(page, "#progress-bar"))
        columns = [sum(bar.crop((x, 0, x + 1, bar.height)).tobytes()) for x in range(bar.width)]
        dark = [x for x, sum_ in enumerate(columns) if sum_ > (min(columns) + max(columns)) / 2]
        middles.append(sum(dark) / len(dark) / bar.width)
    ltr, rtl = middles
    assert ltr < 0.45
    assert rtl == pytest.approx(1 - ltr, abs=0.06)


@pytest.mark.parametrize("code", ["en", CODE])
def test_a_notch_is_on_the_devices_side_whatever_the_language(open_page, code):
    page = open_page(code)
    wait_for_state(page, "ready")
    page.context.new_cdp_session(page).send("Emulation.setSafeAreaInsetsOverride", {"insets": {"left": 60, "right": 0}})
    box = page.locator("main").first.bounding_box()
    assert (box["x"], PHONE["width"] - box["x"] - box["width"]) == (60, 17)  # or the gap


# Where characters of a text stand, from the left.
LEFT_OF = """(element, characters) => characters.map((at) => {
  const range = document.createRange();
  range.setStart(element.firstChild, at);
  range.setEnd(element.firstChild, at + 1);
  return range.getBoundingClientRect().left;
})"""


def test_what_is_written_from_left_to_right_stays_so(open_page):
    page = open_page(CODE)
    nothing(page)
    prefix = page.locator("#nothing b").last
    assert prefix.inner_text() == "www."
    lefts = prefix.evaluate(LEFT_OF, [0, 3])
    assert lefts == sorted(lefts)

    page.get_by_test_id("photo-input").set_input_files([picture(), as_file(b"", "map(1)")])
    notice = page.locator("#notice-text")
    notice.get_by_text("map(1)").wait_for()
    at = notice.inner_text().index("map(1)")
    lefts = notice.evaluate(LEFT_OF, [at, at + 4, at + 5])
    assert lefts == sorted(lefts)


def test_the_drawing_keeps_its_link_in_the_finder(open_page):
    page = open_page(CODE)
    wait_for_state(page, "ready")
    text, finder = (page.locator(f".picture {name}").bounding_box() for name in (".printed", ".finder"))
    assert finder["x"] < text["x"] and text["x"] + text["width"] < finder["x"] + finder["width"]
