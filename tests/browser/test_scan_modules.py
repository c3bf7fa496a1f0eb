"""The scanning thread's modules, each alone: files, pixels, scales, candidates, and the flow with parts played."""

from __future__ import annotations

import base64
import hashlib
import io
import struct

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

SCAN = "/web_src/scan"


def encoded(kind: str, size: tuple[int, int], **options) -> list[int]:
    """A grey picture as the bytes of a file."""
    out = io.BytesIO()
    Image.new("RGB", size, (200, 200, 200)).save(out, kind, **options)
    return list(out.getvalue())


def box(kind: bytes, content: bytes) -> bytes:
    """A box of an ISO media file."""
    return struct.pack(">I", 8 + len(content)) + kind + content


def heif(brand: bytes, *sizes: tuple[int, int]) -> list[int]:
    """The beginning of a HEIC or AVIF file that speaks of images of these sizes."""
    extents = b"".join(box(b"ispe", struct.pack(">III", 0, *size)) for size in sizes)
    return list(box(b"ftyp", brand + b"\0\0\0\0" + brand) + box(b"meta", extents) + bytes(32))


# -- what a file is -------------------------------------------------------------------


@pytest.mark.parametrize("kind, options", [
    ("JPEG", {}), ("JPEG", {"progressive": True}), ("JPEG", {"exif": b"Exif\0\0" + bytes(60_000)}),
    ("PNG", {}), ("GIF", {}), ("BMP", {}), ("WEBP", {}), ("WEBP", {"lossless": True}),
])
def test_sniff_tells_type_and_size(page, modules, kind, options):
    found = modules.run(page, "(m, bytes) => m.sniff(new Uint8Array(bytes))", f"{SCAN}/sniff.js",
                        encoded(kind, (321, 123), **options))
    assert found == {"type": kind.lower(), "picture": True, "width": 321, "height": 123}


def test_sniff_tells_the_size_of_an_extended_webp(page, modules):
    extended = b"RIFF\0\0\0\0WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + (9999).to_bytes(3, "little") + (4999).to_bytes(3, "little")
    found = modules.run(page, "(m, bytes) => m.sniff(new Uint8Array(bytes))", f"{SCAN}/sniff.js", list(extended))
    assert (found["type"], found["width"], found["height"]) == ("webp", 10_000, 5000)


@pytest.mark.parametrize("brand, kind", [(b"heic", "heic"), (b"mif1", "heic"), (b"avif", "avif")])
def test_sniff_takes_the_largest_image_of_a_container(page, modules, brand, kind):
    found = modules.run(page, "(m, bytes) => m.sniff(new Uint8Array(bytes))", f"{SCAN}/sniff.js",
                        heif(brand, (512, 512), (4032, 3024), (320, 240)))
    assert found == {"type": kind, "picture": True, "width": 4032, "height": 3024}


@pytest.mark.parametrize("content, kind", [
    (b"", "empty"), (b"%PDF-1.7\n...", "pdf"), (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "svg"),
    (b"<?xml version='1.0'?>\n<!-- a drawing -->\n<svg >", "svg"), (b"BMW is a car, this is a text", "text"),
    (b"see www.example.org", "text"), (bytes(range(256)), "unknown"), (b"\x7fELF\x02\x01\x01\0", "unknown"),
])
def test_sniff_tells_what_is_no_picture(page, modules, content, kind):
    found = modules.run(page, "(m, bytes) => m.sniff(new Uint8Array(bytes))", f"{SCAN}/sniff.js", list(content))
    assert found == {"type": kind, "picture": False}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "BMP", "WEBP"])
def test_sniff_takes_any_beginning_of_a_file(page, modules, kind):
    """Cut after every byte: never an error, never a wrong size."""
    found = modules.run(page, """(m, bytes) => bytes.map((_, end) => m.sniff(new Uint8Array(bytes.slice(0, end))))
        .filter(({ width }) => width !== undefined && width !== 321).length""",
                        f"{SCAN}/sniff.js", encoded(kind, (321, 123))[:400])
    assert found == 0


# -- pixels ---------------------------------------------------------------------------


def test_a_file_becomes_grey_and_upright(page, modules):
    """Left half black, stored lying on its side: the camera's EXIF says to turn it by 90 degrees."""
    picture = Image.new("RGB", (60, 40), "white")
    picture.paste((0, 0, 0), (0, 0, 30, 40))
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, quality=95)
    width, height, top, bottom = modules.run(page, """async (m, bytes) => {
        const { data, width, height } = await m.pictureFromFile(new Blob([new Uint8Array(bytes)]));
        return [width, height, data[5 * width + 20], data[55 * width + 20]];
    }""", f"{SCAN}/picture.js", list(out.getvalue()))
    assert (width, height) == (40, 60)
    assert top < 20 and bottom > 235


def test_transparent_parts_are_paper(page, modules):
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    assert modules.run(page, "async (m, b) => (await m.pictureFromFile(new Blob([new Uint8Array(b)]))).data[0]",
                       f"{SCAN}/picture.js", list(out.getvalue())) == 255


def test_large_pictures_come_down_to_4096(page, modules):
    size = modules.run(page, """async (m) => {
        const canvas = new OffscreenCanvas(6000, 1500);
        canvas.getContext('2d').fillRect(0, 0, 1, 1);
        const { width, height } = m.pictureFromBitmap(await createImageBitmap(canvas));
        return [width, height];
    }""", f"{SCAN}/picture.js")
    assert size == [4096, 1024]


def test_grey_weighs_colours_as_the_eye_does(page, modules):
    assert modules.run(page, """(m) => [...m.grey(new Uint8ClampedArray(
        [255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 255]))]""",
                       f"{SCAN}/picture.js") == [76, 150, 29, 255]


def test_shrink_takes_the_mean_of_what_it_covers(page, modules):
    halved = modules.run(page, """(m) => {
        const { data, width, height } = m.shrink({ data: Uint8Array.of(0, 10, 20, 30, 40, 50, 60, 70), width: 4, height: 2 }, 0.5);
        return [[...data], width, height];
    }""", f"{SCAN}/resize.js")
    assert halved == [[25, 45], 2, 1]


@pytest.mark.parametrize("times", [2, 3, 4])
def test_shrink_takes_whole_blocks(page, modules, times):
    blocks = np.random.default_rng(0).integers(0, 256, (5, times, 7, times))
    blocks[0, :, 0], blocks[0, :, 1] = 255, 0
    got = modules.run(page, """(m, { data, width, height, scale }) => {
        const small = m.shrink({ data: Uint8Array.from(data), width, height }, scale);
        return [[...small.data], small.width, small.height];
    }""", f"{SCAN}/resize.js", {"data": blocks.ravel().tolist(), "width": 7 * times, "height": 5 * times, "scale": 1 / times})
    assert got == [np.floor(blocks.mean((1, 3)) + 0.5).ravel().tolist(), 7, 5]


@pytest.mark.parametrize("scale", [1, 0.73, 0.5, 0.31])
def test_shrink_keeps_an_even_picture_even(page, modules, scale):
    values = modules.run(page, """(m, scale) => {
        const { data } = m.shrink({ data: new Uint8Array(61 * 47).fill(203), width: 61, height: 47 }, scale);
        return [...new Set(data)];
    }""", f"{SCAN}/resize.js", scale)
    assert values == [203]


def test_shrink_shares_pixels_that_lie_across_a_border(page, modules):
    assert modules.run(page, """(m) => [...m.shrink(
        { data: Uint8Array.of(0, 90, 240), width: 3, height: 1 }, 2 / 3).data]""", f"{SCAN}/resize.js") == [30, 190]


@pytest.mark.parametrize("scale", [1, 1.5, 1.28, 2])
def test_enlarging_is_bilinear_as_others_compute_it(page, modules, scale):
    picture = np.random.default_rng(1).integers(0, 256, (9, 14), np.uint8)
    data, width, height = modules.run(page, """(m, { data, width, height, scale }) => {
        const large = m.enlarge({ data: Uint8Array.from(data), width, height }, scale);
        return [[...large.data], large.width, large.height];
    }""", f"{SCAN}/resize.js", {"data": picture.ravel().tolist(), "width": 14, "height": 9, "scale": scale})
    expected = cv2.resize(picture.astype(np.float32), (round(14 * scale), round(9 * scale)), interpolation=cv2.INTER_LINEAR)
    assert (height, width) == expected.shape
    assert np.abs(np.array(data).reshape(expected.shape) - expected).max() <= 0.51


def test_padding_continues_the_edge(page, modules):
    padded = modules.run(page, """(m) => {
        const { data, width, height } = m.padToMultiple({ data: Uint8Array.of(1, 2, 3, 4), width: 2, height: 2 }, 3);
        return [[...data], width, height];
    }""", f"{SCAN}/resize.js")
    assert padded == [[1, 2, 2, 3, 4, 4, 3, 4, 4], 3, 3]


@pytest.mark.parametrize("quarters, expected", [
    (0, [[1, 2, 3], [4, 5, 6]]), (1, [[4, 1], [5, 2], [6, 3]]), (2, [[6, 5, 4], [3, 2, 1]]), (3, [[3, 6], [2, 5], [1, 4]]),
])
def test_turning_and_turning_back(page, modules, quarters, expected):
    turned, places = modules.run(page, """(m, quarters) => {
        const picture = { data: Uint8Array.of(1, 2, 3, 4, 5, 6), width: 3, height: 2 };
        const { data, width, height } = m.turnPicture(picture, quarters);
        const rows = Array.from({ length: height }, (_, y) => [...data.subarray(y * width, (y + 1) * width)]);
        // The middle of each turned pixel, taken back, lies in the pixel of the same value.
        const places = rows.flatMap((row, y) => row.map((value, x) => {
            const [px, py] = m.turnBack([x + 0.5, y + 0.5], quarters, picture);
            return picture.data[Math.floor(py) * 3 + Math.floor(px)] === value;
        }));
        return [rows, places];
    }""", f"{SCAN}/turn.js", quarters)
    assert turned == expected
    assert all(places)


def test_a_strip_as_a_file(page, modules):
    assert bytes(modules.run(page, "(m) => [...m.pgm({ data: Uint8Array.of(7, 8), width: 2, height: 1 })]",
                             f"{SCAN}/pgm.js")) == b"P5\n2 1\n255\n\x07\x08"


# -- scales and candidates ------------------------------------------------------------


@pytest.mark.parametrize("size, scales", [
    ((4096, 3072), [0.625, 0.3125, 0.15625]), ((2560, 1920), [1, 0.5, 0.25]),
    ((2000, 1500), [1.28, 0.64, 0.32, 0.16]), ((1200, 900), [1.5, 0.75, 0.375, 0.1875]), ((640, 480), [1.5, 0.75, 0.375]),
    ((300, 200), [1.5]), ((5, 5), [1.5]), ((4096, 200), [0.625]),
])
def test_scales_bring_all_letters_into_the_detectors_range(page, modules, size, scales):
    assert modules.run(page, "(m, [width, height]) => m.photoScales({ width, height })", f"{SCAN}/scales.js", list(size)) == scales


CANDIDATE = """const candidate = (x, y, more) => ({
    kind: 'prefix', score: 0.9, x, y, height: 20, slope: 0, prefixEnd: x + 80, baseline: [[x, y], [x + 200, y]], ...more,
});"""


def test_candidates_of_one_print_are_merged(page, modules):
    kept = modules.run(page, """(m) => { %s
        return m.mergeCandidates([candidate(10, 50, { score: 0.6 }), candidate(12, 51), candidate(300, 50), candidate(10, 90)])
            .map(({ x, y, score }) => [x, y, score]);
    }""" % CANDIDATE, f"{SCAN}/candidates.js")
    assert kept == [[12, 51, 0.9], [300, 50, 0.9], [10, 90, 0.9]]


def test_candidates_are_put_in_reading_order(page, modules):
    """Two lines that rise to the right, so that the end of the lower stands higher than the start of the upper."""
    rising = "{ slope: -0.1 }"
    order = modules.run(page, """(m) => { %s
        return m.readingOrder([candidate(700, 75, %s), candidate(0, 145, %s), candidate(0, 100, %s), candidate(600, 40, %s)])
            .map(({ x, y }) => [x, y]);
    }""" % (CANDIDATE, *[rising] * 4), f"{SCAN}/candidates.js")
    assert order == [[0, 100], [600, 40], [0, 145], [700, 75]]


def test_a_candidate_is_scaled_whole(page, modules):
    scaled = modules.run(page, "(m) => { %s return m.scaleCandidate(candidate(10, 50, { slope: 0.1 }), 2, 4); }" % CANDIDATE,
                         f"{SCAN}/candidates.js")
    assert scaled == {"kind": "prefix", "score": 0.9, "x": 20, "y": 200, "height": 80, "slope": 0.2,
                      "prefixEnd": 180, "baseline": [[20, 200], [420, 200]]}


# -- loading --------------------------------------------------------------------------


def sha256(content: bytes) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content).digest()).decode()}"


def test_files_come_in_order_with_progress(page, modules):
    page.route("**/one", lambda route: route.fulfill(body=b"1"))
    page.route("**/two", lambda route: route.fulfill(body=b"22"))
    texts, progress = modules.run(page, """async (m, files) => {
        const progress = [];
        const buffers = await m.loadFiles(files.map((file) => ({ ...file, url: location.origin + file.url })),
                                          { onProgress: (bytes) => progress.push(bytes) });
        return [buffers.map((buffer) => new TextDecoder().decode(buffer)), progress];
    }""", f"{SCAN}/assets.js", [{"url": "/one", "integrity": sha256(b"1"), "bytes": 1},
                                {"url": "/two", "integrity": sha256(b"22"), "bytes": 2}])
    assert texts == ["1", "22"]
    assert sorted(progress)[-1] == 3 and progress == sorted(progress)


@pytest.mark.parametrize("answer", [{"body": b"damaged"}, {"status": 404, "body": b"whole"}])
def test_a_damaged_or_missing_file_is_a_problem_that_says_so(page, modules, answer):
    page.route("**/model.json", lambda route: route.fulfill(**answer))
    problem = modules.run(page, """(m, file) => m.loadFiles([{ ...file, url: location.origin + file.url }])
        .catch(({ code, facts }) => [code, facts.file])""",
                          f"{SCAN}/assets.js", {"url": "/model.json", "integrity": sha256(b"whole"), "bytes": 5})
    assert problem == ["load-failed", "model.json"]


def test_a_retry_goes_past_the_cache(page, modules):
    modes = modules.run(page, """async (m) => {
        const modes = [];
        const fetch = async (url, { cache }) => { modes.push(cache); return new Response('x'); };
        for (const fresh of [false, true]) await m.loadFiles([{ url: 'a/b', bytes: 1 }], { fresh, fetch });
        return modes;
    }""", f"{SCAN}/assets.js")
    assert modes == ["default", "reload"]


# -- the reader -----------------------------------------------------------------------


def test_tesseracts_tree_becomes_characters(page, modules):
    """A ligature is one symbol to Tesseract and two characters to us."""
    reading = modules.run(page, """(m) => {
        const symbol = (text, confidence, x0, x1) => ({ text, confidence, bbox: { x0, x1, y0: 0, y1: 9 } });
        const word = (confidence, symbols) => ({ confidence, symbols, bbox: { x0: symbols[0].bbox.x0, x1: symbols.at(-1).bbox.x1 } });
        const words = [word(90, [symbol('a', 80, 0, 4), symbol('\\ufb01'.normalize('NFKC'), 60, 4, 10)]), word(70, [symbol('b', 95, 14, 20)])];
        return m.toReading({ blocks: [{ paragraphs: [{ lines: [{ words }] }] }], confidence: 85 }, 48);
    }""", f"{SCAN}/tesseract.js")
    assert reading["text"] == "afi b"
    assert reading["confidence"] == 0.85
    assert [(c["char"], c["confidence"], c["x0"], c["x1"]) for c in reading["characters"]] == [
        ("a", 0.8, 0, 4), ("f", 0.6, 4, 7), ("i", 0.6, 7, 10), (" ", 0.7, 10, 14), ("b", 0.95, 14, 20)]


WORDS_APART = """(m, [texts, gap]) => {
  let x = 0;
  const words = texts.map((text) => {
    const symbols = [...text].map((char) => ({ text: char, confidence: 90, bbox: { x0: x, x1: x += 10 } }));
    const word = { symbols, confidence: 90, bbox: { x0: symbols[0].bbox.x0, x1: x } };
    x += gap;
    return word;
  });
  return m.toReading({ blocks: [{ paragraphs: [{ lines: [{ words }] }] }], confidence: 90 }, 48).text;
}"""


@pytest.mark.parametrize("texts, gap, text", [
    (["www", ".shop", ".com.my"], 15, "www.shop.com.my"),  # a typewriter's room around full stops
    (["www.", "shop.com"], 15, "www.shop.com"),
    (["www", ".shop"], 40, "www .shop"),  # too wide for that
    (["the", "end.", "Then"], 15, "the end. Then"),
    (["go—on.de"], 0, "go-on.de"),
])
def test_the_room_around_full_stops_is_no_space(page, modules, texts, gap, text):
    assert modules.run(page, WORDS_APART, f"{SCAN}/tesseract.js", [texts, gap]) == text


def test_nothing_read_is_an_empty_reading(page, modules):
    assert modules.run(page, "(m) => m.toReading({ blocks: null, confidence: 0 }, 48)", f"{SCAN}/tesseract.js") == {
        "text": "", "characters": [], "confidence": 0}


TESSERACT = """{
    workerPath: location.origin + '/node_modules/tesseract.js/dist/worker.min.js',
    corePath: location.origin + '/node_modules/tesseract.js-core/',
    langPath: location.origin + '/node_modules/@tesseract.js-data/eng/4.0.0_best_int/',
}"""


def test_tesseract_reads_a_strip_and_says_where_each_character_stands(page, modules):
    reading = modules.run(page, """async (m) => {
        const [width, height] = [420, 48];
        const context = new OffscreenCanvas(width, height).getContext('2d');
        context.fillStyle = '#fff';
        context.fillRect(0, 0, width, height);
        context.fillStyle = '#000';
        context.font = '30px serif';
        context.fillText('https://example.org/a', 20, 35);
        const rgba = context.getImageData(0, 0, width, height).data;
        const reader = await m.createTesseractReader(%s);
        const reading = await reader.read({ data: rgba.filter((_, i) => i %% 4 === 0), width, height });
        reader.close();
        return { ...reading, end: 20 + context.measureText('https://example.org/a').width };
    }""" % TESSERACT, f"{SCAN}/tesseract.js")
    assert reading["text"] == "https://example.org/a"
    first, *_, last = characters = reading["characters"]
    starts = [character["x0"] for character in characters]
    assert starts == sorted(starts)
    assert first["x0"] == pytest.approx(20, abs=4) and last["x1"] == pytest.approx(reading["end"], abs=4)
    assert all(0.5 < character["confidence"] <= 1 for character in characters)


def test_a_reader_that_never_starts_is_a_problem_and_no_endless_wait(page, modules):
    page.route("**/tesseract-core-*.js", lambda route: route.fulfill(
        content_type="text/javascript", body="self.TesseractCore = () => new Promise(() => {});"))
    assert modules.run(page, "(m) => m.createTesseractReader({ ...%s, patience: 1500 }).catch(({ code }) => code)" % TESSERACT,
                       f"{SCAN}/tesseract.js") == "reader-failed"


@pytest.mark.page_errors_expected  # the inner worker throws one
def test_a_worker_lent_by_the_page_works_like_one_of_its_own(page, modules):
    """The inner worker doubles numbers; the outer has no Worker, so the page starts it."""
    page.route("**/inner.js", lambda route: route.fulfill(
        content_type="text/javascript",
        body="onmessage = ({ data }) => { if (data === 0) throw new Error('no zero'); postMessage(data * 2); };"))
    doubled, failed, refused = modules.run(page, """async (m) => {
        const scope = {};
        const url = location.origin + '/inner.js';
        let started;
        m.lendWorker(scope, (message) => { started = m.answerSpawn(message, [url]); });
        const lent = new scope.Worker(url);
        const answer = (member) => new Promise((resolve) => { lent[member] = resolve; });
        lent.postMessage(21);
        const { data } = await answer('onmessage');
        lent.postMessage(0);
        const { message } = await answer('onerror');
        lent.terminate();
        new scope.Worker('https://elsewhere.example/worker.js');
        return [data, message, started === undefined];
    }""", f"{SCAN}/nested_worker.js")
    assert doubled == 42
    assert "no zero" in failed
    assert refused


# -- the flow -------------------------------------------------------------------------

# A reader that reads what the strip is made of, and a detector that says what the test tells it.
PLAYED = """
    %s
    const parts = ({ candidates = [], text = 'https://example.org/a', turned = 0 }) => ({
        find: ({ width, height, data }) => (data[0] === 100 + turned
            ? candidates.map((c) => ({ ...c, x: c.x * width / 400, prefixEnd: c.prefixEnd * width / 400, y: c.y * width / 400 })) : []),
        cutStrip: (picture, { x, y, prefixEnd }) => ({
            data: new Uint8Array(600 * 20).fill(255), width: 600, height: 20, cutByEdge: false,
            toPicture: (along) => [x + along - 10, y],
            quad: (x0, x1) => [[x + x0 - 10, y - 20], [x + x1 - 10, y - 20], [x + x1 - 10, y + 5], [x + x0 - 10, y + 5]],
        }),
        reader: async () => ({ height: 20, sure: 0.9, read: async () => ({
            text, characters: [...text].map((char, i) => ({ char, confidence: char === '?' ? 0.5 : 0.95, x0: i * 10 + 10, x1: i * 10 + 20 })),
        }) }),
        findLink: (read) => (read.startsWith('http')
            ? { printed: read.split(' ')[0], href: read.split(' ')[0], kind: 'https', read, start: 0, end: read.split(' ')[0].length, changes: [], doubts: [] } : null),
    });
    // The first pixel names the way up: 100 upright, 101 where one quarter turn makes it so.
    const picture = (first, width = 400, height = 300) => {
        const data = new Uint8Array(width * height);
        data[0] = first; // of the picture as it is
        data[(height - 1) * width] = first + 1; // comes first after one quarter turn
        return { data, width, height };
    };
    const collect = async (links) => { const all = []; for await (const link of links) all.push(link); return all; };
    // As the worker hands them to the page, which takes over the pictures.
    const handOver = async (links) => {
        const all = [];
        for await (const link of links) all.push(structuredClone(link, { transfer: [link.image.data.buffer] }));
        return all;
    };
    const quiet = { progress: () => {}, pause: async () => {} };
""" % CANDIDATE


def test_a_photos_links_come_in_reading_order(page, modules):
    links = modules.run(page, """async (m) => { %s
        return (await collect(m.scanPhoto(picture(100), parts({ candidates: [candidate(10, 200), candidate(10, 100)] }), quiet)))
            .map(({ printed, confidence, quad, image, doubts }) => ({ printed, confidence, quad, doubts, size: [image.width, image.height] }));
    }""" % PLAYED, f"{SCAN}/pipeline.js")
    assert [link["quad"][0] for link in links] == [[10, 80], [10, 180]]
    assert links[0] == {"printed": "https://example.org/a", "confidence": 0.95, "doubts": [], "size": [214, 20],
                        "quad": [[10, 80], [220, 80], [220, 105], [10, 105]]}


def test_what_the_detector_is_surer_of_comes_first(page, modules):
    tops = modules.run(page, """async (m) => { %s
        const candidates = [[100, 0.3], [140, 0.9], [180, 0.4], [220, 0.6]].map(([y, score]) => candidate(10, y, { score }));
        return (await collect(m.scanPhoto(picture(100), parts({ candidates }), quiet))).map(({ quad }) => quad[0][1]);
    }""" % PLAYED, f"{SCAN}/pipeline.js")
    assert tops == [120, 200, 80, 160]


def test_one_doubtful_character_makes_a_link_doubtful(page, modules):
    link, = modules.run(page, """async (m) => { %s
        return collect(m.scanPhoto(picture(100), parts({ candidates: [candidate(10, 100)], text: 'https://example.org/?a' }), quiet));
    }""" % PLAYED, f"{SCAN}/pipeline.js")
    assert link["confidence"] == 0.5
    assert link["doubts"] == ["letters"]


def test_doubtful_links_are_all_shown_before_a_second_reader_is_asked(page, modules):
    links, image = modules.run(page, """async (m) => { %s
        const played = parts({ candidates: [candidate(10, 100), candidate(10, 200)], text: 'https://example.org/?a' });
        const second = () => parts({ text: 'https://example.org/qa' }).reader();
        const links = await collect(m.scanPhoto(picture(100), { ...played, second }, quiet));
        return [links.map(({ number, revised = false, alternatives }) => [number, revised, alternatives.map(({ printed }) => printed)]),
            links.at(-1).image.data !== links[1].image.data];
    }""" % PLAYED, f"{SCAN}/pipeline.js")
    other = ["https://example.org/qa"]
    assert links == [[1, False, []], [2, False, []], [1, True, other], [2, True, other]]
    assert image, "the page has taken over the first picture's memory"


def test_a_second_reader_that_does_not_come_is_not_waited_for(page, modules):
    links = modules.run(page, """async (m) => { %s
        const played = parts({ candidates: [candidate(10, 100)], text: 'https://example.org/?a' });
        return collect(m.scanPhoto(picture(100), { ...played, second: async () => null }, quiet));
    }""" % PLAYED, f"{SCAN}/pipeline.js")
    assert [link["number"] for link in links] == [1]


@pytest.mark.parametrize("kind, first, again, kept", [
    ("https", 0.2, 0.5, True), ("https", 0.2, 0.08, True), ("https", 0.2, 0.06, False), ("domain", 0.45, 0.3, True), ("domain", 0.45, 0.2, False)])
def test_what_hardly_looks_like_a_link_is_shown_only_once_it_was_looked_at_again(page, modules, kind, first, again, kept):
    """The first of two hardly does; looked at again it is one, or is none: of a host alone more is asked."""
    numbers = modules.run(page, """async (m, [kind, unsure, sure]) => { %s
        const https = parts({ candidates: [candidate(10, 100), candidate(10, 200)] });
        const played = { ...https, findLink: (text) => ({ ...https.findLink(text), kind }) };
        const first = await played.reader();
        const isFirst = (strip) => strip.quad(0, 0)[0][1] < 100;
        const dimmed = (reading, to) => ({ ...reading, characters: reading.characters.map((c, i) => (i ? c : { ...c, confidence: to })) });
        const reader = async () => ({
            ...first,
            read: async (strip) => dimmed(await first.read(strip), isFirst(strip) ? unsure : 0.9),
            readTogether: async ([strip]) => dimmed(await first.read(strip), isFirst(strip) ? sure : 0.9),
        });
        const links = await collect(m.scanPhoto(picture(100), { ...played, reader, careful: async () => ({}) }, quiet));
        return links.map(({ number, revised = false, confidence }) => [number, revised, confidence]);
    }""" % PLAYED, f"{SCAN}/pipeline.js", [kind, first, again])
    shown = [row for row in numbers if not row[1]]
    assert shown[0][0] == 1 and shown[0][2] == 0.9, "the second, which looks like one"
    assert [row[0] for row in shown[1:]] == ([2] if kept else [])


@pytest.mark.parametrize("first, shown", [("ftp://files.example.org", []), ("no link at all", ["example.org"])])
def test_what_begins_within_a_link_that_never_opens_is_none(page, modules, first, shown):
    links = modules.run(page, """async (m, first) => { %s
        const played = parts({ candidates: [candidate(10, 100), { ...candidate(120, 100), kind: 'bare' }] });
        const read = async (strip) => {
            const text = strip.quad(10, 10)[0][0] < 60 ? first : 'example.org';
            return { text, characters: [...text].map((char, i) => ({ char, confidence: 0.95, x0: i * 10 + 10, x1: i * 10 + 20 })) };
        };
        const findLink = (text) => (text.includes('example') ? { printed: text, href: text.startsWith('ftp') ? null : `https://${text}`,
            kind: text.startsWith('ftp') ? 'ftp' : 'domain', read: text, start: 0, end: text.length, changes: [], doubts: [] } : null);
        const reader = async () => ({ ...await played.reader(), read });
        return (await collect(m.scanPhoto(picture(100), { ...played, reader, findLink }, quiet))).map(({ printed }) => printed);
    }""" % PLAYED, f"{SCAN}/pipeline.js", first)
    assert links == shown


def test_what_was_shown_late_may_be_shown_again_with_its_picture(page, modules):
    """A link that was held back is doubtful still: the second reader sees something else in it."""
    sizes = modules.run(page, """async (m) => { %s
        const played = parts({ candidates: [candidate(10, 100)], text: 'https://example.org/?a' });
        const first = await played.reader();
        const read = async (strip) => {
            const reading = await first.read(strip);
            return { ...reading, characters: reading.characters.map((c) => ({ ...c, confidence: 0.2 })) };
        };
        const reader = async () => ({ ...first, read, readTogether: ([strip]) => read(strip) });
        const second = () => parts({ text: 'https://example.org/qa' }).reader();
        return (await handOver(m.scanPhoto(picture(100), { ...played, reader, second }, quiet))).map(({ image }) => image.data.length > 0);
    }""" % PLAYED, f"{SCAN}/pipeline.js")
    assert sizes == [True, True]


@pytest.mark.parametrize("first, shown", [("https://e?amp?e.o?g/a-much-longer-one", ["https://example.org/a"]),
                                          ("https://example.org/a-much-longer-one", ["https://example.org/a-much-longer-one"])])
def test_a_scrawl_hides_no_link_that_begins_within_its_print(page, modules, first, shown):
    """A reader that is sure of its first text, or not at all."""
    links = modules.run(page, """async (m, first) => { %s
        const played = parts({ candidates: [candidate(10, 100), candidate(60, 100)] });
        const [one, other] = [await parts({ text: first }).reader(), await parts({}).reader()];
        const reader = async () => ({ ...one, read: (strip) => (strip.quad(10, 20)[0][0] < 50 ? one : other).read(strip),
            linkConfidence: (characters) => (characters.some(({ char }) => char === '?') ? 0.1 : 0.95) });
        return collect(m.scanPhoto(picture(100), { ...played, reader }, quiet));
    }""" % PLAYED, f"{SCAN}/pipeline.js", first)
    assert [link["printed"] for link in links] == shown


@pytest.mark.parametrize("text, shown", [
    ("https://a.org/ and b@c.org", ["https://a.org/", "b@c.org"]), ("https://a.org/ and site.by", ["https://a.org/"]), ("https://a.org/ and more", ["https://a.org/"]),
    ("what begins its line and b@c.org", ["b@c.org"]), ("what begins its line and b@?.org", []),
])
def test_a_link_that_only_the_reader_sees_on_anothers_line_is_read_too(page, modules, text, shown):
    links = modules.run(page, """async (m, text) => { %s
        const findLinks = (line) => [...line.matchAll(/https:\\S+|\\S+@\\S+|\\w+\\.by/g)].map(({ 0: read, index }) => ({ kind: 'mail', printed: read, read,
            href: `mailto:${read}`, start: index, end: index + read.length, certain: !read.endsWith('.by'), changes: [], doubts: [] }));
        const findLink = (line) => findLinks(line).find(({ start }) => start < 12) ?? null;
        const played = parts({ candidates: [candidate(10, 100)], text });
        const linkConfidence = (characters) => (characters.some(({ char }) => char === '?') ? 0.2 : 0.95);
        const cutStrip = (picture, at) => ({ ...played.cutStrip(picture, at), from: at.x, toPicture: (x) => [at.x + x - 10, 100] });
        const whole = await played.reader();
        const reader = async () => ({ ...whole, linkConfidence, read: ({ from }) => parts({ text: text.slice(Math.round((from - 10) / 10)) }).reader().then((one) => one.read()) });
        return collect(m.scanPhoto(picture(100), { ...played, cutStrip, findLink, findLinks, reader }, quiet));
    }""" % PLAYED, f"{SCAN}/pipeline.js", text)
    assert [link["printed"] for link in links] == shown


@pytest.mark.parametrize("score, careful, read", [(0.9, True, 1), (0.4, True, 0), (0.9, False, 0)])
def test_what_surely_begins_there_is_read_by_the_larger_reader_where_the_first_makes_none_of_it(page, modules, score, careful, read):
    links = modules.run(page, """async (m, [score, careful]) => { %s
        const played = parts({ candidates: [{ ...candidate(10, 100), kind: 'prefix', score }], text: 'hups://example.org/a' });
        const first = await played.reader();
        const better = await parts({ text: 'https://example.org/a' }).reader();
        const reader = async () => ({ ...first, readTogether: async ([strip], helpers) => (helpers.careful ? better : first).read(strip) });
        return collect(m.scanPhoto(picture(100), { ...played, reader, ...(careful && { careful: async () => ({}) }) }, quiet));
    }""" % PLAYED, f"{SCAN}/pipeline.js", [score, careful])
    assert [link["printed"] for link in links] == ["https://example.org/a"] * read


@pytest.mark.parametrize("char, read", [("\ufffd", 1), ("u", 0)])
def test_what_was_read_in_part_only_is_read_by_the_larger_reader(page, modules, char, read):
    """However unsure the detector is that it begins there: it would be a link, were all characters letters."""
    links = modules.run(page, """async (m, text) => { %s
        const played = parts({ candidates: [{ ...candidate(10, 100), kind: 'prefix', score: 0.4 }], text });
        const findLink = (text, options) => (/[\\ufffdu]/.test(text) ? null : played.findLink(text, options));
        const first = await played.reader();
        const better = await parts({ text: 'http://zürich.org/' }).reader();
        const reader = async () => ({ ...first, readTogether: async ([strip], helpers) => (helpers.careful ? better : first).read(strip) });
        return collect(m.scanPhoto(picture(100), { ...played, findLink, reader, careful: async () => ({}) }, quiet));
    }""" % PLAYED, f"{SCAN}/pipeline.js", f"http://z{char}rich.org/")
    assert [link["printed"] for link in links] == ["http://zürich.org/"] * read


def test_nothing_that_helps_in_doubt_and_whose_download_hangs_is_waited_for_long(page, modules):
    links = modules.run(page, """async (m) => { %s
        const played = parts({ candidates: [candidate(10, 100)], text: 'https://example.org/?a' });
        const never = () => new Promise(() => {});
        return collect(m.scanPhoto(picture(100), { ...played, second: never, language: never, careful: never }, quiet));
    }""" % PLAYED, f"{SCAN}/pipeline.js")
    assert [link["number"] for link in links] == [1]


@pytest.mark.parametrize("x, kind, doubts", [(10, "mail", ["glued"]), (100, "mail", []), (10, "https", [])])
def test_what_begins_at_the_pictures_edge_without_a_prefix_may_begin_outside_of_it(page, modules, x, kind, doubts):
    """Of `_name@example.org` the underscore looks like the picture's edge."""
    link, = modules.run(page, """async (m, [x, kind]) => { %s
        const played = parts({ candidates: [candidate(x, 100)], text: 'name@example.org' });
        const findLink = (read) => ({ printed: read, href: read, kind, read, start: 0, end: read.length, changes: [], doubts: [] });
        return collect(m.scanPhoto(picture(100), { ...played, findLink }, quiet));
    }""" % PLAYED, f"{SCAN}/pipeline.js", [x, kind])
    assert link["doubts"] == doubts


def test_what_follows_the_link_is_not_part_of_its_box(page, modules):
    link, = modules.run(page, """async (m) => { %s
        return collect(m.scanPhoto(picture(100), parts({ candidates: [candidate(10, 100)], text: 'https://a.org and more' }), quiet));
    }""" % PLAYED, f"{SCAN}/pipeline.js")
    assert link["printed"] == "https://a.org"
    assert link["quad"][1] == [10 + 130, 80]


def test_www_inside_a_link_is_not_a_second_one(page, modules):
    links = modules.run(page, """async (m) => { %s
        return collect(m.scanPhoto(picture(100), parts({ candidates: [candidate(95, 100), candidate(10, 100)] }), quiet));
    }""" % PLAYED, f"{SCAN}/pipeline.js")
    assert len(links) == 1 and links[0]["quad"][0] == [10, 80]


def test_a_surer_end_of_a_link_does_not_stand_for_the_whole(page, modules):
    """Its host was seen first, and reads better than the whole does."""
    links = modules.run(page, """async (m) => { %s
        const [whole, rest] = ['https://example.org/a?', 'example.org/a?'];
        const played = parts({ candidates: [candidate(90, 92), candidate(10, 100)] });
        const cutStrip = (picture, at) => ({ ...played.cutStrip(picture, at), text: at.x > 50 ? rest : whole });
        const reader = async () => ({ height: 20, sure: 0.9, read: async ({ text }) => ({ text, characters:
            [...text].map((char, i) => ({ char, confidence: text === whole ? 0.5 : 0.95, x0: i * 10 + 10, x1: i * 10 + 20 })) }) });
        const findLink = (read) => ({ printed: read, href: read, kind: read === whole ? 'https' : 'domain',
            read, start: 0, end: read.length, changes: [], doubts: [] });
        return collect(m.scanPhoto(picture(100), { ...played, reader, cutStrip, findLink }, quiet));
    }""" % PLAYED, f"{SCAN}/pipeline.js")
    assert [link["printed"] for link in links if link["number"] == 1][-1] == "https://example.org/a?"
    assert {link["number"] for link in links} == {1}


def test_a_link_that_begins_on_the_line_above_is_more_than_what_reads_better_there(page, modules):
    """Its second line, which the detector saw too, reads as a host of its own, with another letter and surer."""
    links = modules.run(page, """async (m) => { %s
        const lines = { 100: 'https://', 150: 'example.org/a?' };
        const played = parts({ candidates: [candidate(10, 150, { slope: -0.5 }), candidate(210, 100)] }); // read in this order
        const cutStrip = (picture, at) => ({ ...played.cutStrip(picture, at), text: lines[at.y] ?? '', toPicture: (x) => [x, at.y] });
        let looked = 0;
        const reader = async () => ({ height: 20, sure: 0.9, read: async ({ text }) => {
            looked += text === lines[150];
            const read = looked === 1 ? text : text.replace('a?', 'aO?');
            return { text: read, characters:
                [...read].map((char, i) => ({ char, confidence: looked === 1 ? 0.95 : 0.5, x0: i * 10 + 10, x1: i * 10 + 20 })) };
        } });
        const findLink = (read) => (read === lines[100] ? null : { printed: read, href: read,
            kind: read.startsWith('http') ? 'https' : 'domain', read, start: 0, end: read.length, changes: [], doubts: [] });
        const next = { candidate: candidate(10, 150), down: 50, right: 300, indent: 0, indentBefore: 0 };
        const joinPieces = ([one, two]) => ({ printed: one.text + two.text, lines: 2, certain: true, doubts: [], alternatives: [] });
        return collect(m.scanPhoto(picture(100), { ...played, reader, cutStrip, findLink, joinPieces, isWhole: () => false,
            mayGoOn: (text) => text === lines[100], nextLine: (of, { y }) => (y === 100 ? next : null) }, quiet));
    }""" % PLAYED, f"{SCAN}/pipeline.js")
    assert [link["printed"] for link in links if link["number"] == 1][-1] == "https://example.org/aO?"
    assert {link["number"] for link in links} == {1}


@pytest.mark.parametrize("again, shown", [("http://and then", []), ("http://and.then", ["http://and.then"])])
def test_a_name_alone_behind_a_scheme_is_shown_only_where_another_look_finds_more(page, modules, again, shown):
    """Prose names schemes: `type http:// and then`. A full stop may have been lost as well."""
    links = modules.run(page, """async (m, again) => { %s
        const played = parts({ candidates: [candidate(10, 100)], text: 'http://and then' });
        const other = await parts({ text: again }).reader();
        const reader = async () => ({ ...await played.reader(), readTogether: other.read });
        return collect(m.scanPhoto(picture(100), { ...played, reader, careful: async () => ({}) }, quiet));
    }""" % PLAYED, f"{SCAN}/pipeline.js", again)
    assert [link["printed"] for link in links] == shown


def test_no_such_name_is_a_link_of_a_camera_frame(page, modules):
    links = modules.run(page, """async (m) => { %s
        const played = parts({ text: 'http://and then' });
        return collect(m.readLinks(picture(100), [candidate(10, 100)], played, quiet));
    }""" % PLAYED, f"{SCAN}/pipeline.js")
    assert links == []


def test_print_without_a_link_is_dropped(page, modules):
    assert modules.run(page, """async (m) => { %s
        return collect(m.scanPhoto(picture(100), parts({ candidates: [candidate(10, 100)], text: 'no link here' }), quiet));
    }""" % PLAYED, f"{SCAN}/pipeline.js") == []


def test_a_page_on_its_side_is_turned_and_its_boxes_are_turned_back(page, modules):
    link, = modules.run(page, """async (m) => { %s
        return collect(m.scanPhoto(picture(100), parts({ candidates: [candidate(10, 100)], turned: 1 }), quiet));
    }""" % PLAYED, f"{SCAN}/pipeline.js")
    # Of the turned picture (300 wide) the detector said x = 7.5, y = 75; its columns are the rows from below.
    assert link["quad"][0] == [75 - 20, 300 - 7.5]


def test_a_page_on_its_side_that_was_turned_upside_down_is_turned_the_other_way(page, modules):
    """Upside down something looks more like a link than the faint one upright; but nothing there reads like one."""
    link, = modules.run(page, """async (m) => { %s
        const played = parts({ candidates: [candidate(10, 100)] });
        const whole = picture(0);
        whole.data[whole.width - 1] = 3; // comes first after three quarter turns
        const surer = { ...played, find: ({ data: [way] }) => (way %% 2 ? [{ ...candidate(10, 100), score: way === 3 ? 0.5 : 0.9 }] : []) };
        const cutStrip = (picture, candidate) => ({ ...played.cutStrip(picture, candidate), upright: picture.data[0] === 3 });
        const reader = async () => ({ ...await played.reader(), read: async (strip) => {
            const reading = await (await played.reader()).read(strip);
            return strip.upright ? reading : { ...reading, text: '~'.repeat(reading.text.length) };
        } });
        return collect(m.scanPhoto(whole, { ...surer, reader, cutStrip }, quiet));
    }""" % PLAYED, f"{SCAN}/pipeline.js")
    assert link["printed"] == "https://example.org/a"


def test_a_page_that_was_turned_for_nothing_is_read_as_it_was_held(page, modules):
    """Upside down something looks more like a link than the faint one upright; but nothing there reads like one."""
    link, = modules.run(page, """async (m) => { %s
        const played = parts({ candidates: [candidate(10, 100)] });
        const surer = { ...played, find: ({ width, height, data }) => (data[0] === 100 || data[0] === 101
            ? [{ ...candidate(10, 100), score: data[0] === 100 ? 0.5 : 0.9 }] : []) };
        const reader = async () => ({ ...await played.reader(), read: async (strip) => {
            const reading = await (await played.reader()).read(strip);
            return strip.upright ? reading : { ...reading, text: '~'.repeat(reading.text.length) };
        } });
        const cutStrip = (picture, candidate) => ({ ...played.cutStrip(picture, candidate), upright: picture.data[0] === 100 });
        return collect(m.scanPhoto(picture(100), { ...surer, reader, cutStrip }, quiet));
    }""" % PLAYED, f"{SCAN}/pipeline.js")
    assert link["printed"] == "https://example.org/a" and link["number"] == 1


def test_a_longer_strip_is_cut_where_the_link_goes_on(page, modules):
    cuts = modules.run(page, """async (m) => { %s
        const cuts = [];
        const played = parts({ candidates: [candidate(10, 100)] });
        const cutStrip = (picture, candidate, { beyond }) => {
            cuts.push(beyond);
            return { ...played.cutStrip(picture, candidate), width: cuts.length === 1 ? 221 : 600 };
        };
        const [link] = await collect(m.scanPhoto(picture(100), { ...played, cutStrip }, quiet));
        return [cuts.length, cuts[1] > cuts[0], link.doubts];
    }""" % PLAYED, f"{SCAN}/pipeline.js")
    assert cuts == [2, True, []]


def test_a_longer_strip_is_cut_where_only_a_full_stop_follows_before_the_strips_end(page, modules):
    """`https://a.org.` may be the end of a sentence, or the beginning of `https://a.org.uk`."""
    cuts = modules.run(page, """async (m) => { %s
        let cuts = 0;
        const played = parts({ candidates: [candidate(10, 100)], text: 'https://a.org.' });
        const parse = (text) => ({ ...played.findLink(text), printed: 'https://a.org', end: 13 });
        const cutStrip = (...all) => ({ ...played.cutStrip(...all), width: (cuts += 1) === 1 ? 151 : 600 });
        await collect(m.scanPhoto(picture(100), { ...played, cutStrip, findLink: parse }, quiet));
        return cuts;
    }""" % PLAYED, f"{SCAN}/pipeline.js")
    assert cuts == 2


def test_print_that_starts_at_the_strips_edge_may_begin_earlier(page, modules):
    link, = modules.run(page, """async (m) => { %s
        const played = parts({ candidates: [candidate(10, 100)] });
        const reader = async () => {
            const { read, ...rest } = await played.reader();
            return { ...rest, read: async () => {
                const { text, characters } = await read();
                return { text, characters: characters.map((c) => ({ ...c, x0: c.x0 - 10, x1: c.x1 - 10 })) };
            } };
        };
        return collect(m.scanPhoto(picture(100), { ...played, reader }, quiet));
    }""" % PLAYED, f"{SCAN}/pipeline.js")
    assert link["doubts"] == ["glued"]


def test_a_link_that_the_pictures_edge_cuts_is_marked(page, modules):
    link, = modules.run(page, """async (m) => { %s
        const played = parts({ candidates: [candidate(10, 100)] });
        const cutStrip = (...all) => ({ ...played.cutStrip(...all), width: 221, cutByEdge: true });
        return collect(m.scanPhoto(picture(100), { ...played, cutStrip }, quiet));
    }""" % PLAYED, f"{SCAN}/pipeline.js")
    assert link["doubts"] == ["cut"]


def test_an_abandoned_scan_stops_at_its_next_step(page, modules):
    runs = modules.run(page, """async (m) => { %s
        let runs = 0;
        const played = parts({});
        const find = (small) => { runs += 1; return played.find(small); };
        const pause = async () => { throw new Error('abandoned'); };
        await collect(m.scanPhoto(picture(100), { ...played, find }, { ...quiet, pause })).catch(() => {});
        return runs;
    }""" % PLAYED, f"{SCAN}/pipeline.js")
    assert runs == 1


def test_progress_tells_each_stage(page, modules):
    stages = modules.run(page, """async (m) => { %s
        const stages = [];
        const played = parts({ candidates: [100, 200].map((y) => candidate(10, y, { score: 0.99 })) });
        const reader = (onWait) => { onWait(); return played.reader(); };
        await collect(m.scanPhoto(picture(100, 800, 600), { ...played, reader }, { ...quiet, progress: (...step) => stages.push(step) }));
        return stages;
    }""" % PLAYED, f"{SCAN}/pipeline.js")
    assert stages == [["detect", 1, 3], ["detect", 2, 3], ["detect", 3, 3], ["reader", 0, 1], ["read", 0, 2], ["read", 1, 2], ["read", 2, 2]]


# -- the camera -----------------------------------------------------------------------

# A camera's frames: each look is one frame; what was asked of it is counted.
FRAMES = """
    %s
    const sizes = [];
    const frame = ({ x = 0, y = 0, still = false } = {}) => ({
        x, y, still, width: 400, height: 300, small: (longest) => { sizes.push(longest); return picture(100); }, full: () => { sizes.push('full'); return picture(100); } });
    let now = 0;
    const reporting = { ...quiet, failed: (error) => { throw error; } };
    const watch = (played) => {
        const live = m.createLive(played, () => now);
        return async (given) => {
            now += 50;
            const said = await live.look(frame(given), reporting);
            return said;
        };
    };
""" % PLAYED


def test_a_frame_is_looked_at_once_and_read_until_its_links_are_sure(page, modules):
    runs, read, last, told = modules.run(page, """async (m) => { %s
        let [runs, read] = [0, 0];
        const played = parts({ candidates: [candidate(10, 100)] });
        const find = async (small) => { runs += 1; return played.find(small); };
        const reader = async () => {
            const own = await played.reader();
            return { ...own, read: async () => { read += 1; return own.read(); } };
        };
        const look = watch({ ...played, find, reader });
        const said = [];
        for (let i = 0; i < 6; i += 1) said.push(await look());
        return [runs, read, said.at(-1).sightings, said.flatMap(({ sightings }) => sightings.filter(({ link }) => link).map(({ link, sure }) => [link.printed, sure]))];
    }""" % FRAMES, f"{SCAN}/live.js")
    assert runs == 6
    assert read == 2, "two readings that agree are enough"
    assert [(link["id"], link["sure"], link["settled"]) for link in last] == [(1, True, True)]
    assert told == [["https://example.org/a", False], ["https://example.org/a", True]], "the page is told what is new, and no more"


@pytest.mark.parametrize("careful, sureness, readers, sure", [
    ("here", 1, ["quick", "both"], True),
    ("here", 0.5, ["quick", "both", "both", "both"], False),  # both together know better than the quick one
    ("late", 0.5, ["quick", "quick"], True),  # nobody waits for the larger one
    ("none", 0.5, ["quick", "quick"], True),
])
def test_a_link_is_read_again_by_both_readers_where_the_larger_one_is_here(page, modules, careful, sureness, readers, sure):
    read, last = modules.run(page, """async (m, [careful, sureness]) => { %s
        const read = [];
        const played = parts({ candidates: [candidate(10, 100)] });
        const reader = async () => {
            const own = await played.reader();
            const by = (who, factor) => async () => {
                read.push(who);
                const { characters, ...reading } = await own.read();
                return { ...reading, characters: characters.map((one) => ({ ...one, confidence: factor * one.confidence })) };
            };
            return { ...own, read: by('quick', 1), readTogether: by('both', sureness) };
        };
        const larger = { here: async () => ({}), late: () => new Promise(() => {}), none: async () => null }[careful];
        const look = watch({ ...played, reader, careful: larger });
        let said;
        for (let i = 0; i < 8; i += 1) said = await look();
        return [read, said.sightings];
    }""" % FRAMES, f"{SCAN}/live.js", [careful, sureness])
    assert read == readers
    assert [link["sure"] for link in last] == [sure]


def test_a_frame_during_which_all_is_forgotten_ends_as_one_without_links(page, modules):
    """The camera was pointed elsewhere while the other thread still read."""
    sightings = modules.run(page, """async (m) => { %s
        const played = parts({ candidates: [candidate(10, 100)] });
        let live;
        const reader = async () => {
            const own = await played.reader();
            return { ...own, read: async () => { live.forget(); return own.read(); } };
        };
        live = m.createLive({ ...played, reader }, () => now);
        return (await live.look(frame(), reporting)).sightings;
    }""" % FRAMES, f"{SCAN}/live.js")
    assert sightings == []


def test_a_frame_is_turned_to_grey_at_full_size_only_to_be_read(page, modules):
    sizes = modules.run(page, """async (m) => { %s
        const look = watch(parts({ candidates: [candidate(10, 100)] }));
        for (let i = 0; i < 5; i += 1) await look();
        return sizes;
    }""" % FRAMES, f"{SCAN}/live.js")
    assert sizes.count("full") == 2
    assert sizes.count(640) == 5


def test_what_reads_a_frame_has_the_one_made_smaller_for_the_detector_too(page, modules):
    widths = modules.run(page, """async (m) => { %s
        const played = parts({ candidates: [candidate(10, 100)] });
        const widths = [];
        const cutStrip = (whole, ...about) => { widths.push([whole.width, whole.smaller.width]); return played.cutStrip(whole, ...about); };
        const live = m.createLive({ ...played, cutStrip }, () => now);
        await live.look({ ...frame(), small: (longest) => picture(100, longest, 300), full: () => picture(100, 1280, 300) }, reporting);
        return widths;
    }""" % FRAMES, f"{SCAN}/live.js")
    assert widths and set(map(tuple, widths)) == {(1280, 640)}


def test_zoomed_in_links_are_where_they_are_in_the_whole_picture(page, modules):
    whole, part = modules.run(page, """async (m) => { %s
        const seen = async (where) => (await watch(parts({ candidates: [candidate(10, 100)] }))(where)).sightings[0].quads[0];
        return [await seen({}), await seen({ x: 120, y: 80 })];
    }""" % FRAMES, f"{SCAN}/live.js")
    assert part == [[pytest.approx(x + 120), pytest.approx(y + 80)] for x, y in whole]


def test_a_picture_that_is_held_is_read_whole(page, modules):
    one, all_of_them = modules.run(page, """async (m) => { %s
        const played = parts({ candidates: [50, 100, 150, 200, 250].map((y) => candidate(10, y)) });
        const reader = async () => {
            const own = await played.reader();
            return { ...own, read: async () => { now += 100; return own.read(); } }; // slow
        };
        const look = watch({ ...played, reader });
        await look();
        await look();
        const before = (await look()).sightings.length;
        return [before, (await look({ still: true })).sightings.length];
    }""" % FRAMES, f"{SCAN}/live.js")
    assert one < 5
    assert all_of_them == 5


@pytest.mark.parametrize("make, hint", [
    ("(x, y) => 20 + (x * 7 + y * 3) % 9", "dark"),
    ("(x, y) => ((x >> 1) + (y >> 1)) % 2 ? 30 : 230", None),
    ("(x) => 128 + 90 * Math.sin(x / 6)", "blurred"),
    ("() => 200", None),  # a wall has nothing to be sharp
])
def test_what_is_wrong_with_the_picture_is_told(page, modules, make, hint):
    assert modules.run(page, """(m) => {
        const make = %s;
        const data = Uint8Array.from({ length: 64 * 48 }, (_, i) => make(i %% 64, Math.floor(i / 64)));
        return m.judge({ data, width: 64, height: 48 }, []);
    }""" % make, f"{SCAN}/hints.js") == hint


def test_print_too_small_to_read_is_told(page, modules):
    assert modules.run(page, """(m) => {
        const data = Uint8Array.from({ length: 64 * 48 }, (_, i) => ((i >> 1) % 2 ? 30 : 230));
        return [[6], [6, 20], []].map((heights) => m.judge({ data, width: 64, height: 48 }, heights.map((height) => ({ height }))));
    }""", f"{SCAN}/hints.js") == ["far", None, None]


BULLETS = """(m, { data, width, height, marks }) => m.beginsWithBullet({
  strip: { data: Uint8Array.from(atob(data), (c) => c.charCodeAt(0)), width, height },
  reading: { characters: marks.map(([char, x0, x1]) => ({ char, x0, x1 })) } })"""


@pytest.mark.parametrize("draw, char, bullet", [
    (lambda canvas: canvas.rectangle((10, 12, 17, 19), fill=0), "=", True),
    (lambda canvas: canvas.ellipse((10, 11, 19, 20), fill=0), "*", True),
    (lambda canvas: canvas.ellipse((10, 11, 19, 20), fill=0), "e", False),
    (lambda canvas: canvas.rectangle((10, 18, 15, 23), fill=0), ".", False),
    (lambda canvas: canvas.rectangle((10, 14, 22, 17), fill=0), "-", False),
    (lambda canvas: [canvas.rectangle((10, y, 19, y + 1), fill=0) for y in (13, 18)], "=", False),
], ids=["square", "disc", "letter", "full stop", "dash", "equals sign"])
@pytest.mark.parametrize("room", [0, 6])
def test_a_bullet_is_told_from_the_mark_that_it_is_read_as(page, modules, draw, char, bullet, room):
    strip = Image.new("L", (120, 32), 255)
    draw(ImageDraw.Draw(strip))
    right = int(np.nonzero((np.asarray(strip) < 128).any(0))[0].max()) + 1
    ImageDraw.Draw(strip).rectangle((right + room, 8, right + room + 8, 22), fill=0)
    said = modules.run(page, BULLETS, "/web_src/scan/beside.js", {
        "data": base64.b64encode(strip.tobytes()).decode(), "width": 120, "height": 32,
        "marks": [[char, 10, right], ["d", right + room, right + room + 8]]})
    assert said is (bullet and room > 0)


@pytest.mark.parametrize("draw, bullet", [
    (lambda canvas: canvas.polygon([(10, 10), (10, 22), (23, 16)], fill=0), True),
    (lambda canvas: canvas.rectangle((10, 0, 11, 31), fill=0), False),
    (lambda canvas: canvas.polygon([(24, 10), (24, 22), (37, 16)], fill=0), False),
    (lambda canvas: None, False),
], ids=["triangle", "box's edge", "triangle without room", "paper"])
def test_a_bullet_may_be_read_as_paper(page, modules, draw, bullet):
    strip = Image.new("L", (120, 32), 255)
    draw(ImageDraw.Draw(strip))
    for x in (38, 50):
        ImageDraw.Draw(strip).rectangle((x, 8, x + 8, 22), fill=0)
    said = modules.run(page, BULLETS, "/web_src/scan/beside.js", {
        "data": base64.b64encode(strip.tobytes()).decode(), "width": 120, "height": 32,
        "marks": [[" ", 20, 30], ["d", 38, 46], ["e", 50, 58]]})
    assert said is bullet


@pytest.mark.parametrize("text, rows, expected", [
    ("| d", (0, 31), "  d"), ("| d", (6, 31), "| d"), ("|ad", (0, 31), "|ad"), ("ab | de", (0, 31), "ab "), ("ab|de", (0, 31), "ab|de"),
    ("ab | de", (4, 31), "ab | de"), ("ab * de", (0, 31), "ab "), ("ab*de", (0, 31), "ab*de"), ("* de", (0, 31), "  de"), ("| ab | de", (0, 31), "  ab "),
])
def test_a_boxs_edge_or_a_bullet_is_none_of_a_lines_letters(page, modules, text, rows, expected):
    strip = Image.new("L", (120, 32), 255)
    for at in (i for i, char in enumerate(text) if char == "*"):
        ImageDraw.Draw(strip).rectangle((10 * at + 8, 11, 10 * at + 13, 16), fill=0)
    for at in (i for i, char in enumerate(text) if char == "|"):
        ImageDraw.Draw(strip).rectangle((10 * at + 10, rows[0], 10 * at + 11, rows[1]), fill=0)
        ImageDraw.Draw(strip).line((10 * at + 8, 0, 10 * at + 13, 0), fill=0)  # the line above reaches in
    run = """(m, { data, characters }) => m.withinEdges(characters,
        { data: Uint8Array.from(atob(data), (c) => c.charCodeAt(0)), width: 120, height: 32 }).map(({ char }) => char).join('')"""
    characters = [{"char": char, "x0": 10 * i + 8, "x1": 10 * i + 14} for i, char in enumerate(text)]
    assert modules.run(page, run, f"{SCAN}/beside.js", {
        "data": base64.b64encode(strip.tobytes()).decode(), "characters": characters}) == expected


@pytest.mark.parametrize("text, rooms, ends", [
    ("morning.t.co/a", {6: 1, 7: 8}, True), ("morning.t.co/a", {6: 1, 7: 3}, False), ("morning.t.co/a", {6: 6, 7: 6}, False),
    ("t.co/morning.a", {11: 1, 12: 8}, False), ("now.anna@maps.org", {2: 1, 3: 8}, True),
    ("anna@maps.org", {8: 1, 9: 8}, False), (".org", {0: 8}, False),
], ids=["a space behind", "no room for one", "as much before", "in a path", "in a mail address's name", "in its host", "first of all"])
def test_a_full_stop_that_stands_far_from_what_follows_may_end_a_sentence(page, modules, text, rooms, ends):
    """Rooms: behind which character how many px are, 1 behind all others; a strip is 32 px high."""
    characters, x = [], 0
    for i, char in enumerate(text):
        characters.append({"char": char, "x0": x, "x1": x + 9})
        x += 9 + rooms.get(i, 1)
    assert modules.run(page, "(m, characters) => m.mayEndSentence(characters, 32)", f"{SCAN}/dot_gaps.js", characters) is ends


STRIP = """(m, { data, width, height }) => {
  const strip = { data: Uint8Array.from(atob(data), (c) => c.charCodeAt(0)), width, height, toPicture: (x) => [100 + x, 50], quad: (...xs) => xs };
  const { data: pixels, bullet, lookedTo, ...rest } = m.%s(strip);
  const inked = Array.from({ length: rest.width }, (_, x) => pixels.some((value, i) => value < 128 && i %% rest.width === x));
  return { width: rest.width, inked, bullet, lookedTo, begin: rest.toPicture(0)[0], quad: rest.quad(0, 10) };
}"""


def on_strip(page, modules, module: str, function: str, draw, width: int = 200) -> dict:
    """What a function makes of a strip: its width, which columns have ink, where it begins in the picture, and what it says besides."""
    strip = Image.new("L", (width, 32), 255)
    draw(ImageDraw.Draw(strip))
    return modules.run(page, STRIP % function, f"{SCAN}/{module}.js", {
        "data": base64.b64encode(strip.tobytes()).decode(), "width": width, "height": 32})


def letters(canvas, *places: int) -> None:
    for x in places:
        canvas.rectangle((x, 6, x + 8, 22), outline=0, width=2)


@pytest.mark.parametrize("places, mark, gone, bullet", [
    ([40, 52], (10, 11, 17, 18), True, True), ([10, 22], (50, 11, 57, 18), True, None), ([10, 22, 80], (50, 11, 57, 18), True, None),
    ([40, 52], (0, 11, 7, 18), False, None), ([20, 32], (10, 11, 17, 18), False, None), ([40, 52], (10, 17, 15, 22), False, None),
    ([40, 52], (10, 6, 18, 22), False, None), ([40, 52], (10, 14, 22, 16), False, None),
], ids=["before", "behind", "between", "cut by the strip's start", "too close", "full stop", "letter", "dash"])
def test_bullets_are_taken_off_a_strip(page, modules, places, mark, gone, bullet):
    def draw(canvas):
        letters(canvas, *places)
        canvas.rectangle(mark, fill=0)

    seen = on_strip(page, modules, "bullets", "withoutBullets", draw)
    assert any(seen["inked"][mark[0]:mark[2]]) is not gone and seen["bullet"] == bullet
    assert all(seen["inked"][x] for x in places)


@pytest.mark.parametrize("first, last, ink, kept", [
    (60, 120, 0, (49, 199)), (60, 100, 0, (49, 179)), (8, 150, 0, (0, 200)), (60, 100, 170, (49, 179)),
], ids=["before", "both", "none", "pale"])
def test_paper_before_and_behind_the_print_is_taken_off_a_strip(page, modules, first, last, ink, kept):
    """What stays is 0.33 strip heights before and 2.2 behind; noise alone is no print, and what is above the letters none of theirs."""
    def draw(canvas):
        for x in (first, last):
            canvas.rectangle((x, 6, x + 8, 22), fill=ink)
        canvas.point((30, 15), fill=0)
        canvas.line((0, 2, 200, 2), fill=0)

    seen = on_strip(page, modules, "margin", "withoutMargins", draw)
    begin, end = kept[0], min(200, kept[1])
    assert (seen["width"], seen["begin"], seen["quad"]) == (end - begin, 100 + begin, [begin, begin + 10])
    assert seen.get("lookedTo") == (300 if (begin, end) != (0, 200) else None)


def test_a_strip_without_print_stays_as_it_is(page, modules):
    assert on_strip(page, modules, "margin", "withoutMargins", lambda canvas: None)["width"] == 200


@pytest.mark.parametrize("text, start, at", [("  a.org", 0, 70), ("x a.org", 2, 70), ("a.org", 0, 50), ("", 0, 30)])
def test_what_is_around_a_line_is_looked_for_from_where_its_print_begins(page, modules, text, start, at):
    """Its strip may begin further left, where another column or what is around a box is."""
    assert modules.run(page, """(m, { text, start }) => m.startOfPrint({
        candidate: { x: 30 }, start, strip: { toPicture: (x) => [x + 30, 97] },
        reading: { characters: [...text].map((char, i) => ({ char, x0: 20 + 10 * i, x1: 30 + 10 * i })) },
    })""", f"{SCAN}/line_end.js", {"text": text, "start": start}) == at
