"""One frame of the camera: its brightness where the browser hands it over, a bitmap in every other case."""

import pytest

from tests.browser.test_page_modules import PAGE
from tests.browser.test_scan_modules import SCAN

# `film(format, more)`: from now on a video of 8 × 4 px shows this frame; its tones are 0, 1, 2, …
PLAYED = """
    const Real = VideoFrame;
    const closed = [];
    const tones = (n) => Uint8Array.from({ length: n }, (_, i) => (i < 32 ? i : 128));
    const video = { videoWidth: 8, videoHeight: 4 };
    const film = (format = 'I420', more = {}, length = 48) => {
        globalThis.VideoFrame = function () {
            const frame = new Real(tones(length), { format, codedWidth: 8, codedHeight: 4, timestamp: 0, ...more });
            const close = frame.close.bind(frame);
            frame.close = () => { closed.push(1); close(); };
            return frame;
        };
    };
    const drawn = [];
    globalThis.createImageBitmap = async (...all) => { drawn.push(all.slice(1)); return 'bitmap'; };
    const whole = { x: 0, y: 0, width: 8, height: 4 };
    const asked = ({ data, width, height, limited }) => [[...data], width, height, limited];
"""


def run(page, modules, script: str):
    return modules.run(page, "async (m) => { %s %s }" % (PLAYED, script), f"{PAGE}/camera_frame.js")


@pytest.mark.parametrize("pixels", ["I420", "NV12"])
def test_brightness_is_taken_as_it_is(page, modules, pixels):
    assert run(page, modules, """
        film('%s');
        return [asked(await m.takeFrame(video, whole)), closed.length, drawn];
    """ % pixels) == [[list(range(32)), 8, 4, True], 1, []]


@pytest.mark.parametrize("pixels", ["I420", "NV12"])
def test_a_part_is_cut_out_of_it(page, modules, pixels):
    assert run(page, modules, """
        film('%s');
        return asked(await m.takeFrame(video, { x: 2, y: 2, width: 4, height: 2 }));
    """ % pixels) == [[18, 19, 20, 21, 26, 27, 28, 29], 4, 2, True]


def test_what_the_camera_does_not_show_is_left_out(page, modules):
    """Frames may have more around the picture."""
    assert run(page, modules, """
        film('I420', { visibleRect: { x: 2, y: 2, width: 4, height: 2 } });
        return asked(await m.takeFrame({ videoWidth: 4, videoHeight: 2 }, { x: 2, y: 0, width: 2, height: 2 }));
    """) == [[20, 21, 28, 29], 2, 2, True]


def test_the_full_range_of_tones_is_told(page, modules):
    assert run(page, modules, """
        film('I420', { colorSpace: { fullRange: true, matrix: 'bt709' } });
        return (await m.takeFrame(video, whole)).limited;
    """) is False


def test_a_limited_range_is_stretched(page, modules):
    assert modules.run(page, """(m) => {
        const data = Uint8Array.from([0, 16, 17, 125, 126, 234, 235, 255]);
        return [...m.stretched({ data, width: 4, height: 2 }).data];
    }""", f"{SCAN}/picture.js") == [0, 0, 1, 127, 128, 254, 255, 255]


def test_the_scanner_opens_both_kinds(page, modules):
    assert modules.run(page, """async (m) => {
        const data = Uint8Array.from({ length: 64 }, (_, i) => (i % 2 ? 235 : 16));
        const canvas = Object.assign(document.createElement('canvas'), { width: 8, height: 8 });
        canvas.getContext('2d').fillRect(0, 0, 8, 8);
        const frames = [
            { picture: { data: data.slice(), width: 8, height: 8, limited: true } },
            { picture: { data, width: 8, height: 8 } },
            { bitmap: await createImageBitmap(canvas) },
        ].map(m.openFrame);
        return frames.map(({ width, height, small, full }) => [width, height, ...[small(4), small(640), full()].map((picture) => (
            [picture.width, picture.height, ...picture.data.subarray(0, 2)]))]);
    }""", f"{SCAN}/frame.js") == [
        [8, 8, [4, 4, 128, 128], [8, 8, 0, 255], [8, 8, 16, 235]],
        [8, 8, [4, 4, 126, 126], [8, 8, 16, 235], [8, 8, 16, 235]],
        [8, 8, [4, 4, 0, 0], [8, 8, 0, 0], [8, 8, 0, 0]],
    ]


@pytest.mark.parametrize("trouble", [
    "globalThis.VideoFrame = undefined;",
    "globalThis.VideoFrame = function () { throw new DOMException('', 'InvalidStateError'); };",
    "film('RGBX', {}, 128);",
    "film('I444', {}, 96);",
    "film('I420', { rotation: 180 });",
    "film('I420', { flip: true });",
    "film(); const Told = VideoFrame; globalThis.VideoFrame = function () {"
    " return Object.defineProperty(new Told(), 'rotation', { value: undefined }); };",
    "film(); video.videoWidth = 4;",
    "film(); Real.prototype.copyTo = async () => { throw new DOMException('', 'OperationError'); };",
])
def test_anything_else_is_drawn(page, modules, trouble):
    result, drawn, open_frames = run(page, modules, """
        let made = 0;
        %s
        const Made = globalThis.VideoFrame;
        if (Made) globalThis.VideoFrame = function () { const frame = new Made(); made += 1; return frame; };
        const result = await m.takeFrame(video, { x: 2, y: 0, width: 4, height: 2 });
        return [result, drawn, made - closed.length];
    """ % trouble)
    assert (result, drawn) == ("bitmap", [[2, 0, 4, 2]])
    assert open_frames == 0, "cameras have few frames, and stop when none comes back"


@pytest.mark.parametrize("part, even", [
    ((0, 0, 1280, 720), (0, 0, 1280, 720)), ((1, 3, 8, 8), (2, 4, 6, 6)), ((107, 60, 1067, 600), (108, 60, 1066, 600)),
    ((0, 0, 641, 481), (0, 0, 640, 480)),
])
def test_a_part_goes_along_with_colour(page, modules, part, even):
    names = ("x", "y", "width", "height")
    assert modules.run(page, "(m, part) => m.evenPart(part)", f"{PAGE}/camera_frame.js", dict(zip(names, part))) \
        == dict(zip(names, even))
