"""What computes the networks: measured, agreed upon, remembered, and replaced when it is taken away."""

from __future__ import annotations

import pytest

from tests.browser.paper import as_file, choose, links, open_app, photograph

SCAN = "/web_src/scan"

# Backends by name: [ms a run, what they compute]; a third entry says how they fail.
CHOICE = """
    let now = 0;
    let running;
    const runs = [];
    const choice = (backends, more = {}) => m.chooseBackend({
        names: Object.keys(backends),
        start: async (name) => {
            if (backends[name][2] === 'throws') throw new Error('no such card');
            running = name;
            return backends[name][2] !== 'refuses';
        },
        run: async () => {
            const [ms, value] = backends[running];
            runs.push(running);
            now += ms;
            return [Float32Array.from({ length: 1000 }, (_, i) => value + i)];
        },
        clock: () => now,
        ...more,
    });
"""


@pytest.mark.parametrize("backends, best, refused", [
    ({"wasm": [40, 1], "webgl": [10, 1]}, "webgl", {}),
    ({"wasm": [10, 1], "webgl": [40, 1]}, "wasm", {}),
    ({"wasm": [10, 1], "webgl": [9, 1]}, "wasm", {}),  # not worth it
    ({"wasm": [40, 1], "webgl": [10, 1.01]}, "webgl", {}),  # rounds a little
    ({"wasm": [40, 1], "webgl": [10, 90]}, "wasm", {"webgl": "computes something else"}),
    ({"wasm": [40, 1], "webgl": [10, None]}, "wasm", {"webgl": "computes something else"}),  # NaN
    ({"wasm": [40, 1], "webgl": [10, 1, "refuses"], "webgpu": [5, 1]}, "webgpu", {"webgl": "does not start"}),
    ({"wasm": [40, 1], "webgl": [10, 1, "throws"]}, "wasm", {"webgl": "no such card"}),
])
def test_the_fastest_that_computes_the_same_is_taken(page, modules, backends, best, refused):
    result = modules.run(page, """async (m, backends) => { %s
        for (const one of Object.values(backends)) if (one[1] === null) one[1] = NaN;
        return choice(backends);
    }""" % CHOICE, f"{SCAN}/backend_choice.js", backends)
    assert result["best"] == best
    assert result["refused"] == refused


def test_no_time_is_lost_on_a_hopeless_one(page, modules):
    counted = modules.run(page, """async (m) => { %s
        await choice({ wasm: [10, 1], webgl: [1000, 1] });
        return runs.filter((name) => name === 'webgl').length;
    }""" % CHOICE, f"{SCAN}/backend_choice.js")
    assert counted == 2, "once to compile and compare, once timed"


def test_measuring_gives_way_to_a_scan(page, modules):
    result, counted = modules.run(page, """async (m) => { %s
        const result = await choice({ wasm: [10, 1], webgl: [10, 1] }, { stop: () => runs.length >= 3 });
        return [result, runs.length];
    }""" % CHOICE, f"{SCAN}/backend_choice.js")
    assert result is None
    assert counted == 3


def test_measuring_waits_until_a_long_scan_is_over(page, modules):
    assert modules.run(page, """async (m) => {
        const idle = m.createIdle(20);
        const turn = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
        const done = [];
        idle.begin();
        idle.later(() => done.push('measured'));
        await turn(80);
        const during = [...done];
        idle.begin();
        idle.end(); // one of two
        await turn(80);
        const still = [...done];
        idle.end();
        await turn(80);
        return [during, still, done];
    }""", f"{SCAN}/idle.js") == [[], [], ["measured"]]


def test_a_question_puts_measuring_off(page, modules):
    assert modules.run(page, """async (m) => {
        const idle = m.createIdle(40);
        const turn = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
        const done = [];
        idle.later(() => done.push('first'));
        idle.later(() => done.push('measured'));
        idle.begin();
        await turn(80);
        const during = [...done];
        idle.end();
        await turn(120);
        return [during, done];
    }""", f"{SCAN}/idle.js") == [[], ["measured"]]


# A detector and a reader that say where they run, on cards that can be taken away.
NETWORKS = """
    const started = [];
    let lost = false;
    let failing = false;
    const use = {
        startBackend: async (name) => { if (name === 'missing') return false; started.push(name); return true; },
        isLost: (name) => name === 'webgl' && lost,
        possibleBackends: async () => ['wasm', 'webgl'],
        createDetector: async () => {
            const here = started.at(-1);
            return { run: async () => {
                if (failing && here === 'webgl') throw new Error('context lost');
                return { data: new Float32Array([1]), here };
            } };
        },
        createReader: async () => {
            const here = started.at(-1);
            const logits = new Float32Array([1]);
            return { height: 32, sure: 0.9, read: async () => here, logits: async () => logits, look: async () => ({ logits }) };
        },
    };
    const losses = [];
    const networks = (backend) => m.createNetworks({ detector: {}, reader: {}, wasmFolder: '/', backend, use, onLost: (name) => losses.push(name) });
"""


@pytest.mark.parametrize("how", ["lost = true", "failing = true"])
def test_a_card_that_is_taken_away_is_replaced_without_losing_the_run(page, modules, how):
    result = modules.run(page, """async (m) => { %s
        const all = await networks('webgl');
        const before = (await all.detect({})).here;
        %s;
        const after = (await all.detect({})).here;
        return [before, after, await all.reader.read({}), all.backend, losses];
    }""" % (NETWORKS, how), f"{SCAN}/networks.js")
    assert result == ["webgl", "wasm", "wasm", "wasm", ["webgl"]]


@pytest.mark.parametrize("how", ["lost = true", "failing = true"])
def test_of_several_runs_that_lose_a_card_none_is_lost_and_one_switches(page, modules, how):
    assert modules.run(page, """async (m) => { %s
        const all = await networks('webgl');
        %s;
        const runs = await Promise.all([all.detect({}), all.detect({}), all.detect({})]);
        return [runs.map(({ here }) => here), started, losses];
    }""" % (NETWORKS, how), f"{SCAN}/networks.js") == [["wasm"] * 3, ["webgl", "wasm"], ["webgl"]]


def test_another_thread_computes_where_one_thread_computes_and_only_there(page, modules):
    assert modules.run(page, """async (m) => { %s
        const opened = [];
        const openThread = () => {
            const thread = { loaded: [], closed: false, load: (name) => thread.loaded.push(name), knows: () => false, close() { thread.closed = true; } };
            opened.push(thread);
            return thread;
        };
        const loadCareful = async () => ({ meta: { temperature: 1.2 } });
        const all = await m.createNetworks({ detector: {}, reader: {}, loadCareful, wasmFolder: '/', backend: 'webgl', use, openThread });
        all.startSharing();
        const onCard = opened.length;
        lost = true;
        await all.detect({});
        await all.careful();
        lost = false;
        const { best } = await all.measure(); // tries the card, too
        return [onCard, best, opened.map(({ loaded, closed }) => [loaded, closed])];
    }""" % NETWORKS, f"{SCAN}/networks.js") == [
        0, "wasm", [[["detector", "reader", "careful"], True], [["detector", "reader", "careful"], False]]]


def test_high_pictures_are_looked_at_in_halves_where_another_thread_knows_the_detector(page, modules):
    here, there, rows = modules.run(page, """async (m) => { %s
        const [here, there] = [[], []];
        const seen = (list) => async ({ height }) => { list.push(height); return { data: new Float32Array(Math.ceil(height / 8)), rows: Math.ceil(height / 8), cols: 1 }; };
        let known = false;
        const thread = {
            load() {}, close() {}, knows: () => known, waiting: () => 0,
            look: (network, picture) => seen(there)(picture),
        };
        const all = await m.createNetworks({ detector: {}, reader: {}, wasmFolder: '/', openThread: () => thread,
            use: { ...use, createDetector: async () => ({ run: seen(here) }) } });
        const picture = (height) => ({ data: new Uint8Array(height), width: 1, height });
        all.startSharing();
        await all.detect(picture(640));
        known = true;
        await all.detect(picture(64));
        const maps = await all.detect(picture(640));
        return [here, there, maps.rows];
    }""" % NETWORKS, f"{SCAN}/networks.js")
    assert here[:2] == [640, 64]
    assert len(here + there) == 4 and there and max(here[2:] + there) < 640
    assert rows == 80


def test_the_careful_reader_is_fetched_once_when_asked_for_and_moves_with_the_others(page, modules):
    assert modules.run(page, """async (m) => { %s
        let fetched = 0;
        const loadCareful = async () => { fetched += 1; return { meta: { temperature: 1.2 } }; };
        const made = [];
        const noting = { ...use, createReader: async (files) => { made.push([started.at(-1), Boolean(files.meta)]); return use.createReader(); } };
        const all = await m.createNetworks({ detector: {}, reader: {}, loadCareful, wasmFolder: '/', backend: 'webgl', use: noting });
        const before = fetched;
        const [one, other] = [await all.careful(), await all.careful()];
        lost = true;
        const seen = await one.logits({});
        return [before, fetched, one === other, one.temperature, seen.length, made];
    }""" % NETWORKS, f"{SCAN}/networks.js") == [
        0, 1, True, 1.2, 1, [["webgl", False], ["webgl", True], ["wasm", False], ["wasm", True]]]


def test_a_careful_reader_that_cannot_be_had_now_may_be_later_and_a_site_may_have_none(page, modules):
    assert modules.run(page, """async (m) => { %s
        let there = false;
        const loadCareful = async () => { if (!there) throw new Error('offline'); return { meta: { temperature: 1 } }; };
        const all = await m.createNetworks({ detector: {}, reader: {}, loadCareful, wasmFolder: '/', use });
        const first = await all.careful().catch((error) => error.message);
        there = true;
        const second = (await all.careful()).temperature;
        const none = await (await m.createNetworks({ detector: {}, reader: {}, wasmFolder: '/', use })).careful();
        return [first, second, none];
    }""" % NETWORKS, f"{SCAN}/networks.js") == ["offline", 1, None]


def test_a_remembered_one_that_is_gone_is_no_problem(page, modules):
    assert modules.run(page, """async (m) => { %s
        const all = await networks('missing');
        return [all.backend, (await all.detect({})).here];
    }""" % NETWORKS, f"{SCAN}/networks.js") == ["wasm", "wasm"]


def test_webassembly_that_fails_is_a_failure(page, modules):
    assert modules.run(page, """async (m) => { %s
        const broken = { ...use, createDetector: async () => ({ run: async () => { throw new Error('memory'); } }) };
        const all = await m.createNetworks({ detector: {}, reader: null, wasmFolder: '/', use: broken });
        return all.detect({}).then(() => 'fine', (error) => error.message);
    }""" % NETWORKS, f"{SCAN}/networks.js") == "memory"


def test_threads_come_from_the_sites_own_files(page, modules):
    made = modules.run(page, """(m) => {
        const made = [];
        class Plain { constructor(url) { made.push(url); } postMessage(message) { made.push(message); } }
        const scope = { Worker: Plain };
        m.lendThreads(scope, 'https://here.example/tfjs/');
        m.lendThreads(scope, 'https://here.example/tfjs/'); // once is enough
        new scope.Worker('blob:https://here.example/1').postMessage({ cmd: 'load', urlOrBlob: new Blob(), wasmMemory: 7 });
        new scope.Worker('https://here.example/tesseract.js').postMessage({ cmd: 'load' });
        return made;
    }""", f"{SCAN}/wasm_threads.js")
    assert made == [
        "https://here.example/tfjs/tfjs-thread.js",
        {"cmd": "load", "urlOrBlob": "https://here.example/tfjs/tfjs-backend-wasm-threaded-simd.js", "wasmMemory": 7},
        "https://here.example/tesseract.js", {"cmd": "load"},
    ]


# -- the whole site -------------------------------------------------------------------

NOTE_BACKENDS = """
    window.told = [];
    const Plain = Worker;
    window.Worker = class extends Plain {
        constructor(...all) {
            super(...all);
            this.addEventListener('message', ({ data }) => { if (data.kind === 'backend') told.push(data); });
        }
    };
"""


def test_the_site_is_isolated_from_the_second_visit_on_and_works_on_both(page, site, browser):
    """On a server that sets no headers; no visit loads its page twice."""
    page.add_init_script(NOTE_BACKENDS)
    photo = as_file(photograph(browser, "https://example.org/maps/coast"))
    loads: list[str] = []
    page.on("domcontentloaded", lambda loaded: loads.append(loaded.url))
    open_app(page, site)
    assert page.evaluate("crossOriginIsolated") is False
    choose(page, photo)
    assert [link["printed"] for link in links(page)] == ["https://example.org/maps/coast"]
    page.locator("[data-offline=ready]").wait_for(state="attached", timeout=120_000)
    assert page.evaluate("document.documentElement.dataset.view") == "photo", "the first visit is left as it is"
    open_app(page, site)
    assert page.evaluate("crossOriginIsolated") is True
    choose(page, photo)
    assert [link["printed"] for link in links(page)] == ["https://example.org/maps/coast"]
    for _ in range(600):  # once nothing is asked of it, the device is measured
        if page.evaluate("told.length"):
            break
        page.wait_for_timeout(100)
    told, = page.evaluate("told")
    assert told["times"]["wasm-threads"] > 0
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('links-detector-backend:')).length") == 1
    choose(page, photo)  # whatever was chosen
    assert [link["printed"] for link in links(page)] == ["https://example.org/maps/coast"]
    open_app(page, site)
    page.wait_for_timeout(6000)
    assert page.evaluate("told.length") == 0, "measured once"
    assert len([url for url in loads if url == site.url]) == 3, "one load for each visit"
