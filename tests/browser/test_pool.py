"""Links read at the same time, told of in their order; and two threads that look at their strips, or at halves of pictures."""

import json

import numpy as np
import pytest

import bootstrap
from tests.unit.sheets import sheet
from training.detector.decode import decode
from web_src.generator.bundle import bundle
from web_src.generator.server import SiteServer

SCAN = "/web_src/scan"

# Work that ends when it is let go: `begun` tells what was begun, `ends` lets it end.
SLOW = """
    const begun = [];
    const ends = {};
    const work = (item) => { begun.push(item); return new Promise((resolve, reject) => { ends[item] = { resolve, reject }; }); };
    const turn = () => new Promise((resolve) => setTimeout(resolve));
    const heard = [];
    const listen = async (all) => { for await (const [item, result] of all) heard.push(item + result); };
"""


def test_what_ends_out_of_order_is_told_in_order(page, modules):
    assert modules.run(page, """async (m) => { %s
        const done = listen(m.inOrder(['a', 'b', 'c', 'd'], work, { atOnce: 3 }));
        await turn();
        const first = [...begun];
        ends.b.resolve(2); ends.c.resolve(3);
        await turn();
        const before = [...heard];
        ends.a.resolve(1);
        await turn();
        ends.d.resolve(4);
        await done;
        return [first, before, heard, begun];
    }""" % SLOW, f"{SCAN}/in_order.js") == [["a", "b", "c"], [], ["a1", "b2", "c3", "d4"], ["a", "b", "c", "d"]]


def test_one_after_the_other_unless_told_otherwise(page, modules):
    assert modules.run(page, """async (m) => { %s
        const done = listen(m.inOrder(['a', 'b'], work));
        await turn();
        const first = [...begun];
        ends.a.resolve(1);
        await turn();
        ends.b.resolve(2);
        await done;
        return [first, heard];
    }""" % SLOW, f"{SCAN}/in_order.js") == [["a"], ["a1", "b2"]]


def test_work_waits_for_what_it_is_not_apart_from(page, modules):
    assert modules.run(page, """async (m) => { %s
        const apart = (one, other) => one[0] !== other[0];
        const done = listen(m.inOrder(['a1', 'a2', 'b1'], work, { atOnce: 3, apart }));
        await turn();
        const first = [...begun];
        ends.a1.resolve('');
        await turn();
        const then = [...begun];
        ends.a2.resolve(''); ends.b1.resolve('');
        await done;
        return [first, then];
    }""" % SLOW, f"{SCAN}/in_order.js") == [["a1"], ["a1", "a2", "b1"]]


def test_a_failure_is_told_when_it_is_its_turn(page, modules):
    assert modules.run(page, """async (m) => { %s
        const done = listen(m.inOrder(['a', 'b', 'c'], work, { atOnce: 3 })).catch((error) => error.message);
        await turn();
        ends.b.reject(new Error('torn')); ends.c.reject(new Error('unheard'));
        await turn();
        ends.a.resolve(1);
        return [await done, heard];
    }""" % SLOW, f"{SCAN}/in_order.js") == ["torn", ["a1"]]


# Another thread that answers when it is let go, and a network here that notes what it is given.
POOL = """
    const asked = [];
    const waiting = [];
    let closed = false;
    const thread = {
        load() {}, knows: (network) => network === 'reader', waiting: () => waiting.length,
        look: (network, strip) => new Promise((resolve, reject) => { asked.push(strip); waiting.push({ strip, resolve, reject }); }),
        close() { closed = true; },
    };
    const answer = () => { const { strip, resolve } = waiting.shift(); resolve('there ' + strip); };
    const pool = m.createPool();
    const looked = [];
    const look = pool.share('reader', async (strip) => { looked.push(strip); return 'here ' + strip; });
    const turn = () => new Promise((resolve) => setTimeout(resolve, 5));
"""


def run_pool(page, modules, code):
    return modules.run(page, "async (m) => { %s %s }" % (POOL, code), f"{SCAN}/pool.js")


def test_without_another_thread_all_is_looked_at_here(page, modules):
    assert run_pool(page, modules, "return [await look(1), pool.atOnce('reader')];") == ["here 1", 1]


def test_two_strips_are_looked_at_in_two_threads(page, modules):
    assert run_pool(page, modules, """
        pool.join(thread);
        const both = [look(1), look(2)];
        await turn();
        answer();
        return [await Promise.all(both), pool.atOnce('reader') > 1];
    """) == [["there 1", "here 2"], True]


def test_the_other_thread_has_one_in_advance_while_this_one_is_busy(page, modules):
    asked, looked, all_asked = run_pool(page, modules, """
        pool.join(thread);
        const all = [1, 2, 3, 4, 5].map(look);
        await turn(); // the other thread says nothing all the while
        const given = [...asked];
        while (waiting.length) answer();
        await Promise.all(all);
        return [given, looked, asked.length];
    """)
    assert asked == [1, 3] and looked == [2, 4, 5] and all_asked == 2


def test_a_network_that_the_other_thread_lacks_runs_here(page, modules):
    assert run_pool(page, modules, """
        pool.join(thread);
        return [await pool.share('careful', async (strip) => 'here ' + strip)(1), pool.atOnce('careful')];
    """) == ["here 1", 1]


def test_what_a_failing_thread_leaves_is_looked_at_here(page, modules):
    assert run_pool(page, modules, """
        pool.join(thread);
        const [one, other] = [look(1), look(2)];
        await turn();
        waiting.shift().reject(new Error('out of memory'));
        return [await one, await other, await look(3), closed, pool.atOnce('reader')];
    """) == ["here 1", "here 2", "here 3", True, 1]


def test_a_strip_that_nobody_can_look_at_is_an_error(page, modules):
    assert run_pool(page, modules, """
        pool.join(thread);
        const failing = pool.share('reader', async () => { throw new Error('no strip'); });
        const all = [look(1), failing(2).catch((error) => error.message), look(3)];
        await turn();
        answer();
        answer();
        return Promise.all(all);
    """) == ["there 1", "no strip", "there 3"]


@pytest.fixture
def both_threads(browser, tmp_path):
    """both_threads(function of both_threads.js, network, **about): with the network's committed shards."""
    for name, entry in {"worker": "web_src/scan/worker.js", "compare": "tests/browser/both_threads.js"}.items():
        (tmp_path / f"{name}.js").write_bytes(bundle(bootstrap.ROOT / entry).code)
    (tmp_path / "index.html").write_text("<!doctype html><title>threads</title>")
    (tmp_path / "wasm").symlink_to(bootstrap.ROOT / "node_modules/@tensorflow/tfjs-backend-wasm/dist")
    with SiteServer(tmp_path) as server:
        page = browser.new_page()
        page.goto(server.url)

        def run(function, network, **about):
            (tmp_path / network).symlink_to(bootstrap.ROOT / "model_export" / network / "web")
            shards = sorted(path.name for path in (tmp_path / network).glob("*.bin"))
            return page.evaluate("async ([name, about]) => (await import('/compare.js'))[name](about)", [function, {"shards": shards, **about}])

        yield run
        page.close()


def test_the_other_thread_computes_what_this_one_does(both_threads):
    """Both ends of it, with the committed reader."""
    meta = json.loads((bootstrap.ROOT / "model_export/reader/reader.json").read_text())
    here, there, error = both_threads("compareReader", "reader", meta=meta)
    assert len(here["logits"]) == 100 * (len(meta["characters"]) + 1)
    assert here["decoded"]["characters"] and here == there
    assert error == "closed"


# -- a picture in halves --------------------------------------------------------------

# A network whose every cell says how dark its first pixel is, and the pixel that a coarsest cell further down.
LOOK = """
    const COARSEST = 32;
    const look = async ({ data, width, height }) => {
        const rows = Math.ceil(height / COARSEST) * 4;
        const cols = width / 8;
        const at = (y, x) => data[Math.min(height - 1, y) * width + x];
        const cells = Array.from({ length: rows * cols }, (_, i) => [8 * Math.floor(i / cols), 8 * (i % cols)]);
        return { data: Float32Array.from(cells.flatMap(([y, x]) => [at(y, x), at(y + COARSEST, x)])), rows, cols };
    };
    const width = 64;
    const picture = (height) => ({ data: Uint8Array.from({ length: width * height }, (_, i) => (i * 7) % 251), width, height });
"""


@pytest.mark.parametrize("height", [256, 300, 360, 480, 481, 500, 640, 1000])
def test_two_halves_say_what_the_whole_picture_does(page, modules, height):
    whole, halves, seen = modules.run(page, """async (m, height) => { %s
        const seen = [];
        const halves = await m.lookInHalves(picture(height), (half) => { seen.push(half.height); return look(half); });
        return [await look(picture(height)), halves, seen].map((one) => (one.data ? { ...one, data: [...one.data] } : one));
    }""" % LOOK, f"{SCAN}/halves.js", height)
    assert halves == whole
    assert len(seen) == 2 and max(seen) < height


def test_a_low_picture_is_not_worth_halving(page, modules):
    assert modules.run(page, "(m) => [479, 480].map((height) => m.isWorthHalving({ height }))", f"{SCAN}/halves.js") == [False, True]


def test_the_detector_finds_in_halves_what_it_finds_in_the_whole(both_threads):
    """One of them seen in the other thread: a page full of links, some of which lie where the halves meet."""
    rows = [f"number {i} is at https://example.org/of/{i}" for i in range(24)]
    image = sheet(rows, "https://example.org", size=26).image
    height, width = image.shape
    whole, halves = both_threads("compareDetector", "detector", picture={"data": image.ravel().tolist(), "width": width, "height": height})
    found = [decode(np.float32(maps["data"]).reshape(maps["rows"], maps["cols"], -1)) for maps in (whole, halves)]
    places = [[(one.kind, round(one.x / 4), round(one.y / 4)) for one in sorted(all_of_them, key=lambda one: (one.y, one.x))] for all_of_them in found]
    assert len(places[0]) >= 24 and places[0] == places[1]
    scores = [sorted(one.score for one in all_of_them) for all_of_them in found]
    assert np.abs(np.subtract(*scores)).max() < 0.1
