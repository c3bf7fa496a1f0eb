"""Fixtures for tests in a real Chromium: the built site, and single modules.

    def test_app(page, site):            # the built site under /links-detector/
        page.goto(site.url)

    def test_module(page, modules):      # one ES module, npm imports and all
        assert modules.run(page, "(m, arg) => m.parse(arg)", "/web_src/links/parse.js", "a") == ...

The site's policy forbids `eval`, which `page.wait_for_function` needs; wait for
what shows instead: `page.locator("html[data-state=done]").wait_for(state="attached")`.

A test fails when one of its pages meets an uncaught error or breaks the
content security policy, unless it is marked `page_errors_expected`.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

import bootstrap
from tests.browser.paper import camera_film
from tests.browser.sources import copy_of_sources
from web_src.generator.bundle import bundle
from web_src.generator.messages import read_languages
from web_src.generator.pages import json_for_html
from web_src.generator.server import SiteServer
from web_src.generator.site import WEB, make_site

BASE_PATH = "/links-detector/"
PHONE = {"width": 412, "height": 915}

REPORT_VIOLATIONS = """
addEventListener('securitypolicyviolation', (event) => reportPolicyViolation(
  `${event.violatedDirective} forbids ${event.blockedURI} (${event.sourceFile}:${event.lineNumber})`));
"""


@pytest.fixture(scope="session")
def chromium_launch() -> dict:
    """Arguments for Playwright's `chromium.launch`, for tests that start their own."""
    return bootstrap.chromium_launch()


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright, chromium_launch):
    browser = playwright.chromium.launch(**chromium_launch)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def browser_with_camera(playwright, chromium_launch, tmp_path_factory):
    """browser_with_camera(png): a browser whose camera sees this picture, closed after the module's tests."""
    browsers = []

    def launch(png: bytes):
        film = tmp_path_factory.mktemp("camera") / "page.y4m"
        camera_film(png, film)
        browsers.append(playwright.chromium.launch(**{**chromium_launch, "args": [
            *chromium_launch.get("args", []), "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
            f"--use-file-for-fake-video-capture={film}",
        ]}))
        return browsers[-1]

    yield launch
    for browser in browsers:
        browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The site, built once for the session and served under /links-detector/.

    Has `url`, `root`, `requests` (the paths asked for so far) and `clear()`.
    """
    root = tmp_path_factory.mktemp("site") / "dist"
    make_site().write(root)
    with SiteServer(root, BASE_PATH) as server:
        yield server


@pytest.fixture
def own_server(site, tmp_path):
    """The site once more, for tests that change its files."""
    shutil.copytree(site.root, tmp_path / "dist")
    with SiteServer(tmp_path / "dist", BASE_PATH) as server:
        yield server


@pytest.fixture(scope="session")
def next_version(tmp_path_factory):
    """The site with another headline."""
    web = copy_of_sources(tmp_path_factory.mktemp("next"))
    words = web / "messages" / "en.json"
    words.write_text(words.read_text().replace("Point at a printed link.", "The next version."))
    return make_site(web)


@pytest.fixture
def watch(request):
    """watch(context): the test fails on errors and policy violations in the context's pages."""
    problems: list[str] = []

    def watch_context(context):
        context.expose_binding("reportPolicyViolation", lambda _, text: problems.append(f"policy: {text}"))
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("weberror", lambda error: problems.append(f"uncaught: {error.error}"))
        return context

    yield watch_context
    if problems and not request.node.get_closest_marker("page_errors_expected"):
        pytest.fail("in the page:\n" + "\n".join(problems))


@pytest.fixture
def new_context(browser, watch):
    """new_context(**options): a fresh, watched context, closed after the test."""
    contexts = []

    def make(**options):
        contexts.append(watch(browser.new_context(**{"viewport": PHONE, "service_workers": "allow", **options})))
        return contexts[-1]

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def context(new_context):
    return new_context()


@pytest.fixture
def page(context):
    return context.new_page()


class Modules:
    """Runs single modules of web_src in a page of a server that shows the repository's sources."""

    SHOWN = ("web_src", "node_modules", "tests", "model_export")

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in self.SHOWN:
            if (bootstrap.ROOT / name).exists():
                os.symlink(bootstrap.ROOT / name, root / name)
        words = json_for_html(read_languages(WEB / "messages")[0].for_scripts())
        (root / "index.html").write_text(
            f'<!doctype html><html lang="en"><title>modules</title><script type="application/json" id="messages">{words}</script><body></body>'
        )
        (root / "bundles").mkdir()
        self.server = SiteServer(root, "/").start()
        self.url = self.server.url

    def run(self, page, function: str, module: str, argument: object = None):
        """Import `module` (a path from the repository's root) in `page`; the JSON of `function(module, argument)`."""
        if not page.url.startswith(self.url):
            page.goto(self.url)
        script = f"async (argument) => ({function})(await import('{self.bundle_url(module)}'), argument)"
        return page.evaluate(script, argument)

    def bundle_url(self, module: str) -> str:
        """The URL of the module with everything it imports, npm packages included; for workers too."""
        name = module.strip("/").replace("/", "-")
        target = self.root / "bundles" / name
        if not target.exists():
            target.write_bytes(bundle(bootstrap.ROOT / module.strip("/")).code)
        return f"/bundles/{name}"


@pytest.fixture(scope="session")
def modules(tmp_path_factory):
    """See Modules: `modules.run(page, function, module, argument)`, `modules.url`."""
    modules = Modules(tmp_path_factory.mktemp("modules"))
    yield modules
    modules.server.stop()
