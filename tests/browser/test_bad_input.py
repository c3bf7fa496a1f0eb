"""What can go wrong goes wrong in words: each message says what to do, and the app goes on working."""

from __future__ import annotations

import io
import random
import struct
import zlib

import pytest
from PIL import Image

from tests.browser.paper import alert, as_file, choose, links, open_app, photograph, state, wait_for_state
from tests.browser.test_scan_modules import heif


@pytest.fixture(scope="module")
def photo(browser) -> bytes:
    return photograph(browser, "https://example.org/maps/coast")


@pytest.fixture
def app(page, site):
    open_app(page, site)
    return page


def assert_still_works(page, photo: bytes) -> None:
    choose(page, as_file(photo))
    assert state(page) == "done", alert(page)
    assert alert(page) == ""
    assert [link["printed"] for link in links(page)] == ["https://example.org/maps/coast"]


def encoded(kind: str, size: tuple[int, int] = (200, 200)) -> bytes:
    """A noisy picture, so that its middle matters."""
    picture = Image.frombytes("L", size, random.Random(1).randbytes(size[0] * size[1]))
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()


def png_of_size(width: int, height: int) -> bytes:
    """A valid PNG of one tone: small as a file, however large as a picture."""
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    packer = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


FILES = {
    "an empty file": (b"", "empty"),
    "a JPEG of three bytes": (b"\xff\xd8\xff", "damaged"),
    "a JPEG cut in its header": (encoded("JPEG")[:200], "damaged"),
    "a PNG cut in its middle": (encoded("PNG")[: 15_000], "damaged"),
    "a PDF called .jpg": (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n", "PDF"),
    "an SVG called .jpg": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "SVG"),
    "a text called .jpg": (b"https://example.org is a link, but not a printed one\n", "text file"),
    "noise called .jpg": (random.Random(0).randbytes(5000), "not a photo"),
    "a HEIC picture": (bytes(heif(b"heic", (4032, 3024))), "HEIC"),
    "a picture of one pixel": (encoded("PNG", (1, 1)), "1 × 1"),
    "a line of pixels": (encoded("PNG", (3000, 1)), "3,000 × 1"),
    "a picture of 100 megapixels": (png_of_size(10_000, 10_000), "100 megapixels"),
    "a picture that claims to be endless": (png_of_size(1, 1).replace(
        struct.pack(">II", 1, 1), struct.pack(">II", 2**31 - 1, 2**31 - 1), 1), "megapixels"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_wrong_file_is_told_apart_and_the_next_one_works(app, photo, name):
    content, expected = FILES[name]
    choose(app, as_file(content, "photo.jpg", "image/jpeg"))
    assert state(app) == "error"
    assert expected in alert(app)
    assert app.locator("#stage").is_hidden()
    assert_still_works(app, photo)


def test_a_jpeg_cut_in_its_middle_is_never_the_end(app, photo):
    """Browsers show what has come of it; whether that is an error or a scan without links is theirs to say."""
    content = encoded("JPEG", (800, 800))
    choose(app, as_file(content[: len(content) // 2], "photo.jpg", "image/jpeg"))
    assert state(app) in ("done", "error")
    assert state(app) == "done" or "damaged" in alert(app)
    assert_still_works(app, photo)


def test_a_large_picture_within_the_limit_is_scanned(app):
    choose(app, as_file(png_of_size(9_000, 7_000)))
    assert state(app) == "done", alert(app)


def test_a_dismissed_message_is_gone(app):
    choose(app, as_file(b"", "photo.jpg", "image/jpeg"))
    app.get_by_role("button", name="Dismiss").click()
    assert alert(app) == ""
    assert app.locator("#notice").is_hidden()


# -- browsers that lack something -----------------------------------------------------


@pytest.fixture
def page_lacking(new_context):
    """page_lacking('Worker'): a page whose scanning thread finds no such global."""

    def make(name: str):
        context = new_context(service_workers="block")
        context.route("**/assets/scan-worker-*.js", lambda route: route.fulfill(
            content_type="text/javascript", body=f"delete self.{name};\n{route.fetch().text()}"))
        return context.new_page()

    return make


def test_without_webassembly_it_says_so(page_lacking, site):
    """As in Safari's lockdown mode."""
    page = page_lacking("WebAssembly")
    page.goto(site.url)
    wait_for_state(page, "error")
    assert "WebAssembly" in alert(page)


def test_without_simd_it_works_with_the_slower_binaries(playwright, chromium_launch, site, photo):
    flags = "--js-flags=--no-enable-sse3 --no-enable-ssse3 --no-enable-sse4-1 --no-enable-sse4-2 --no-enable-avx"
    browser = playwright.chromium.launch(**{**chromium_launch, "args": [*chromium_launch.get("args", []), flags]})
    try:
        page = browser.new_page()
        asked = []
        page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[-1]))
        open_app(page, site)
        assert_still_works(page, photo)
        assert "tfjs-backend-wasm.wasm" in asked and "tfjs-backend-wasm-simd.wasm" not in asked
    finally:
        browser.close()


def test_without_service_workers_it_works_and_says_that_offline_use_does_not(new_context, site, photo):
    context = new_context()
    context.add_init_script("delete Navigator.prototype.serviceWorker")
    page = context.new_page()
    open_app(page, site)
    assert "Needs a connection" in page.locator("#offline").inner_text()
    assert_still_works(page, photo)


def test_without_canvas_in_workers_the_page_decodes(page_lacking, site, photo):
    """Safari before 16.4."""
    page = page_lacking("OffscreenCanvas")
    page.add_init_script("delete globalThis.OffscreenCanvas")
    open_app(page, site)
    assert_still_works(page, photo)


def test_without_workers_in_workers_the_page_starts_the_reader(page_lacking, site, photo):
    """Safari before 15.5."""
    page = page_lacking("Worker")
    open_app(page, site)
    assert_still_works(page, photo)


# -- files of the app that do not come, or come damaged -------------------------------


def damaged(content: bytes) -> bytes:
    return content[:-1] + bytes([content[-1] ^ 1])


@pytest.mark.parametrize("pattern", ["**/assets/detector-*.bin", "**/assets/detector-*.json"])
def test_a_damaged_model_file_is_told_and_a_retry_mends_it(new_context, site, photo, pattern):
    context = new_context(service_workers="block")
    page = context.new_page()
    page.route(pattern, lambda route: route.fulfill(response=(answer := route.fetch()), body=damaged(answer.body())))
    page.goto(site.url)
    wait_for_state(page, "error")
    assert "damaged" in alert(page)
    page.unroute(pattern)
    page.get_by_role("button", name="Try again").click()
    wait_for_state(page, "ready")
    assert_still_works(page, photo)


@pytest.mark.parametrize("pattern", ["**/assets/scan-worker-*.js", "**/assets/reader-*.bin", "**/tfjs-backend-wasm-simd.wasm"])
def test_a_missing_part_is_told_and_a_retry_mends_it(new_context, site, photo, pattern):
    context = new_context(service_workers="block")
    page = context.new_page()
    page.route(pattern, lambda route: route.abort())
    page.goto(site.url)
    wait_for_state(page, "error")
    assert "Check the connection" in alert(page)
    page.unroute(pattern)
    page.get_by_role("button", name="Try again").click()
    wait_for_state(page, "ready")
    assert_still_works(page, photo)


def test_a_photo_chosen_instead_of_a_retry_is_one(new_context, site, photo):
    context = new_context(service_workers="block")
    page = context.new_page()
    page.route("**/assets/detector-*.bin", lambda route: route.abort())
    page.goto(site.url)
    wait_for_state(page, "error")
    page.unroute("**/assets/detector-*.bin")
    assert_still_works(page, photo)


def test_tesseract_chosen_but_not_to_be_had_is_told_and_the_next_photo_tries_again(new_context, site, photo):
    context = new_context(service_workers="block")
    context.add_init_script("if (location.protocol === 'http:') localStorage.setItem('links-detector:/links-detector/', '{\"reader\":\"tesseract\"}')")
    context.route("**/eng.traineddata.gz", lambda route: route.abort())
    page = context.new_page()
    open_app(page, site)
    choose(page, as_file(photo))
    assert state(page) == "error"
    assert "reads letters" in alert(page)
    context.unroute("**/eng.traineddata.gz")
    assert_still_works(page, photo)


def test_a_scanner_that_dies_is_started_again(new_context, site, photo):
    """Its first frame or photo kills it; the thread that follows is whole."""
    context = new_context(service_workers="block")
    deaths = []

    def deadly(route):
        body = route.fetch().text()
        if not deaths:
            body += "\naddEventListener('message', ({ data }) => { if (data.kind === 'photo') throw new Error('died'); });"
            deaths.append(True)
        route.fulfill(content_type="text/javascript", body=body)

    context.route("**/assets/scan-worker-*.js", deadly)
    page = context.new_page()
    open_app(page, site)
    choose(page, as_file(photo))
    assert state(page) == "error"
    assert "started again" in alert(page)
    assert_still_works(page, photo)
