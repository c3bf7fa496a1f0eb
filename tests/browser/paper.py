"""Pages to photograph: rendered by the browser, with links where the test wants them."""

from __future__ import annotations

import html
import io

from PIL import Image

PROSE = (
    "The maps of the northern coast were drawn by hand until well into the last century, and each of them shows "
    "as much of the person who drew it as of the land. Those who want to compare them find them all at"
)

STYLE = """
  body { margin: 0; padding: 90px; background: #fdfbf5; color: #1a1a1a; font: 34px/1.6 'DejaVu Serif', Georgia, serif; }
  p { margin: 0 0 1.2em; }
  .link { white-space: nowrap; }
"""


def page_html(*links: str, prose: str = PROSE) -> str:
    """A paragraph for each link, which stands on a line of its own as it does in most books."""
    paragraphs = "".join(f"<p>{prose}<br><span class='link'>{html.escape(link)}</span></p>" for link in links)
    return f"<!doctype html><meta charset='utf-8'><style>{STYLE}</style><body>{paragraphs or f'<p>{prose}.</p>'}</body>"


def photograph(browser, *links: str, size: tuple[int, int] = (1280, 960), **options) -> bytes:
    """A page with these links as a PNG file."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    try:
        page.set_content(page_html(*links, **options))
        return page.screenshot(type="png")
    finally:
        page.close()


def as_file(content: bytes, name: str = "page.png", mime: str = "image/png") -> dict:
    """What Playwright's set_input_files takes."""
    return {"name": name, "mimeType": mime, "buffer": content}


# -- the app, as tests and other tools see it -----------------------------------------


def wait_for_state(page, *states: str, timeout: float = 60_000) -> None:
    """Waits until the app says that it is in one of these states."""
    page.locator(", ".join(f"html[data-state={state}]" for state in states)).wait_for(state="attached", timeout=timeout)


def open_app(page, site) -> None:
    page.goto(site.url)
    wait_for_state(page, "ready")


def choose(page, file: dict) -> None:
    """Chooses a photo and waits for the end of its scan."""
    page.get_by_test_id("photo-input").set_input_files(file)
    wait_for_state(page, "done", "error")


def links(page) -> list[dict]:
    """The links in the list: what was printed, what a tap opens, how sure."""
    return page.get_by_test_id("links").locator("a[href]:not([data-alternative])").evaluate_all(
        "all => all.map(a => ({ printed: a.dataset.printed, confidence: Number(a.dataset.confidence), href: a.href,"
        " target: a.target, rel: a.rel }))"
    )


def state(page) -> str:
    return page.evaluate("document.documentElement.dataset.state")


def alert(page) -> str:
    """The text of the message that the user sees; the empty string where there is none."""
    return " ".join(page.get_by_role("alert").all_inner_texts()).strip()


# Shares photos (base64) with the app, as another app does; says what the answer was.
SHARE = """async (photos) => {
    const form = new FormData();
    for (const [i, encoded] of photos.entries()) {
        const bytes = Uint8Array.from(atob(encoded), (c) => c.charCodeAt(0));
        form.append('photos', new File([bytes], `photo ${i} ü.png`, { type: 'image/png' }));
    }
    form.append('title', 'not for us');
    const answer = await fetch('share', { method: 'POST', body: form, redirect: 'manual' });
    return answer.type;
}"""


# -- the same page in front of a camera -----------------------------------------------


def open_camera(page, links: int = 2) -> None:
    """Opens the camera and waits until so many links are over its picture and in the list."""
    page.get_by_role("button", name="Open camera").click()
    page.locator("#overlay a").nth(links - 1).wait_for(timeout=60_000)
    page.get_by_test_id("links").locator("a[data-printed]").nth(links - 1).wait_for(timeout=60_000)


def camera_film(png: bytes, path, frames: int = 4) -> None:
    """Writes a y4m film of a picture, for Chromium's fake camera; grey, sides even."""
    picture = Image.open(io.BytesIO(png)).convert("L")
    width, height = (side - side % 2 for side in picture.size)
    grey = picture.crop((0, 0, width, height)).tobytes()
    no_colour = bytes([128]) * (width * height // 2)
    with open(path, "wb") as film:
        film.write(f"YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420jpeg\n".encode())
        for _ in range(frames):
            film.write(b"FRAME\n" + grey + no_colour)
