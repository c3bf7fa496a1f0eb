"""The page's modules, each alone: where boxes stand, what the list shows, and a thread that is kept alive."""

from __future__ import annotations

import pytest

from web_src.generator.messages import read_languages
from web_src.generator.site import WEB

PAGE = "/web_src/page"

# By then what comes a moment later is there.
SETTLED = "await new Promise((resolve) => setTimeout(resolve, 50));"


# -- boxes ----------------------------------------------------------------------------


def test_a_box_is_given_in_parts_of_the_picture(page, modules):
    box = modules.run(page, "(m) => m.boxOf([[100, 50], [300, 50], [300, 90], [100, 90]], { width: 400, height: 200 })",
                      f"{PAGE}/boxes.js")
    assert box == {"x": 0.5, "y": 0.35, "width": 0.5, "height": 0.2, "angle": 0}


def test_a_box_follows_the_slope_of_its_line(page, modules):
    """A link that runs straight down the picture, as on a page turned by a quarter."""
    box = modules.run(page, "(m) => m.boxOf([[120, 50], [120, 250], [100, 250], [100, 50]], { width: 200, height: 400 })",
                      f"{PAGE}/boxes.js")
    assert box["angle"] == pytest.approx(1.5708, abs=1e-4)
    assert (box["x"], box["y"]) == (0.55, 0.375)
    assert (box["width"], box["height"]) == (1, 0.05)


def at(left: float, top: float, right: float, bottom: float) -> dict:
    return {"left": left, "top": top, "right": right, "bottom": bottom}


@pytest.mark.parametrize("boxes, expected", [
    ([at(0, 0, 200, 60)], [(0, 0)]),  # large enough as it is
    ([at(0, 0, 200, 14)], [(0, 15)]),
    ([at(0, 0, 20, 14)], [(12, 15)]),
    ([at(0, 0, 200, 14), at(0, 100, 200, 114)], [(0, 15), (0, 15)]),  # far apart
    ([at(0, 0, 200, 14), at(0, 20, 200, 34)], [(0, 3), (0, 3)]),  # lines of one paragraph share what is between
    ([at(0, 0, 30, 14), at(34, 0, 64, 14)], [(2, 15), (2, 15)]),  # side by side
    ([at(0, 0, 200, 14), at(0, 10, 200, 24)], [(0, 0), (0, 0)]),  # one over the other
    ([at(0, 0, 200, 14) | {"key": "a"}, at(0, 20, 200, 34) | {"key": "a"}], [(0, 15), (0, 15)]),  # two lines of one link
])
def test_areas_to_tap_grow_to_a_finger_but_never_over_a_neighbour(page, modules, boxes, expected):
    reaches = modules.run(page, "(m, boxes) => m.reaches(boxes, 44)", f"{PAGE}/boxes.js", boxes)
    assert [(reach["across"], reach["down"]) for reach in reaches] == expected


def test_boxes_on_the_picture_are_links_out_of_the_tab_order(page, modules):
    result = modules.run(page, """(m) => {
        const layer = document.createElement('div');
        layer.style.cssText = 'position: relative; width: 400px; height: 200px';
        document.body.append(layer);
        const overlay = m.createOverlay(layer);
        const link = { printed: 'www.a.org', href: 'https://www.a.org/', doubts: ['letters'], quad: [[100, 50], [300, 50], [300, 90], [100, 90]] };
        overlay.put('one', link, { width: 400, height: 200 });
        overlay.put('one', { ...link, quad: [[0, 50], [200, 50], [200, 90], [0, 90]] }, { width: 400, height: 200 });
        const [box, ...others] = layer.children;
        return { others: others.length, href: box.href, rel: box.rel, target: box.target, tabIndex: box.tabIndex,
                 left: box.style.left, doubtful: box.classList.contains('doubtful') };
    }""", f"{PAGE}/overlay.js")
    assert result == {"others": 0, "href": "https://www.a.org/", "rel": "noopener noreferrer", "target": "_blank",
                      "tabIndex": -1, "left": "25%", "doubtful": True}


def test_a_box_whose_link_wants_a_warning_says_so_and_why(page, modules):
    """On each of its lines, at once when it is drawn again, and until it is read as something else."""
    seen = modules.run(page, """async (m) => {
        const layer = document.createElement('div');
        document.body.append(layer);
        const overlay = m.createOverlay(layer);
        const quad = [[100, 50], [300, 50], [300, 90], [100, 90]];
        const put = (printed, quads = [quad]) => {
            overlay.put('one', { printed, href: `https://${printed}`, doubts: [], quads }, { width: 400, height: 200 });
            return [...layer.children].map((box) => [box.title, box.classList.contains('warned'), box.querySelectorAll('svg').length]);
        };
        const later = async (printed) => {
            put(printed);
            %s
            return put(printed);
        };
        return [await later('www.a.org/x'), await later('paypa1.com/'), put('paypa1.com/', [quad, quad]), put('paypal.com/'), await later('paypal.com/')];
    }""" % SETTLED, f"{PAGE}/overlay.js")
    plain, warned = ["paypal.com/", False, 1], ["paypa1.com/\nLooks like paypal.com, but is another site", True, 1]
    assert seen == [[["www.a.org/x", False, 1]], [warned], [warned, warned], [plain], [plain]]


# -- the list -------------------------------------------------------------------------


@pytest.mark.parametrize("printed, href, parts", [
    ("https://example.org/a", "https://example.org/a", ["https://", "example.org", "/a"]),
    ("WWW.Example.ORG", "https://www.example.org/", ["WWW.", "Example.ORG", ""]),
    ("a.b@example.org", "mailto:a.b@example.org", ["a.b@", "example.org", ""]),
    ("https://example.org/example.org", "https://example.org/example.org", ["https://", "example.org", "/example.org"]),
    ("https://münchen.de/", "https://xn--mnchen-3ya.de/", ["https://", "münchen.de", "/"]),
    ("https://a.b@example.org/", "https://a.b@example.org/", ["https://a.b@", "example.org", "/"]),
    ("see example.org", "https://example.org/", ["", "", "see example.org"]),
])
def test_the_host_stands_out(page, modules, printed, href, parts):
    found = modules.run(page, "(m, [printed, href]) => m.partsOf(printed, href)", f"{PAGE}/printed.js", [printed, href])
    assert [found["before"], found["host"], found["after"]] == parts


@pytest.mark.parametrize("text", ["https://www.example.org/a-b/c?d=e&f=g#h", "a", "", "://", "a..b//c"])
def test_breaking_a_link_over_lines_loses_nothing(page, modules, text):
    assert "".join(modules.run(page, "(m, text) => m.breakable(text)", f"{PAGE}/printed.js", text)) == text


def test_links_break_before_their_marks_and_never_inside_the_scheme(page, modules):
    assert modules.run(page, "(m) => m.breakable('https://www.example.org/a-b?c=d')", f"{PAGE}/printed.js") == [
        "https", "://www", ".example", ".org", "/a", "-b", "?c", "=d"]


@pytest.mark.parametrize("href, safe", [
    ("https://a.org", True), ("http://a.org", True), ("mailto:a@b.org", True),
    ("javascript:alert(1)", False), ("data:text/html,x", False), ("file:///etc/passwd", False), ("ftp://a.org", False),
    ("blob:https://a.org/x", False), (" javascript:alert(1)", False), ("//a.org", False), ("a.org", False), (None, False), ({}, False),
])
def test_only_http_https_and_mailto_become_tappable(page, modules, href, safe):
    assert modules.run(page, "(m, href) => m.isSafeHref(href)", f"{PAGE}/safe_href.js", href) is safe


LIST = """
    document.body.innerHTML = `<ul id="links"></ul><template id="template"><li>
        <canvas data-part="scrap"></canvas><a data-part="link"><span data-part="text"></span></a>
        <button data-part="copy"><span data-part="copy-label">Copy</span></button><button data-part="details"></button>
        <div data-part="warnings"><template><p><span data-part="words"></span></p></template></div>
        <div data-part="notes"><template><p><span data-part="words"></span></p></template></div>
        <div data-part="alternatives" hidden><template><a><span data-part="text"></span></a></template></div></li></template>`;
    const list = m.createLinkList(document.getElementById('links'), document.getElementById('template'));
    const link = (more) => ({ printed: 'www.a.org/x', href: 'https://www.a.org/x', confidence: 0.95, doubts: [], readAs: null,
        image: { data: new Uint8Array(6).fill(128), width: 3, height: 2 }, ...more });
    const anchors = () => [...document.querySelectorAll('#links a')];
"""


def test_an_entry_carries_what_was_printed_and_how_sure_it_is(page, modules):
    entry = modules.run(page, """(m) => { %s
        list.put('one', link());
        const [anchor] = anchors();
        return { href: anchor.href, text: anchor.textContent, host: anchor.querySelector('strong').textContent, ...anchor.dataset,
                 notes: document.querySelector('[data-part=notes]').hidden };
    }""" % LIST, f"{PAGE}/link_list.js")
    assert entry == {"href": "https://www.a.org/x", "text": "www.a.org/x", "host": "a.org", "part": "link",
                     "printed": "www.a.org/x", "confidence": "0.950", "notes": True}


def test_every_doubt_and_every_repair_is_told_with_the_link(page, modules):
    notes, described = modules.run(page, """(m) => { %s
        list.put('one', link({ doubts: ['letters', 'cut'], readAs: 'wvvw.a.org/x' }));
        const ids = anchors()[0].getAttribute('aria-describedby').split(' ');
        return [[...document.querySelectorAll('#links [data-part=notes] [data-part=words]')].map(({ textContent }) => textContent),
                ids.every((id) => document.getElementById(id))];
    }""" % LIST, f"{PAGE}/link_list.js")
    assert len(notes) == 3 and "wvvw.a.org/x" in notes[0]
    assert described


def test_an_unsafe_link_never_enters_the_list(page, modules):
    assert modules.run(page, """(m) => { %s
        list.put('one', link({ href: 'javascript:alert(1)' }));
        return [list.size, anchors().length];
    }""" % LIST, f"{PAGE}/link_list.js") == [0, 0]


def test_print_is_text_never_markup(page, modules):
    assert modules.run(page, """(m) => { %s
        list.put('one', link({ printed: 'www.a.org/<img src=x onerror=alert(1)>' }));
        return [anchors()[0].textContent, document.querySelectorAll('#links img').length];
    }""" % LIST, f"{PAGE}/link_list.js") == ["www.a.org/<img src=x onerror=alert(1)>", 0]


def test_seen_again_the_surer_reading_stays(page, modules):
    printed = modules.run(page, """(m) => { %s
        list.put('one', link({ confidence: 0.5, printed: 'www.a.org/l' }));
        list.put('one', link({ confidence: 0.9 }));
        list.put('one', link({ confidence: 0.7, printed: 'www.a.org/i' }));
        return anchors().map(({ dataset }) => dataset.printed);
    }""" % LIST, f"{PAGE}/link_list.js")
    assert printed == ["www.a.org/x"]


def test_another_reading_of_the_same_print_is_offered_beside_it(page, modules):
    found = modules.run(page, """(m) => { %s
        list.put('one', link({ alternatives: [{ printed: 'www.a.org/y', href: 'https://www.a.org/y', confidence: 0.4 }] }));
        return anchors().map(({ dataset }) => [dataset.printed, dataset.confidence, 'alternative' in dataset]);
    }""" % LIST, f"{PAGE}/link_list.js")
    assert found == [["www.a.org/x", "0.950", False], ["www.a.org/y", "0.400", True]]


@pytest.mark.parametrize("printed, href, doubts, said", [
    ("paypa1.com", "https://paypa1.com/", [], ["Looks like paypal.com, but is another site"]),
    ("http://192.168.0.1/", "http://192.168.0.1/", [], ["A number instead of a name: nobody knows whose it is"]),
    ("bit.ly/3xYz", "https://bit.ly/3xYz", [], ["A short link: where it leads shows only when it opens"]),
    ("example.orgg", "https://example.orgg/", [], ["No known ending of a web address"]),
    ("example.orgg", "https://example.orgg/", ["suffix"], []),  # the doubt says it
    ("http://example.org/", "http://example.org/", [], []),
])
def test_a_warning_stands_with_its_link_and_says_why(page, modules, printed, href, doubts, said):
    warnings, hidden = modules.run(page, """async (m, [printed, href, doubts]) => { %s
        list.put('one', link({ printed, href, doubts }));
        %s
        const place = document.querySelector('#links [data-part=warnings]');
        return [[...place.querySelectorAll('[data-part=words]')].map(({ textContent }) => textContent), place.hidden];
    }""" % (LIST, SETTLED), f"{PAGE}/link_list.js", [printed, href, doubts])
    assert (warnings, hidden) == (said, not said)


@pytest.mark.parametrize("doubts, said", [
    ([], ["Looks like paypal.com, but is another site"]),
    (["letters"], ["Hard to read: compare it with the print", "Looks like paypal.com, but is another site"]),
])
def test_warnings_are_heard_with_their_link_and_its_doubts(page, modules, doubts, said):
    assert modules.run(page, """async (m, doubts) => { %s
        list.put('one', link({ printed: 'paypa1.com', href: 'https://paypa1.com/', doubts }));
        %s
        return anchors()[0].getAttribute('aria-describedby').split(' ').map((id) => document.getElementById(id).textContent);
    }""" % (LIST, SETTLED), f"{PAGE}/link_list.js", doubts) == said


# -- words ----------------------------------------------------------------------------


def test_every_problem_has_words_that_say_what_to_do(page, modules):
    codes = [key.removeprefix("problem.") for key in read_languages(WEB / "messages")[0].texts if key.startswith("problem.")]
    texts = modules.run(page, """(m, codes) => codes.map((code) =>
        m.problemText({ code, facts: { megapixels: 100, most: 64, width: 1, height: 1, least: 16, type: 'pdf' } }))""",
                        f"{PAGE}/messages.js", codes)
    assert len(set(texts)) == len(codes) > 10
    for text in texts:
        assert text.endswith(".") and not any(sign in text for sign in ("undefined", "null", "{"))
        assert any(word in text for word in ("Choose", "choose", "Check", "Open", "open it", "Close", "Save", "Make", "Connect")), text


def test_a_problem_nobody_foresaw_has_words_too(page, modules):
    assert modules.run(page, "(m) => m.problemText({ code: 'new', facts: {} }) === m.problemText({ code: 'scan-failed' })",
                       f"{PAGE}/messages.js")


def test_numbers_choose_the_plural_form_and_are_written_as_the_language_does(page, modules):
    said = modules.run(page, """(m) => [0, 1, 2, 12345].map((n) => m.message('scan.found', { n }))""", f"{PAGE}/messages.js")
    assert said == ["0 links found.", "1 link found.", "2 links found.", "12,345 links found."]


def test_a_text_that_is_not_there_is_seen(page, modules):
    assert modules.run(page, "(m) => m.message('no.such.text')", f"{PAGE}/messages.js") == "no.such.text"


# -- the thread -----------------------------------------------------------------------

# A worker whose side the test plays: `workers` holds those started, each with what it was sent.
THREAD = """
    const workers = [];
    const startWorker = () => {
        const worker = { sent: [], alive: true, postMessage: (message) => worker.sent.push(message), terminate: () => { worker.alive = false; },
            say: (data) => worker.onmessage({ data }) };
        workers.push(worker);
        return worker;
    };
    const events = [];
    const note = (name) => (detail) => events.push(detail === undefined ? [name] : [name, detail]);
    const scanner = m.createScanner({ assets: { 'scan-worker': { url: 'w' }, 'tesseract-worker': { url: 'x' } }, startWorker,
        on: { loading: () => {}, ready: note('ready'), failed: ({ code }) => events.push(['failed', code]) } });
    const handlers = { link: note('link'), done: note('done'), problem: ({ code }) => events.push(['problem', code]) };
    const photo = () => scanner.photo(new Blob(['x']), handlers);
    const kinds = (worker) => worker.sent.map(({ kind }) => kind);
"""


def scanner_run(page, modules, script: str):
    return modules.run(page, "async (m) => { %s %s }" % (THREAD, script), f"{PAGE}/scanner.js")


def test_a_photo_chosen_while_loading_waits_for_the_thread(page, modules):
    assert scanner_run(page, modules, """
        await photo();
        const before = kinds(workers[0]);
        workers[0].say({ kind: 'ready' });
        return [before, kinds(workers[0])];
    """) == [["init"], ["init", "photo"]]


def test_what_an_abandoned_scan_still_says_is_not_heard(page, modules):
    assert scanner_run(page, modules, """
        workers[0].say({ kind: 'ready' });
        await photo();
        await photo();
        const [first, second] = workers[0].sent.filter(({ kind }) => kind === 'photo');
        workers[0].say({ kind: 'link', id: first.id, link: 'old' });
        workers[0].say({ kind: 'done', id: first.id, found: 1 });
        workers[0].say({ kind: 'link', id: second.id, link: 'new' });
        workers[0].say({ kind: 'done', id: second.id, found: 1 });
        return events;
    """) == [["ready"], ["link", "new"], ["done", {"found": 1}]]


def test_a_thread_that_dies_is_started_again_once(page, modules):
    assert scanner_run(page, modules, """
        workers[0].say({ kind: 'ready' });
        await photo();
        workers[0].onerror({ message: 'out of memory' });
        const started = workers.length;
        workers[1].say({ kind: 'ready' });
        await photo();
        workers[1].onerror({ message: 'out of memory' });
        return [started, workers.length, workers.map(({ alive }) => alive), events];
    """) == [2, 2, [False, False], [["ready"], ["problem", "scan-failed"], ["ready"], ["failed", "scan-failed-again"]]]


def test_after_a_scan_that_went_well_a_death_counts_anew(page, modules):
    assert scanner_run(page, modules, """
        for (const i of [0, 1, 2]) {
            workers[i].say({ kind: 'ready' });
            await photo();
            workers[i].say({ kind: 'done', id: workers[i].sent.at(-1).id, found: 0 });
            await photo();
            workers[i].onerror({ message: 'out of memory' });
        }
        return [workers.length, events.filter(([name]) => name === 'failed')];
    """) == [4, []]


def test_a_thread_that_never_starts_is_reported_and_can_be_tried_again(page, modules):
    assert scanner_run(page, modules, """
        workers[0].onerror({ message: '404' });
        scanner.restart();
        workers[1].say({ kind: 'ready' });
        return [events, workers[1].sent[0].fresh];
    """) == [[["failed", "load-failed"], ["ready"]], True]


def test_a_photo_chosen_after_a_failure_tries_again(page, modules):
    assert scanner_run(page, modules, """
        workers[0].say({ kind: 'problem', code: 'load-failed', facts: {} });
        await photo();
        workers[1].say({ kind: 'ready' });
        return [events, kinds(workers[1])];
    """) == [[["failed", "load-failed"], ["ready"]], ["init", "photo"]]


def test_a_wrong_file_leaves_the_thread_alone(page, modules):
    assert scanner_run(page, modules, """
        workers[0].say({ kind: 'ready' });
        await photo();
        workers[0].say({ kind: 'problem', id: workers[0].sent.at(-1).id, code: 'empty-file', facts: {} });
        return [workers.length, events];
    """) == [1, [["ready"], ["problem", "empty-file"]]]


# -- the camera -----------------------------------------------------------------------

CAMERA = """
    const video = document.createElement('video');
    const events = [];
    const camera = (getUserMedia) => m.createCamera({ video, onFrame: async (bitmap) => bitmap.close(),
        onPlaying: () => events.push('playing'), onProblem: (code) => events.push(code),
        devices: getUserMedia && { getUserMedia } });
    const refuse = (name) => async () => { throw new DOMException('', name); };
"""


@pytest.mark.parametrize("error, code", [
    ("NotAllowedError", "camera-denied"), ("NotFoundError", "no-camera"), ("OverconstrainedError", "no-camera"),
    ("NotReadableError", "camera-busy"), ("AbortError", "camera-busy"), ("TypeError", "camera-lost"),
])
def test_each_refusal_of_the_camera_has_its_name(page, modules, error, code):
    assert modules.run(page, """async (m, error) => { %s
        const refused = camera(refuse(error));
        await refused.start();
        return [events, refused.on];
    }""" % CAMERA, f"{PAGE}/camera.js", error) == [[code], False]


def test_a_browser_without_cameras_says_so(page, modules):
    assert modules.run(page, """async (m) => { %s
        await m.createCamera({ video, onProblem: (code) => events.push(code), devices: null }).start();
        return events;
    }""" % CAMERA, f"{PAGE}/camera.js") == ["camera-unsupported"]


def test_closed_while_the_browser_was_asking_it_is_let_go(page, modules):
    assert modules.run(page, """async (m) => { %s
        let allow;
        const stopped = [];
        const opened = camera(() => new Promise((resolve) => { allow = resolve; }));
        const starting = opened.start();
        opened.stop();
        allow({ getTracks: () => [{ stop: () => stopped.push('stopped') }] });
        await starting;
        return [stopped, events, opened.on];
    }""" % CAMERA, f"{PAGE}/camera.js") == [["stopped"], [], False]


# A video whose frames come when the test says so.
CLOCK = """
    const calls = [];
    const video = {
        requestVideoFrameCallback: (call) => calls.push(call),
        cancelVideoFrameCallback: (which) => { calls[which - 1] = () => {}; },
    };
    const show = (now) => calls.at(-1)(now);
    const now = async (promise) => Promise.race([promise, new Promise((resolve) => { setTimeout(resolve, 20, 'not yet'); })]);
"""


def test_the_newest_frame_is_there_at_once_and_only_once(page, modules):
    assert modules.run(page, """async (m) => { %s
        const frames = m.watchFrames(video);
        const before = await now(frames.next());
        [10, 20, 30].forEach(show);
        const first = await now(frames.next());
        const again = frames.next();
        const early = await now(again);
        show(40);
        return [before, first, early, await now(again)];
    }""" % CLOCK, f"{PAGE}/frame_clock.js") == ["not yet", 30, "not yet", 40]


def test_a_clock_that_was_stopped_asks_no_more(page, modules):
    assert modules.run(page, """async (m) => { %s
        m.watchFrames(video).stop();
        show(10);
        return calls.length;
    }""" % CLOCK, f"{PAGE}/frame_clock.js") == 1


def test_the_displays_clock_does_where_videos_have_none(page, modules):
    assert modules.run(page, """async (m) => {
        const frames = m.watchFrames({});
        const [a, b] = [await frames.next(), await frames.next()];
        frames.stop();
        return b > a;
    }""", f"{PAGE}/frame_clock.js")


def test_a_frame_of_a_camera_closed_meanwhile_is_let_go(page, modules):
    assert modules.run(page, """async (m) => { %s
        const canvas = document.createElement('canvas');
        canvas.getContext('2d');
        const stream = canvas.captureStream(30);
        video.muted = true;
        let made;
        const making = new Promise((resolve) => { made = resolve; });
        let hand;
        window.VideoFrame = undefined;
        window.createImageBitmap = () => { made(); return new Promise((resolve) => { hand = resolve; }); };
        const opened = m.createCamera({ video, onFrame: async () => events.push('frame'), onTrack: () => {}, onPlaying: () => {},
            onProblem: (code) => events.push(code), devices: { getUserMedia: async () => stream } });
        const drawing = setInterval(() => canvas.getContext('2d').fillRect(0, 0, 300 * Math.random(), 10), 20);
        await opened.start();
        await making;
        opened.stop();
        hand({ close: () => events.push('closed') });
        await new Promise((resolve) => { setTimeout(resolve, 50); });
        clearInterval(drawing);
        return events;
    }""" % CAMERA, f"{PAGE}/camera.js") == ["closed"]


# -- coming in ------------------------------------------------------------------------


def test_choosing_the_same_photo_twice_is_two_photos(page, modules):
    page.goto(modules.url)
    page.evaluate("""async (url) => {
        const { takePhotos } = await import(url);
        const input = Object.assign(document.createElement('input'), { type: 'file' });
        document.body.append(input);
        window.taken = [];
        takePhotos({ input, root: document.documentElement, onPhotos: ([{ name }]) => taken.push(name) });
    }""", modules.bundle_url(f"{PAGE}/intake.js"))
    for _ in range(2):
        page.set_input_files("input", {"name": "page.jpg", "mimeType": "image/jpeg", "buffer": b"x"})
    assert page.evaluate("taken") == ["page.jpg", "page.jpg"]


def test_text_dropped_or_pasted_is_not_for_us(page, modules):
    taken, prevented = modules.run(page, """(m) => {
        const taken = [];
        m.takePhotos({ input: document.createElement('input'), root: document.documentElement, onPhotos: (files) => taken.push(...files) });
        const carried = new DataTransfer();
        carried.setData('text/plain', 'https://example.org');
        const drop = new DragEvent('drop', { dataTransfer: carried, cancelable: true, bubbles: true });
        const paste = new ClipboardEvent('paste', { clipboardData: carried, cancelable: true, bubbles: true });
        for (const event of [drop, paste]) document.body.dispatchEvent(event);
        return [taken.length, drop.defaultPrevented || paste.defaultPrevented];
    }""", f"{PAGE}/intake.js")
    assert taken == 0 and not prevented
