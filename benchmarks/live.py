"""The camera's figures: the article's pipeline and ours in turn on the same frames, then the site itself.

    python -m benchmarks.live --minutes 10

One headless Chromium whose fake camera plays films made here (``film.py``). The
first page times single frames (``live.js``): detector, and three links from frame to
text, with everything read and while tracking. Then the built site looks at the film
of a moving page (frames a second with links tracked), is opened again and again
before a steady one (time to the first sure link, a returning visitor), and is left
running (memory).
"""

from __future__ import annotations

import json
import os
import statistics
import tempfile
import time
from pathlib import Path

import click
from playwright.sync_api import Page, Playwright, sync_playwright

import bootstrap
from benchmarks import film
from benchmarks.original_graph import DEFAULT, ensure_original_graph
from web_src.generator.bundle import bundle
from web_src.generator.server import SiteServer
from web_src.generator.site import make_site
from web_src.generator.sizes import FIRST, compressed_sizes

FILM_FRAMES = 150
VISITS = 5
PATIENCE = 120_000  # ms for what takes a second on a machine that is not busy
WATCHED = 20  # seconds of camera for frames a second
SAMPLE_EVERY = 15  # seconds between two readings of the memory

# Notes each frame's answer as it reaches the page.
NOTE_FRAMES = """
window.frames = [];
const Plain = Worker;
window.Worker = class extends Plain {
  constructor(...all) {
    super(...all);
    this.addEventListener('message', ({ data }) => {
      if (data.kind === 'frame-done') frames_.push({ at: performance.now(), links: data.sightings.length,
        sure: data.sightings.filter((link) => link.sure).length });
      if (data.kind === 'ready') window.readyAt = performance.now();
    });
  }
  postMessage(message, ...all) {
    if (message.kind === 'frame') window.firstFrameAt ??= performance.now();
    super.postMessage(message, ...all);
  }
};
""".replace("window.frames =", "window.frames_ =")  # `frames` is the window's own


def launch(playwright: Playwright, camera: Path):
    """A Chromium whose camera plays a film."""
    options = bootstrap.chromium_launch()
    return playwright.chromium.launch(**{**options, "args": [
        *options["args"], "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={camera}"]})


def time_frames(playwright: Playwright, camera: Path, original: Path, site: Path, prefixes: list, rounds: int) -> dict:
    """``live.js``'s times and texts; its page is put beside those of the built site."""
    (site / "live.html").write_text("<!doctype html><title>live</title>")
    (site / "live.js").write_bytes(bundle(Path(__file__).with_name("live.js")).code)
    (site / "original").symlink_to(original.resolve())
    graph = {"model": "original/model.json", "weights": [f"original/{path.name}" for path in sorted(original.glob("*.bin"))]}
    with SiteServer(site) as server:
        browser = launch(playwright, camera)
        page = browser.new_context(permissions=["camera"]).new_page()
        page.set_default_timeout(0)
        page.goto(f"{server.url}live.html")
        result = page.evaluate("async (work) => (await import('./live.js')).time(work)",
                               {"prefixes": prefixes, "rounds": rounds, "original": graph})
        browser.close()
    return result


def open_camera(page: Page, url: str) -> None:
    """Opens the site and its camera; returns once a link was read for good."""
    page.goto(url, timeout=PATIENCE)
    page.locator("html[data-state=ready]").wait_for(state="attached", timeout=PATIENCE)
    page.locator("#camera-button").click()
    page.locator("#links a[data-printed]").first.wait_for(timeout=PATIENCE)  # it reads


def watch(playwright: Playwright, camera: Path, url: str, seconds: float) -> dict[str, float]:
    """Frames a second on the moving page, and the share of them with all its links tracked."""
    browser = launch(playwright, camera)
    page = browser.new_context(permissions=["camera"]).new_page()
    page.add_init_script(NOTE_FRAMES)
    open_camera(page, url)
    page.wait_for_timeout(3000)  # until all are read
    seen = page.evaluate("""(ms) => new Promise((done) => {
        const start = frames_.length;
        setTimeout(() => done(frames_.slice(start)), ms);
    })""", seconds * 1000)
    browser.close()
    if not seen:
        raise click.ClickException(f"not one frame in {seconds} s: this machine is too busy to measure on")
    return {"rate": len(seen) / seconds, "tracked": statistics.mean(f["links"] >= len(film.LINKS) for f in seen),
            "sure": statistics.mean(f["sure"] >= len(film.LINKS) for f in seen)}


def first_sure(playwright: Playwright, camera: Path, url: str, visits: int) -> dict[str, list[float]]:
    """Of visits to a steady page, the first one apart: ms and frames to the first and to all sure links; ms to ready."""
    browser = launch(playwright, camera)
    context = browser.new_context(permissions=["camera"])
    context.add_init_script(NOTE_FRAMES)
    result: dict[str, list[float]] = {"first": [], "first frames": [], "all": [], "ready": []}
    for visit in range(visits + 1):
        page = context.new_page()
        open_camera(page, url)
        page.wait_for_timeout(4000)
        seen, start, ready = page.evaluate("[frames_, firstFrameAt, readyAt]")
        if visit == 0:  # the site is being stored meanwhile
            page.locator("[data-offline=ready]").wait_for(state="attached", timeout=PATIENCE)
        else:
            one = next((i for i, f in enumerate(seen) if f["sure"]), None)
            every = next((i for i, f in enumerate(seen) if f["sure"] >= len(film.LINKS)), None)
            result["ready"].append(ready)
            if one is not None:
                result["first"].append(seen[one]["at"] - start)
                result["first frames"].append(one + 1)
            if every is not None:
                result["all"].append(seen[every]["at"] - start)
        page.close()
    browser.close()
    return result


def memory(playwright: Playwright, camera: Path, url: str, minutes: float) -> list[tuple[float, float, float]]:
    """(seconds, MB of the page's own heap after collection, MB resident of the page's process), while the camera runs."""
    browser = launch(playwright, camera)
    page = browser.new_context(permissions=["camera"]).new_page()
    page.add_init_script(NOTE_FRAMES.replace("frames_.push", "frames_.length < 5 && frames_.push"))
    open_camera(page, url)
    session, whole = page.context.new_cdp_session(page), browser.new_browser_cdp_session()
    samples, start = [], time.monotonic()
    while (passed := time.monotonic() - start) <= 60 * minutes:
        page.wait_for_timeout(1000 * SAMPLE_EVERY)
        session.send("HeapProfiler.collectGarbage")
        heap = session.send("Runtime.getHeapUsage")["usedSize"]
        processes = whole.send("SystemInfo.getProcessInfo")["processInfo"]
        resident = max(_resident(p["id"]) for p in processes if p["type"] == "renderer")
        samples.append((passed + SAMPLE_EVERY, heap / 1e6, resident / 1e6))
    browser.close()
    return samples


def _resident(pid: int) -> int:
    """Bytes that a process holds in memory; 0 where the system does not say (not Linux)."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def middle(values: list[float]) -> str:
    """Median, with the range from 10 to 90 %."""
    if len(values) < 2:
        return "–" if not values else f"{values[0]:.0f}"
    low, *_, high = statistics.quantiles(values, n=10)
    return f"{statistics.median(values):.1f} ({low:.1f} to {high:.1f})"


def table(frames: dict, watched: dict, sure: dict, first_bytes: int, samples: list) -> str:
    """All figures as Markdown."""
    times = frames["times"]
    median = {name: statistics.median(values) for name, values in times.items()}
    rows = ["| | the article's | ours | ratio | goal |", "|---|---|---|---|---|"]

    def compared(what: str, theirs: str, ours: str, goal: str) -> None:
        rows.append(f"| {what} | {middle(times[theirs])} | {middle(times[ours])} | {median[theirs] / median[ours]:.1f} | {goal} |")

    compared("detector, ms", "original detector", "detecting detector", "≥ 12 times")
    compared("frame with three links, all read, ms", "original frame", "ours frame", "≥ 10 times")
    compared("the same while tracking, ms", "original frame", "tracking frame", "")
    rows += [
        f"| frames a second, moving page | {1000 / median['original frame']:.1f} | {watched['rate']:.1f} | | ≥ 10 |",
        f"| of these with all three links tracked; sure | | {watched['tracked']:.0%}; {watched['sure']:.0%} | | |",
        f"| first sure link, steady page, ms | | {middle(sure['first'])} | | ≤ 500 |",
        f"| … in frames | | {max(sure['first frames'], default=0)} at most | | ≤ 3 |",
        f"| all three sure, ms | | {middle(sure['all'])} | | |",
        f"| returning visitor, ready to scan, ms | | {middle(sure['ready'])} | | ≤ 1000 |",
        f"| bytes before the first scan, gzipped | | {first_bytes / 1e6:.2f} MB | | ≤ 1.5 MB |",
    ]
    if samples:
        half = samples[len(samples) // 2:]
        rows.append(f"| page's heap at {half[0][0]:.0f} and {half[-1][0]:.0f} s of camera, MB | | {half[0][1]:.1f}, {half[-1][1]:.1f} | | flat |")
        rows.append(f"| resident, the page's process, MB | | {half[0][2]:.0f}, {half[-1][2]:.0f} | | flat |")
    return "\n".join(rows)


@click.command()
@click.option("--rounds", default=30, show_default=True, help="Frames through each way.")
@click.option("--minutes", default=10.0, show_default=True, help="How long the camera runs for the memory; 0 leaves it out.")
@click.option("--original", type=click.Path(path_type=Path), default=DEFAULT, show_default=True,
              help="Folder of the original's graph; made there if it is not.")
@click.option("--out", type=click.Path(path_type=Path), default=None, help="Write all that was measured here, as JSON.")
def main(rounds: int, minutes: float, original: Path, out: Path | None) -> None:
    """Print a table of the camera's figures, and how busy the machine was."""
    web = ensure_original_graph(original)
    site = make_site()
    sizes = compressed_sizes(site)
    load = [os.getloadavg()[0]]
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        root = Path(scratch)
        site.write(root / "dist")
        site.write(root / "timed")
        browser = playwright.chromium.launch(**bootstrap.chromium_launch())
        sheet = film.render(browser)
        browser.close()
        steady, moving = root / "steady.y4m", root / "moving.y4m"
        film.write_film(sheet, [film.STEADY] * film.FRAMES_A_SECOND, steady)
        film.write_film(sheet, film.unsteady(FILM_FRAMES), moving)
        prefixes = [[*film.STEADY.to_frame(left, top), *film.STEADY.to_frame(right, bottom)]
                    for left, top, right, bottom in sheet.prefixes]
        frames = time_frames(playwright, steady, web, root / "timed", prefixes, rounds)
        load.append(os.getloadavg()[0])
        with SiteServer(root / "dist", "/links-detector/") as server:
            watched = watch(playwright, moving, server.url, WATCHED)
            sure = first_sure(playwright, steady, server.url, VISITS)
            load.append(os.getloadavg()[0])
            samples = memory(playwright, moving, server.url, minutes) if minutes else []
    load.append(os.getloadavg()[0])
    first_bytes = sum(sizes[group][1] for group in FIRST)
    print(table(frames, watched, sure, first_bytes, samples))
    print(f"\n{os.cpu_count()} cores; load " + ", ".join(f"{value:.1f}" for value in load))
    print("read:", json.dumps(frames["texts"], ensure_ascii=False))
    if out:
        out.write_text(json.dumps({"frames": frames, "watched": watched, "sure": sure, "bytes": first_bytes,
                                   "memory": samples, "load": load}))


if __name__ == "__main__":
    main()
