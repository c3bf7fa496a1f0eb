"""Links read at the same time, told of in their order; and two threads that look at their strips."""

import json

import bootstrap
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


def test_the_other_thread_computes_what_this_one_does(browser, tmp_path):
    """Both ends of it, with the committed readers."""
    folder = bootstrap.ROOT / "model_export/reader"
    for name, entry in {"worker": "web_src/scan/worker.js", "compare": "tests/browser/both_threads.js"}.items():
        (tmp_path / f"{name}.js").write_bytes(bundle(bootstrap.ROOT / entry).code)
    (tmp_path / "index.html").write_text("<!doctype html><title>threads</title>")
    (tmp_path / "wasm").symlink_to(bootstrap.ROOT / "node_modules/@tensorflow/tfjs-backend-wasm/dist")
    (tmp_path / "reader").symlink_to(folder / "web")
    meta = json.loads((folder / "reader.json").read_text())
    shards = sorted(path.name for path in (folder / "web").glob("*.bin"))
    with SiteServer(tmp_path) as server:
        page = browser.new_page()
        page.goto(server.url)
        here, there, error = page.evaluate("async (about) => (await import('/compare.js')).compare(about)", {"meta": meta, "shards": shards})
        page.close()
    assert len(here["logits"]) == 100 * (len(meta["characters"]) + 1)
    assert here["decoded"]["characters"] and here == there
    assert error == "closed"
