"""Never a request to another host: counted outside the browser, over a whole session.

A proxy sees every request but those to localhost, whoever makes it: page,
worker, worker's worker or service worker. It answers none and counts them all.
"""

from __future__ import annotations

import base64
import io
import socketserver
import threading

import pytest
from PIL import Image, ImageDraw, ImageFont

from tests.browser.paper import SHARE, as_file, choose, open_app, wait_for_state


class CountingProxy(socketserver.ThreadingTCPServer):
    """Notes the first line of every request and hangs up."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("localhost", 0), _NoteAndHangUp)
        self.seen: list[str] = []

    @property
    def url(self) -> str:
        return f"http://localhost:{self.server_address[1]}"


class _NoteAndHangUp(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        line = self.rfile.readline().decode(errors="replace").strip()
        if line:
            self.server.seen.append(line)


@pytest.fixture
def proxy():
    with CountingProxy() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def counted_page(new_context, proxy):
    return new_context(proxy={"server": proxy.url, "bypass": "localhost"}).new_page()


def photo_with_a_link() -> bytes:
    image = Image.new("L", (1000, 400), 250)
    font = ImageFont.load_default(size=38)
    ImageDraw.Draw(image).text((60, 150), "Read it at https://www.example.org/reading today", 20, font=font)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def session_page(playwright, chromium_launch, watch, proxy):
    """A page of a browser with a camera, every request of which to another host is counted."""
    browser = playwright.chromium.launch(**{**chromium_launch, "args": [
        *chromium_launch.get("args", []), "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]})
    context = watch(browser.new_context(
        proxy={"server": proxy.url, "bypass": "localhost"}, viewport={"width": 412, "height": 915}, permissions=["camera"]))
    yield context.new_page()
    browser.close()


def test_a_whole_session_asks_no_other_host(session_page, proxy, own_server, next_version):
    """Start, photos, card, history and its files, settings, camera, sharing, other pages, a new version, clearing, offline."""
    page, site = session_page, own_server
    urls: list[str] = []
    page.context.on("request", lambda request: urls.append(request.url))
    open_app(page, site)
    wait_for_offline(page)
    choose(page, as_file(photo_with_a_link()))
    page.locator("#overlay a").first.click()
    page.locator("#card [data-part=text] strong").wait_for()
    page.get_by_role("button", name="Change the text").click()
    page.get_by_label("The link as you read it").fill("http://bit.ly/x")
    page.locator("#card .note").first.wait_for()
    page.keyboard.press("Escape")

    page.get_by_role("link", name="History").click()
    page.locator(".kept-entry").first.wait_for()
    for name in ("CSV", "JSON", "Markdown", "Bookmarks"):
        with page.expect_download() as download:
            page.locator("#history").get_by_role("button", name=name, exact=True).click()
        if name == "JSON":
            history = as_file(download.value.path().read_bytes(), "history.json", "application/json")
    page.get_by_role("button", name="Delete all").click()
    page.locator("#history-import").set_input_files(history)
    page.locator(".kept-entry").first.wait_for()

    page.get_by_role("link", name="Settings").click()
    page.locator("#settings[data-tied]").wait_for()
    page.get_by_role("radio", name="Dark").check()
    page.get_by_role("radio", name="Tesseract").check()
    page.get_by_role("button", name="Back").click()
    choose(page, as_file(photo_with_a_link()))
    choose(page, as_file(b"%PDF-1.7\n", "paper.pdf"))
    page.locator("#notice").wait_for()
    page.goto(f"{site.url}#camera")
    wait_for_state(page, "scanning")
    page.wait_for_timeout(2000)

    open_app(page, site)  # from here on the service worker answers
    assert page.evaluate(SHARE, [base64.b64encode(photo_with_a_link()).decode()]) == "opaqueredirect"
    page.goto(site.url)
    wait_for_state(page, "done")
    page.goto(f"{site.url}de.html")
    wait_for_state(page, "ready")
    for name in ("privacy.html", "licences.txt", "404.html", "no-such-page"):
        page.goto(site.url + name)

    next_version.write(site.root)
    open_app(page, site)
    page.locator("#update").wait_for(timeout=60_000)
    with page.expect_navigation():
        page.get_by_role("button", name="Reload").click()
    wait_for_offline(page)
    assert "The next version." in page.locator("#home-title").inner_text()

    page.get_by_role("link", name="Settings").click()
    page.get_by_role("button", name="Clear everything").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Clear", exact=True).click()
    wait_for_offline(page)  # stored anew
    page.context.set_offline(True)
    open_app(page, site)
    assert [url for url in urls if not url.startswith((site.url, "blob:"))] == []
    assert len(urls) > 5
    assert proxy.seen == []


def wait_for_offline(page) -> None:
    page.locator("#offline[data-offline=ready]").wait_for(state="attached", timeout=60_000)


def test_the_proxy_would_notice(browser, proxy):
    """The test above can fail: a page without our policy is counted."""
    context = browser.new_context(proxy={"server": proxy.url, "bypass": "localhost"})
    context.new_page().evaluate("fetch('https://example.org/').catch(() => 0)")
    context.close()
    assert any("example.org" in line for line in proxy.seen)


ELSEWHERE = "http://elsewhere.example/x.js"
ATTEMPTS = {
    "fetch": "() => fetch(URL)",
    "image": "() => new Promise((yes, no) => Object.assign(new Image(), { onload: yes, onerror: no, src: URL }))",
    "socket": "() => new Promise((yes, no) => Object.assign(new WebSocket(URL), { onopen: yes, onerror: no }))",
    "worker": "async () => new Worker(URL)",
    "import": "() => import(URL)",
    # Not at once: what Playwright itself evaluates may.
    "eval": "() => new Promise((done) => setTimeout(done)).then(() => eval('1'))",
    "html": "async () => { document.body.innerHTML = '<b>'; }",
}


@pytest.mark.page_errors_expected
def test_the_policy_refuses(counted_page, proxy, site):
    counted_page.goto(site.url)
    refused = {
        name: counted_page.evaluate(f"({attempt.replace('URL', repr(ELSEWHERE))})().then(() => false, () => true)")
        for name, attempt in ATTEMPTS.items()
    }
    assert refused == dict.fromkeys(ATTEMPTS, True)
    assert proxy.seen == []
