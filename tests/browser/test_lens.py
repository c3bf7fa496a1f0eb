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


def test_a_still_is_the_cameras_own_where_it_takes_photos(page, modules):
    kinds = modules.run(page, """async (m) => { %s
        const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 48, videoWidth: 64, videoHeight: 48 });
        canvas.getContext('2d').fillRect(0, 0, 64, 48);
        window.ImageCapture = class { async takePhoto() { return new Blob(['photo'], { type: 'image/jpeg' }); } };
        const own = await m.createLens(track({})).still(canvas);
        window.ImageCapture = class { async takePhoto() { throw new DOMException('busy', 'UnknownError'); } };
        const frame = await m.createLens(track({})).still(canvas);
        return [own.type, frame.type];
    }""" % LENS, f"{PAGE}/lens.js")
    assert kinds == ["image/jpeg", "image/png"]


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
