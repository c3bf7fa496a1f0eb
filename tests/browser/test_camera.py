"""The camera: links light up in front of it, and it is on only while its picture is seen."""

from __future__ import annotations

import base64

import pytest

from tests.browser.paper import alert, as_file, choose, links, open_app, open_camera, photograph, state, wait_for_state

PRINTED = ["https://example.org/maps/coast", "www.wikipedia.org"]

# Every stream that the page is given, so that a test can ask whether it was let go of.
KEEP_STREAMS = """
  window.streams = [];
  const devices = navigator.mediaDevices; // none on about:blank
  const getUserMedia = devices?.getUserMedia.bind(devices);
  if (devices) devices.getUserMedia = async (wanted) => {
    const stream = await getUserMedia(wanted);
    streams.push(stream);
    return stream;
  };
"""

# How frames go to the scanner: as brightness alone, or as bitmaps.
KEEP_FRAMES = """
  window.sentFrames = new Set();
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...more) {
    if (message.kind === 'frame') sentFrames.add(message.picture ? 'brightness' : 'bitmap');
    return post.call(this, message, ...more);
  };
"""

# Which frames of the video are waited for.
KEEP_WAITING = """
  window.waiting = new Set();
  const { requestVideoFrameCallback: ask, cancelVideoFrameCallback: cancel } = HTMLVideoElement.prototype;
  HTMLVideoElement.prototype.requestVideoFrameCallback = function (call) {
    const handle = ask.call(this, (...all) => { waiting.delete(handle); call(...all); });
    waiting.add(handle);
    return handle;
  };
  HTMLVideoElement.prototype.cancelVideoFrameCallback = function (handle) {
    waiting.delete(handle);
    cancel.call(this, handle);
  };
"""

# What the scanner tells of links, without doubts of their own: whether their frames agree is for the test to say.
JUDGE_FRAMES = """
  window.agree = undefined;
  const last = new Map();
  window.Worker = class extends Worker {
    set onmessage(listen) {
      super.onmessage = (event) => {
        for (const sighting of event.data.sightings ?? []) {
          if (sighting.link) last.set(sighting.id, { ...sighting.link, doubts: [] });
          if (agree !== undefined && last.has(sighting.id)) {
            Object.assign(sighting, { sure: agree, settled: true, link: last.get(sighting.id) });
          }
        }
        listen.call(this, event);
      };
    }
  };
"""

# The locks that keep the screen awake; the browser lets go of them by itself where the page is hidden.
KEEP_LOCKS = """
  window.locks = new Set();
  Object.defineProperty(navigator, 'wakeLock', { value: { request: async () => {
    const lock = { release: async () => { locks.delete(lock); } };
    locks.add(lock);
    return lock;
  } } });
  document.addEventListener('visibilitychange', () => { if (document.hidden) locks.clear(); });
"""

# A tab put behind another one: Playwright shows every page it has.
HIDE = """(hidden) => {
  Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}"""


@pytest.fixture(scope="module")
def photo(browser) -> bytes:
    return photograph(browser, *PRINTED)


@pytest.fixture(scope="module")
def camera_browser(browser_with_camera, photo):
    return browser_with_camera(photo)


@pytest.fixture
def camera_page(camera_browser, watch, site):
    context = watch(camera_browser.new_context(viewport={"width": 412, "height": 915}, permissions=["camera"]))
    context.add_init_script(KEEP_STREAMS)
    page = context.new_page()
    open_app(page, site)
    yield page
    context.close()


def wait_until_playing(page) -> None:
    for _ in range(100):
        if page.locator("video").evaluate("video => video.srcObject !== null && !video.paused"):
            return
        page.wait_for_timeout(100)
    pytest.fail("the camera's picture does not run")


def live_streams(page) -> int:
    return page.evaluate("streams.filter((stream) => stream.active).length")


def test_links_appear_over_the_picture_and_once_in_the_list(camera_page):
    open_camera(camera_page)
    assert state(camera_page) == "scanning"
    camera_page.wait_for_timeout(1500)  # several frames more
    found = links(camera_page)
    # Moving print may read as `wwW.`: capitals in a host lead to the same place.
    assert sorted(link["printed"].lower() for link in found) == sorted(PRINTED)
    assert camera_page.locator("#overlay a").count() == len(PRINTED)
    assert camera_page.locator("video").evaluate("video => [video.videoWidth > 0, video.paused]") == [True, False]


def test_a_link_is_shown_as_sure_only_where_its_frames_agree(camera_page, site):
    camera_page.add_init_script(JUDGE_FRAMES + "agree = false;")
    open_app(camera_page, site)
    open_camera(camera_page)
    doubtful = camera_page.locator(".entry.doubtful")
    assert doubtful.count() == len(PRINTED)
    assert "Not read often enough" in doubtful.first.inner_text()
    assert camera_page.locator("#overlay a.doubtful").count() == len(PRINTED)
    camera_page.evaluate("agree = true")
    camera_page.locator(".entry:not(.doubtful)").nth(len(PRINTED) - 1).wait_for()
    assert camera_page.locator("#overlay a.doubtful").count() == 0
    camera_page.evaluate("agree = false")  # seen again, and not read so well
    camera_page.locator("#overlay a.doubtful").first.wait_for()
    assert doubtful.count() == 0 and len(links(camera_page)) == len(PRINTED)


def test_frames_need_no_drawing_where_the_camera_gives_brightness(camera_page, site):
    camera_page.add_init_script(KEEP_FRAMES)
    open_app(camera_page, site)
    open_camera(camera_page)
    assert camera_page.evaluate("[...sentFrames]") == ["brightness"]


@pytest.mark.parametrize("without", [
    "delete window.VideoFrame;",
    # Of the first frames not even a picture can be had.
    "delete window.VideoFrame; const make = createImageBitmap; let times = 0;"
    " window.createImageBitmap = async (...all) => { if ((times += 1) < 4) throw new DOMException('', 'InvalidStateError'); return make(...all); };",
])
def test_where_it_does_not_frames_are_drawn(camera_page, site, without):
    camera_page.add_init_script(KEEP_FRAMES + without)
    open_app(camera_page, site)
    open_camera(camera_page)
    assert camera_page.evaluate("[...sentFrames]") == ["bitmap"]
    assert sorted(link["printed"].lower() for link in links(camera_page)) == sorted(PRINTED)


def test_closing_lets_go_of_the_camera_and_keeps_the_links(camera_page):
    open_camera(camera_page)
    camera_page.get_by_role("button", name="Close camera").click()
    assert state(camera_page) == "done"
    assert live_streams(camera_page) == 0
    assert len(links(camera_page)) == len(PRINTED)
    assert camera_page.locator("video").is_hidden()
    open_camera(camera_page)  # and it opens again
    assert live_streams(camera_page) == 1


def test_closed_before_anything_was_seen_leads_back_to_the_start(camera_page):
    camera_page.get_by_role("button", name="Open camera").click()
    camera_page.get_by_role("button", name="Close camera").click()
    assert state(camera_page) == "ready"
    camera_page.get_by_role("heading", level=1).wait_for()
    camera_page.wait_for_timeout(500)  # had it been opening still
    assert live_streams(camera_page) == 0


def test_back_closes_the_camera(camera_page):
    open_camera(camera_page)
    camera_page.go_back()
    wait_for_state(camera_page, "ready")
    assert live_streams(camera_page) == 0


def test_hidden_it_is_let_go_of_and_it_comes_back(camera_page):
    open_camera(camera_page)
    camera_page.evaluate(HIDE, True)
    assert live_streams(camera_page) == 0
    camera_page.evaluate(HIDE, False)
    wait_until_playing(camera_page)
    assert live_streams(camera_page) == 1
    assert camera_page.evaluate("streams.length") == 2
    assert state(camera_page) == "scanning"


def test_one_visit_asks_for_the_camera_once(camera_page):
    open_camera(camera_page)
    picture = camera_page.locator("#overlay")
    picture.click(position={"x": 5, "y": 5})  # held
    picture.click(position={"x": 5, "y": 5})  # and on
    camera_page.get_by_label("Zoom").fill("2")
    camera_page.wait_for_timeout(300)
    camera_page.get_by_label("Zoom").fill("1")
    assert camera_page.evaluate("streams.length") == 1


def test_left_for_the_back_forward_cache_nothing_stays_on(camera_page):
    open_camera(camera_page)
    camera_page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    assert live_streams(camera_page) == 0
    camera_page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    wait_until_playing(camera_page)
    assert live_streams(camera_page) == 1


def test_following_links_leaves_the_page_its_thread(camera_page):
    """By the processor's time of the page's thread, which other programs on the machine do not change.

    It takes some 8 % here; the detector alone would take more than 10 % of ten frames a second, whenever one looks. On a
    machine with much else to do the same work takes a little longer, so the first quiet three seconds of nine count.
    """
    session = camera_page.context.new_cdp_session(camera_page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def busy() -> float:
        """The thread's seconds in three of the clock's."""
        def spent():
            return next(metric["value"] for metric in session.send("Performance.getMetrics")["metrics"] if metric["name"] == "TaskDuration")

        before = spent()
        camera_page.wait_for_timeout(3000)
        return spent() - before

    open_camera(camera_page)
    camera_page.wait_for_timeout(1000)
    assert any(busy() < 0.3 for _ in range(3))
    camera_page.evaluate("setInterval(() => { const end = performance.now() + 60; while (performance.now() < end); }, 100)")
    assert busy() > 0.3, "a page that has work to do would be seen"


# -- tapping and holding ----------------------------------------------------------------


def held(page) -> bool:
    return page.locator("video").evaluate("video => video.paused")


def test_a_tap_on_a_link_holds_the_picture_and_opens_its_card(camera_page):
    open_camera(camera_page)
    box = camera_page.locator("#overlay a").first
    box.click(force=True)
    camera_page.locator("#card[open]").wait_for()
    assert held(camera_page)
    assert camera_page.locator("#card [data-part=text]").inner_text().lower() in PRINTED
    assert camera_page.locator("#card [data-part=open]").get_attribute("href").startswith("https://")
    camera_page.keyboard.press("Escape")
    camera_page.locator("#card:not([open])").wait_for(state="attached")
    camera_page.wait_for_timeout(300)
    assert not held(camera_page)
    assert live_streams(camera_page) == 1


def test_whoever_wants_it_opens_links_at_once(camera_page, site):
    camera_page.evaluate("""() => {
        localStorage.setItem(`links-detector:${new URL('./', document.baseURI).pathname}`, JSON.stringify({ openAtOnce: true }));
    }""")
    open_app(camera_page, site)
    open_camera(camera_page)
    camera_page.context.route("**/*", lambda route: route.continue_() if route.request.url.startswith(site.url) else route.abort())
    with camera_page.context.expect_page() as opened:
        camera_page.locator("#overlay a").first.click(force=True)
    opened.value.close()
    assert not held(camera_page)


def test_a_tap_beside_the_links_holds_the_picture_until_the_next(camera_page):
    open_camera(camera_page)
    hold = camera_page.get_by_role("button", name="Hold the picture")
    picture = camera_page.locator("#overlay")
    picture.click(position={"x": 5, "y": 5})
    assert held(camera_page)
    assert hold.get_attribute("aria-pressed") == "true"
    camera_page.wait_for_timeout(500)
    assert camera_page.locator("#overlay a").count() == len(PRINTED), "what was found stays on it"
    hold.click()
    camera_page.wait_for_timeout(300)
    assert not held(camera_page)


def test_held_or_closed_no_frame_is_waited_for(camera_page, site):
    camera_page.add_init_script(KEEP_WAITING)
    open_app(camera_page, site)
    open_camera(camera_page)
    picture = camera_page.locator("#overlay")
    for frames in (0, 1, 0, 1):  # held, and on, and once more
        picture.click(position={"x": 5, "y": 5})
        camera_page.wait_for_timeout(300)
        assert camera_page.evaluate("waiting.size") == frames
    camera_page.get_by_role("button", name="Close camera").click()
    assert camera_page.evaluate("waiting.size") == 0


def test_zoomed_in_the_boxes_stay_on_their_print(camera_page):
    open_camera(camera_page)
    camera_page.wait_for_timeout(600)
    first = camera_page.locator("#overlay a").first
    def middle():
        return first.evaluate("""(box) => {
            const [a, b] = [box.getBoundingClientRect(), box.parentElement.getBoundingClientRect()];
            return [(a.left + a.width / 2 - b.left) / b.width, (a.top + a.height / 2 - b.top) / b.height];
        }""")
    x, y = middle()
    camera_page.get_by_label("Zoom").fill("1.2")
    camera_page.wait_for_timeout(1500)
    assert camera_page.locator("video").evaluate("video => getComputedStyle(video).transform").startswith("matrix(1.2")
    assert middle() == pytest.approx([0.5 + 1.2 * (x - 0.5), 0.5 + 1.2 * (y - 0.5)], abs=0.02)


# A camera whose photos show what its video does not.
TAKE_PHOTOS = """
  window.taken = [];
  window.ImageCapture = class {
    async getPhotoCapabilities() { return { imageWidth: { max: 4000, step: 1 }, imageHeight: { max: 3000, step: 1 } }; }
    async takePhoto(sizes) {
      taken.push(sizes);
      return new Blob([Uint8Array.from(atob('%s'), (c) => c.charCodeAt(0))], { type: 'image/png' });
    }
  };
"""
IN_THE_PHOTO = "http://www.gnu.org/software"


@pytest.mark.parametrize("hold, seen, taken", [
    (False, [IN_THE_PHOTO], [{"imageWidth": 4000, "imageHeight": 3000}]),
    (True, PRINTED, []),
])
def test_a_still_is_scanned_as_a_photo(camera_page, camera_browser, site, hold, seen, taken):
    camera_page.add_init_script(TAKE_PHOTOS % base64.b64encode(photograph(camera_browser, IN_THE_PHOTO)).decode())
    open_app(camera_page, site)
    open_camera(camera_page)
    if hold:
        camera_page.get_by_role("button", name="Hold the picture").click()
    camera_page.get_by_role("button", name="Take a sharp photo").click()
    wait_for_state(camera_page, "done")
    assert camera_page.evaluate("document.documentElement.dataset.view") == "photo"
    assert sorted(link["printed"].lower() for link in links(camera_page)) == sorted(seen)
    assert camera_page.evaluate("taken") == taken
    assert live_streams(camera_page) == 0


def test_the_screen_stays_awake_while_the_camera_is_on(camera_page, site):
    camera_page.add_init_script(KEEP_LOCKS)
    open_app(camera_page, site)
    open_camera(camera_page)
    assert camera_page.evaluate("locks.size") == 1
    camera_page.evaluate(HIDE, True)
    camera_page.evaluate(HIDE, False)
    wait_until_playing(camera_page)
    camera_page.wait_for_timeout(300)
    assert camera_page.evaluate("locks.size") == 1
    camera_page.get_by_role("button", name="Close camera").click()
    assert camera_page.evaluate("locks.size") == 0


def test_a_photo_takes_the_screen_from_the_camera(camera_page, photo):
    open_camera(camera_page)
    choose(camera_page, as_file(photo))
    assert live_streams(camera_page) == 0
    assert state(camera_page) == "done"
    assert camera_page.get_by_role("button", name="Open camera").is_visible()


def test_unplugged_it_says_so(camera_page):
    open_camera(camera_page)
    camera_page.evaluate("""() => {
        const [track] = streams[0].getVideoTracks();
        track.stop();
        track.dispatchEvent(new Event('ended'));
    }""")
    wait_for_state(camera_page, "error")
    assert "switched off" in alert(camera_page)
    assert len(links(camera_page)) == len(PRINTED)
    open_camera(camera_page)


# -- which camera, and its light --------------------------------------------------------


@pytest.fixture
def two_cameras(playwright, chromium_launch, watch, site):
    """The app where there are two cameras, the first of them on."""
    browser = playwright.chromium.launch(**{**chromium_launch, "args": [
        *chromium_launch.get("args", []), "--use-fake-device-for-media-stream=device-count=2", "--use-fake-ui-for-media-stream"]})
    page = watch(browser.new_context(viewport={"width": 412, "height": 915}, permissions=["camera"])).new_page()
    page.add_init_script(KEEP_STREAMS + KEEP_LOCKS)
    open_app(page, site)
    page.get_by_role("button", name="Open camera").click()
    page.get_by_label("Which camera").locator("option").nth(1).wait_for(state="attached")
    wait_until_playing(page)
    yield page
    browser.close()


CAMERAS = "streams.map((stream) => [stream.getVideoTracks()[0].getSettings().deviceId, stream.active])"


def other_camera(page) -> str:
    return page.get_by_label("Which camera").evaluate("choice => [...choice.options].find((option) => !option.selected).value")


def test_another_camera_takes_the_place_of_the_first(two_cameras):
    other = other_camera(two_cameras)
    two_cameras.get_by_label("Which camera").select_option(other)
    wait_until_playing(two_cameras)
    two_cameras.wait_for_timeout(300)
    (_, first), (chosen, second) = two_cameras.evaluate(CAMERAS)
    assert (first, chosen, second) == (False, other, True)
    assert two_cameras.get_by_label("Which camera").input_value() == other
    assert two_cameras.evaluate("locks.size") == 1
    two_cameras.get_by_role("button", name="Close camera").click()
    assert live_streams(two_cameras) == 0
    assert two_cameras.evaluate("locks.size") == 0


def test_of_two_chosen_in_a_hurry_the_last_one_is_on_alone(two_cameras):
    first, other = two_cameras.get_by_label("Which camera").input_value(), other_camera(two_cameras)
    two_cameras.get_by_label("Which camera").evaluate("""(choice, ids) => {
        for (const id of ids) {
            choice.value = id;
            choice.dispatchEvent(new Event('change'));
        }
    }""", [other, first])
    two_cameras.wait_for_timeout(1000)
    wait_until_playing(two_cameras)
    assert [camera for camera, on in two_cameras.evaluate(CAMERAS) if on] == [first]


@pytest.mark.parametrize("how", ["another camera", "hidden"])
def test_a_picture_held_runs_on_with_its_button(two_cameras, how):
    hold = two_cameras.get_by_role("button", name="Hold the picture")
    hold.click()
    assert held(two_cameras) and hold.get_attribute("aria-pressed") == "true"
    two_cameras.get_by_text("The picture is held.").wait_for()
    if how == "hidden":
        two_cameras.evaluate(HIDE, True)
        two_cameras.evaluate(HIDE, False)
    else:
        two_cameras.get_by_label("Which camera").select_option(other_camera(two_cameras))
    wait_until_playing(two_cameras)
    assert hold.get_attribute("aria-pressed") == "false"
    assert two_cameras.get_by_text("The picture is held.").is_hidden()


# A camera with a light; `refuses` it while that is set.
LIGHT = """
  const { getCapabilities } = MediaStreamTrack.prototype;
  MediaStreamTrack.prototype.getCapabilities = function () { return { ...getCapabilities.call(this), torch: true }; };
  MediaStreamTrack.prototype.applyConstraints = async function ({ advanced: [{ torch }] }) {
    if (window.refuses) throw new DOMException('not now', 'OverconstrainedError');
    window.light = torch;
  };
"""


def test_the_light_is_there_where_the_camera_has_one_and_shows_whether_it_is_on(camera_page, site):
    open_camera(camera_page)
    light = camera_page.get_by_role("button", name="Light")
    assert light.count() == 0
    camera_page.add_init_script(LIGHT)
    open_app(camera_page, site)
    open_camera(camera_page)
    shown = []
    for refuses in (False, True, False):  # on, not off, off
        camera_page.evaluate("refuses => { window.refuses = refuses; }", refuses)
        light.click()
        camera_page.wait_for_timeout(100)
        shown.append((light.get_attribute("aria-pressed"), camera_page.evaluate("light")))
    assert shown == [("true", True), ("true", True), ("false", False)]


# -- no camera, no permission, no luck ------------------------------------------------


def assert_photos_work(page, photo: bytes) -> None:
    choose(page, as_file(photo))
    assert state(page) == "done"
    assert alert(page) == ""


def test_without_a_camera_it_says_so(page, site, photo):
    open_app(page, site)
    page.context.grant_permissions(["camera"])
    page.get_by_role("button", name="Open camera").click()
    wait_for_state(page, "error")
    assert "No camera was found" in alert(page)
    assert_photos_work(page, photo)


def test_without_permission_it_says_how_to_give_it(playwright, chromium_launch, watch, site, photo):
    browser = playwright.chromium.launch(**{**chromium_launch, "args": [
        *chromium_launch.get("args", []), "--use-fake-device-for-media-stream", "--deny-permission-prompts"]})
    try:
        page = watch(browser.new_context()).new_page()
        open_app(page, site)
        page.get_by_role("button", name="Open camera").click()
        wait_for_state(page, "error")
        assert "blocked" in alert(page) and "site settings" in alert(page)
        assert_photos_work(page, photo)
    finally:
        browser.close()


def test_a_camera_in_use_elsewhere_is_told(page, site, photo):
    page.add_init_script("""
        if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('in use', 'NotReadableError'); };
    """)
    open_app(page, site)
    page.get_by_role("button", name="Open camera").click()
    wait_for_state(page, "error")
    assert "Another app is using the camera" in alert(page)
    assert_photos_work(page, photo)


def test_without_access_to_cameras_photos_are_offered(page, site, photo):
    page.add_init_script("Object.defineProperty(navigator, 'mediaDevices', { value: undefined })")
    open_app(page, site)
    page.get_by_role("button", name="Open camera").click()
    wait_for_state(page, "error")
    assert "Choose a photo instead" in alert(page)
    assert_photos_work(page, photo)
