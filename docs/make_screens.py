#!/usr/bin/env python3
"""Remakes docs/screens: every screen of the app on a phone, a tablet and a desk, light and dark.

    python docs/make_screens.py             # all
    python docs/make_screens.py --only phone

Builds the site, runs it in Chromium with a camera that sees a page, and writes WebP files;
the two that the web manifest shows go to web_src/screenshots, four side by side to docs/app.webp.
"""

import io
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import bootstrap

if __name__ == "__main__":
    bootstrap.enter("site", "test")

import click
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.paper import as_file, camera_film, choose, photograph, wait_for_state
from web_src.generator.server import SiteServer
from web_src.generator.site import make_site

SIZES = {"phone": (360, 740), "tablet": (820, 1180), "desk": (1440, 900)}
SCHEMES = ("light", "dark")
LINKS = ("https://example.org/maps/coast", "www.wikipedia.org/wiki/Portolan_chart", "http://bit.ly/coast-map")
# What the web manifest shows to those who are about to install → the screen it is.
MANIFEST = {"narrow": "phone-light-photo", "wide": "desk-light-photo"}
QUALITY = 78
# Side by side in the README.
TOGETHER = ("phone-light-home", "phone-light-photo", "phone-dark-card", "phone-dark-history")
GAP, AROUND = 24, (128, 128, 128)  # px


def screens(page: Page, photo: bytes):
    """Brings up one screen after the other; yields their names."""
    yield "home"
    choose(page, as_file(photo))
    page.locator(".entry .note").first.wait_for()
    yield "photo"
    page.locator("#overlay a").last.click()
    page.locator("#card .note").first.wait_for()
    yield "card"
    page.keyboard.press("Escape")
    page.get_by_role("link", name="History").click()
    page.locator(".kept-entry").nth(len(LINKS) - 1).wait_for()
    page.locator(".kept-entry [data-part=edit]").first.click()
    page.keyboard.type("For the talk in May")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="History").focus()
    yield "history"
    page.get_by_role("link", name="Settings").click()
    page.locator("#settings[data-tied]").wait_for()
    yield "settings"
    page.get_by_role("link", name="Links Detector").click()
    wait_for_state(page, "ready")
    page.get_by_role("button", name="Open camera").click()
    page.locator("#overlay a:not(.waiting)").nth(len(LINKS) - 1).wait_for(timeout=60_000)
    page.wait_for_timeout(500)  # the tags come to rest
    yield "camera"


def make(browser: Browser, url: str, photo: bytes, device: str, scheme: str) -> None:
    width, height = SIZES[device]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme,
                                  permissions=["camera"], reduced_motion="reduce", has_touch=device != "desk")
    page = context.new_page()
    page.goto(url)
    wait_for_state(page, "ready")
    page.locator("#offline[data-offline=ready]").wait_for(timeout=120_000)
    for name in screens(page, photo):
        page.wait_for_timeout(200)
        picture = Image.open(io.BytesIO(page.screenshot()))
        whole = f"{device}-{scheme}-{name}"
        picture.save(ROOT / "docs" / "screens" / f"{whole}.webp", quality=QUALITY, method=6)
        for form_factor, shown in MANIFEST.items():
            if shown == whole:
                (ROOT / "web_src" / "screenshots").mkdir(exist_ok=True)
                picture.save(ROOT / "web_src" / "screenshots" / f"{form_factor}.webp", quality=QUALITY, method=6)
        click.echo(whole)
    context.close()


def collage() -> None:
    """docs/app.webp, of screens made before."""
    pictures = [Image.open(ROOT / "docs" / "screens" / f"{name}.webp") for name in TOGETHER]
    width = sum(picture.width for picture in pictures) + GAP * (len(pictures) + 1)
    whole = Image.new("RGB", (width, pictures[0].height + 2 * GAP), AROUND)
    x = GAP
    for picture in pictures:
        whole.paste(picture, (x, GAP))
        x += picture.width + GAP
    whole.save(ROOT / "docs" / "app.webp", quality=QUALITY, method=6)


@click.command()
@click.option("--only", type=click.Choice(list(SIZES)), help="One device alone.")
def main(only: str | None) -> None:
    """Remake docs/screens."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        launch = bootstrap.chromium_launch()
        plain = playwright.chromium.launch(**launch)
        photo = photograph(plain, *LINKS, size=(1280, 1240))
        plain.close()
        film = Path(folder) / "page.y4m"
        camera_film(photo, film)
        browser = playwright.chromium.launch(**{**launch, "args": [
            *launch["args"], "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
            f"--use-file-for-fake-video-capture={film}",
        ]})
        make_site().write(Path(folder) / "dist")
        with SiteServer(Path(folder) / "dist", "/links-detector/") as server:
            for device in [only] if only else SIZES:
                for scheme in SCHEMES:
                    make(browser, server.url, photo, device, scheme)
        browser.close()
    collage()


if __name__ == "__main__":
    main()
