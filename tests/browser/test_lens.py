"""What a camera can do, and what is said about its picture."""

from __future__ import annotations

import pytest

PAGE = "/web_src/page"

LENS = """
    const asked = [];
    const track = (capabilities, { refuses = false } = {}) => ({
        getCapabilities: () => capabilities,
        getSettings: () => ({ zoom: 1.5 }),
        applyConstraints: async ({ advanced: [wanted] }) => {
            asked.push(wanted);
            if (refuses) throw new DOMException('not now', 'OverconstrainedError');
        },
    });
"""


def test_a_camera_that_zooms_does_it_itself(page, modules):
    result = modules.run(page, """async (m) => { %s
        const lens = m.createLens(track({ zoom: { min: 1, max: 8 } }));
        const before = lens.zoom;
        await lens.zoomTo(20);
        return [before, lens.least, lens.most, lens.zoom, lens.digital, asked];
    }""" % LENS, f"{PAGE}/lens.js")
    assert result == [1.5, 1, 8, 8, 1, [{"zoom": 8}]]


def test_without_a_zoom_the_page_zooms_into_the_picture(page, modules):
    result = modules.run(page, """async (m) => { %s
        const lens = m.createLens(track({}));
        await lens.zoomTo(2);
        return [lens.hasTorch, lens.digital, asked, m.middleOf({ width: 1280, height: 720 }, lens.digital)];
    }""" % LENS, f"{PAGE}/lens.js")
    assert result == [False, 2, [], {"x": 320, "y": 180, "width": 640, "height": 360}]


@pytest.mark.parametrize("refuses, lit", [(False, True), (True, False)])
def test_the_light_says_whether_it_is_on(page, modules, refuses, lit):
    result = modules.run(page, """async (m, refuses) => { %s
        const lens = m.createLens(track({ torch: true }, { refuses }));
        return [lens.hasTorch, await lens.light(true), asked];
    }""" % LENS, f"{PAGE}/lens.js", refuses)
    assert result == [True, lit, [{"torch": True}]]


STILL = LENS + """
    const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 48, videoWidth: 64, videoHeight: 48 });
    canvas.getContext('2d').fillRect(0, 0, 64, 48);
    const wanted = [];
    const still = async ({ offers = {}, takes = async () => new Blob(['photo'], { type: 'image/jpeg' }), paused = false } = {}) => {
        window.ImageCapture = class {
            async getPhotoCapabilities() {
                if (!offers) throw new DOMException('busy', 'UnknownError');
                return offers;
            }
            takePhoto(sizes) { wanted.push(sizes); return takes(); }
        };
        return (await m.createLens(track({}), 200).still(Object.assign(canvas, { paused }))).type;
    };
"""


def test_a_still_is_the_cameras_own_where_it_takes_photos_in_time(page, modules):
    kinds = modules.run(page, """async (m) => { %s
        return [
            await still(),
            await still({ takes: async () => { throw new DOMException('busy', 'UnknownError'); } }),
            await still({ takes: () => new Promise((resolve) => { setTimeout(() => resolve(new Blob(['late'], { type: 'image/jpeg' })), 2000); }) }),
        ];
    }""" % STILL, f"{PAGE}/lens.js")
    assert kinds == ["image/jpeg", "image/png", "image/png"]


def test_of_a_picture_that_is_held_no_other_is_taken(page, modules):
    assert modules.run(page, """async (m) => { %s
        return [await still({ paused: true }), wanted];
    }""" % STILL, f"{PAGE}/lens.js") == ["image/png", []]


@pytest.mark.parametrize("offers, size", [
    ({"imageWidth": {"min": 320, "max": 4000, "step": 1}, "imageHeight": {"min": 240, "max": 3000, "step": 1}}, (4000, 3000)),
    ({"imageWidth": {"min": 320, "max": 12000, "step": 1}, "imageHeight": {"min": 240, "max": 9000, "step": 1}}, (9237, 6928)),
    ({"imageWidth": {"min": 320, "max": 12000, "step": 16}, "imageHeight": {"min": 240, "max": 9000, "step": 8}}, (9232, 6928)),
])
def test_a_still_is_as_large_as_the_camera_can_and_we_can_decode(page, modules, offers, size):
    width, height = size
    assert modules.run(page, """async (m, offers) => { %s
        await still({ offers });
        return wanted;
    }""" % STILL, f"{PAGE}/lens.js", offers) == [{"imageWidth": width, "imageHeight": height}]
    assert width * height <= 64e6


def test_a_camera_that_tells_no_sizes_chooses_itself(page, modules):
    assert modules.run(page, """async (m) => { %s
        await still({ offers: {} });
        await still({ offers: null });
        return wanted;
    }""" % STILL, f"{PAGE}/lens.js") == [{}, {}]


HINTS = """
    const shown = [];
    const said = [];
    const hints = m.createCameraHints({ show: (hint) => shown.push(hint), say: (hint) => said.push(hint) });
    const see = (hint, from, to) => { for (let now = from; now <= to; now += 100) hints.see(hint, now); };
"""


def test_what_passes_is_not_said(page, modules):
    assert modules.run(page, """(m) => { %s
        see('dark', 0, 500);
        see(null, 600, 2000);
        see('blurred', 2100, 2600);
        return [shown, said];
    }""" % HINTS, f"{PAGE}/camera_hints.js") == [[], []]


def test_what_lasts_is_shown_and_goes_away_and_is_read_out_rarely(page, modules):
    shown, said = modules.run(page, """(m) => { %s
        see('dark', 0, 2000);
        see(null, 2100, 5000);
        see('dark', 5100, 7000);
        see(null, 7100, 10000);
        see('blurred', 12000, 14000);
        return [shown, said];
    }""" % HINTS, f"{PAGE}/camera_hints.js")
    assert shown == ["dark", None, "dark", None, "blurred"]
    assert said == ["dark", "blurred"], "once in ten seconds"


def test_the_remembered_backend_is_that_of_this_version(page, modules):
    assert modules.run(page, """(m) => {
        const before = m.rememberedBackend('one');
        m.rememberBackend('one', 'webgl');
        const known = [m.rememberedBackend('one'), m.rememberedBackend('two')];
        localStorage.setItem(Object.keys(localStorage)[0], 'no JSON');
        return [before ?? null, ...known.map((name) => name ?? null), m.rememberedBackend('one') ?? null];
    }""", f"{PAGE}/backend_memory.js") == [None, "webgl", None, None]
