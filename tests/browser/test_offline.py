"""Offline and update, proven by counting what reaches the server."""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from web_src.generator.server import SiteServer

sys.path.insert(0, str(Path(__file__).parent))
from tests.browser.probe import probe_site

BASE = "/links-detector/"
UPDATE_CHECK = f"{BASE}service_worker.js"  # the browser's own question at each visit

STORED = """async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith('links-detector-precache'));
  const keys = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return keys.flat().map(({ url }) => new URL(url).pathname).sort();
}"""


@pytest.fixture(scope="module")
def versions(tmp_path_factory):
    """Two versions of the probe site, which differ in their page and its worker alone."""
    return [probe_site(tmp_path_factory.mktemp(text), text) for text in ("one", "two")]


@pytest.fixture
def server(tmp_path, versions):
    """Serves the first version; `versions[1].write(server.root)` publishes the second."""
    versions[0].write(tmp_path / "dist")
    with SiteServer(tmp_path / "dist", BASE) as server:
        yield server


def wait_for(page, event: str) -> None:
    page.locator(f"html[data-{event}]").wait_for(state="attached", timeout=15_000)


def visit(page, server, event: str = "ready") -> None:
    page.goto(server.url)
    wait_for(page, event)


def heading(page) -> str:
    return page.locator("h1").inner_text()


def worker_of(version) -> str:
    """The path of the one script that the two versions do not share."""
    url, = (url for url in version.assets if url.startswith("assets/scan-worker") and url.endswith(".js"))
    return BASE + url


def spoil(server, name: str) -> None:
    """Damage the one file of that name on the server."""
    path, = server.root.rglob(name)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


# -- the first visit, and the network cut -------------------------------------------


def test_ready_comes_once_everything_is_stored(page, server, versions):
    visit(page, server)
    stored = page.evaluate(STORED)
    left_out = (".map", ".webp", "404.html", ".nojekyll", "service_worker.js")
    variants = ("tfjs-backend-wasm.wasm", "core-lstm.wasm", "core-lstm.wasm.js", "core-simd-lstm.wasm", "core-simd-lstm.wasm.js")
    expected = [url for url in versions[0].assets if not url.endswith(left_out + variants)]
    assert stored == sorted(BASE + url for url in expected)
    steps = page.evaluate("steps")
    assert [step["done"] for step in steps] == sorted(step["done"] for step in steps)
    assert steps[-1]["done"] == steps[-1]["total"] > 6_000_000


def test_what_is_served_later_is_no_progress(page, server):
    """Once all is stored the page says so, and goes on saying so."""
    visit(page, server)
    page.reload()
    wait_for(page, "ready")
    page.evaluate("fetch('licences.txt').then((response) => response.text())")
    page.wait_for_timeout(500)
    assert page.evaluate("steps") == []
    assert page.evaluate("events") == ["ready"]


def test_a_second_visit_asks_the_server_for_nothing(page, server):
    visit(page, server)
    server.clear()
    page.reload()
    wait_for(page, "ready")
    assert set(server.requests) <= {UPDATE_CHECK}


def test_with_the_network_cut_every_file_is_there(page, context, server):
    visit(page, server)
    server.stop()
    server.clear()
    context.set_offline(True)
    page.reload()
    wait_for(page, "ready")
    assert heading(page) == "one"
    answers = page.evaluate(
        "(paths) => Promise.all(paths.map(async (path) => (await fetch(path)).status))", page.evaluate(STORED)
    )
    assert len(answers) > 15
    assert set(answers) == {200}
    assert server.requests == []


def test_with_the_network_cut_every_address_leads_to_a_page(page, context, server):
    visit(page, server)
    server.stop()
    context.set_offline(True)
    for path in ("?from=home", "index.html", "privacy.html", "privacy.html?x=1", "no/such/page"):
        page.goto(server.url + path)
        assert heading(page) == ("Privacy" if "privacy" in path else "one"), path
    assert page.url == server.url, "an address that never was leads home, where the page's own URLs are right"


def test_tesseract_starts_its_core_with_the_network_cut(page, context, server):
    """Its worker finds the script we renamed and the binary beside it (web_src/generator/third_party.py)."""
    visit(page, server)
    server.stop()
    context.set_offline(True)
    loaded = page.evaluate("""() => {
      const table = JSON.parse(document.getElementById('assets').textContent);
      const absolute = (name) => new URL(table[name].url, document.baseURI).href;
      const worker = new Worker(absolute('tesseract-worker'));
      return new Promise((resolve, reject) => {
        worker.onerror = (event) => reject(new Error(event.message));
        worker.onmessage = ({ data }) => {
          if (data.status === 'resolve' && data.action === 'load') resolve(true);
          if (data.status === 'reject') reject(new Error(String(data.data)));
        };
        const options = { lstmOnly: true, corePath: absolute('tesseract-core-folder'), logging: false };
        worker.postMessage({ workerId: 'w', jobId: 'j', action: 'load', payload: { options } });
      });
    }""")
    assert loaded is True


# -- what goes wrong ----------------------------------------------------------------


def test_a_damaged_file_is_reported_and_ready_never_comes(page, server):
    spoil(server, "eng.traineddata.gz")
    visit(page, server, "error")
    assert page.evaluate("events") == ["error"]
    assert heading(page) == "one"


def test_a_file_thrown_out_by_the_browser_is_fetched_again(page, server):
    visit(page, server)
    lost = page.evaluate("""async () => {
      const [name] = await caches.keys();
      const cache = await caches.open(name);
      const lost = (await cache.keys()).find(({ url }) => url.includes('eng.traineddata'));
      await cache.delete(lost);
      return new URL(lost.url).pathname;
    }""")
    server.clear()
    page.reload()
    wait_for(page, "ready")
    assert set(server.requests) - {UPDATE_CHECK} == {lost}
    assert lost in page.evaluate(STORED)


def test_without_service_workers_the_page_is_told(new_context, server):
    context = new_context()
    context.add_init_script("delete Navigator.prototype.serviceWorker")
    visit(context.new_page(), server, "unsupported")


# -- new versions -----------------------------------------------------------------------


def test_a_new_version_waits_and_comes_when_asked(page, server, versions):
    visit(page, server)
    versions[1].write(server.root)
    server.clear()
    page.reload()
    wait_for(page, "update")
    assert heading(page) == "one"
    changed = {UPDATE_CHECK, f"{BASE}index.html", worker_of(versions[1])}
    assert set(server.requests) == changed, "only what has changed is fetched"
    page.reload()
    wait_for(page, "update")
    assert heading(page) == "one", "a reload alone must not take it"
    with page.expect_navigation():
        page.evaluate("apply()")
    wait_for(page, "ready")
    assert heading(page) == "two"


def test_after_an_update_the_old_files_are_gone_and_other_caches_are_not(page, server, versions):
    visit(page, server)
    page.evaluate("caches.open('of-somebody-else').then((cache) => cache.put('x', new Response('1')))")
    before = page.evaluate(STORED)
    versions[1].write(server.root)
    page.reload()
    wait_for(page, "update")
    with page.expect_navigation():
        page.evaluate("apply()")
    wait_for(page, "ready")
    expected = sorted({*before, worker_of(versions[1])} - {worker_of(versions[0])})
    assert page.evaluate(STORED) == expected, "one entry for each file"
    assert page.evaluate("caches.has('of-somebody-else')")


@pytest.mark.parametrize("damage", ["spoilt", "missing"])
def test_a_version_that_does_not_arrive_whole_changes_nothing(damage, page, context, server, versions):
    visit(page, server)
    versions[1].write(server.root)
    if damage == "spoilt":
        spoil(server, "index.html")
    else:
        (server.root / "index.html").unlink()
    tried = "navigator.serviceWorker.getRegistration().then((r) => r.update()).then(settled, () => 0)"
    settled = """(registration) => new Promise((resolve) => {
      const worker = registration.installing;
      if (!worker) return resolve();
      worker.onstatechange = () => worker.state === 'redundant' && resolve();
    })"""
    page.evaluate(f"() => {{ const settled = {settled}; return {tried}; }}")
    assert f"{BASE}index.html" in server.requests, "the new version was tried"
    page.reload()
    wait_for(page, "ready")
    assert page.evaluate("events") == ["ready"]
    server.stop()
    context.set_offline(True)
    page.reload()
    wait_for(page, "ready")
    assert heading(page) == "one"


def test_another_tab_is_offered_the_version_this_one_took(context, server, versions):
    first, second = context.new_page(), context.new_page()
    visit(first, server)
    visit(second, server)
    versions[1].write(server.root)
    first.reload()
    wait_for(first, "update")
    with first.expect_navigation():
        first.evaluate("apply()")
    wait_for(second, "update")
    with second.expect_navigation():
        second.evaluate("apply()")
    assert heading(second) == "two"


def test_a_tab_of_the_old_version_keeps_its_files_until_it_is_gone(context, server, versions):
    """It may need one of them only now, and no server has them any more."""
    old = worker_of(versions[0])
    first, second = context.new_page(), context.new_page()
    visit(first, server)
    visit(second, server)
    versions[1].write(server.root)
    first.reload()
    wait_for(first, "update")
    with first.expect_navigation():
        first.evaluate("apply()")
    wait_for(first, "ready")
    assert heading(second) == "one"
    server.clear()
    assert second.evaluate("(url) => fetch(url).then((answer) => answer.text())", old).startswith("postMessage(\"started one")
    assert server.requests == []
    second.close()
    first.reload()
    wait_for(first, "ready")
    first.wait_for_timeout(300)
    assert old not in first.evaluate(STORED)


# -- trouble on the device --------------------------------------------------------------

FULL = "Cache.prototype.put = () => Promise.reject(new DOMException('the disk is full', 'QuotaExceededError'));\n"


def test_a_download_that_was_interrupted_goes_on_where_it_stopped(page, server, versions):
    """The first visit loses the connection at the last of the large files; the second fetches what is missing."""
    english, = server.root.rglob("eng.traineddata.gz")
    content = english.read_bytes()
    english.unlink()
    visit(page, server, "error")
    missing = BASE + english.relative_to(server.root).as_posix()
    arrived = set(page.evaluate(STORED))
    assert len(arrived) > 5 and missing not in arrived
    english.write_bytes(content)
    server.clear()
    page.reload()
    wait_for(page, "ready")
    assert missing in server.requests
    # The page itself comes from the network as long as no worker serves it.
    again = {path for path in arrived & set(server.requests) if "/assets/t" in path or path.endswith(".wasm")}
    assert again == set(), "what had arrived is not fetched again"


@pytest.mark.parametrize("name", ["eng.traineddata.gz", "service_worker.js"])
def test_what_was_not_stored_is_tried_again_when_the_network_is_back(name, page, context, server):
    path, = server.root.rglob(name)
    content = path.read_bytes()
    path.unlink()
    visit(page, server, "error")
    path.write_bytes(content)
    context.set_offline(True)
    context.set_offline(False)
    wait_for(page, "ready")
    assert page.evaluate("events") == ["error", "ready"], "in the same visit"


def test_a_file_that_could_not_be_fetched_again_is_when_the_network_is_back(page, context, server):
    visit(page, server)
    page.evaluate(EVICT)
    english, = server.root.rglob("eng.traineddata.gz")
    content = english.read_bytes()
    english.unlink()
    page.reload()
    wait_for(page, "error")
    english.write_bytes(content)
    context.set_offline(True)
    context.set_offline(False)
    wait_for(page, "ready")


def test_what_fails_once_the_network_is_back_is_tried_again_once(page, modules):
    """A download that the network was taken from may fail only after that is back."""
    assert modules.run(page, """async (m) => {
        const told = [];
        let fail;
        const register = () => new Promise((_, reject) => { fail = () => reject(new Error('no network')); });
        Object.defineProperty(navigator, 'serviceWorker', { value: Object.assign(new EventTarget(), { register }) });
        const tell = (name) => () => told.push(name);
        m.registerServiceWorker({ onError: tell('error'), onRetry: tell('retry') });
        const failed = async () => { fail(); await new Promise((resolve) => setTimeout(resolve)); };
        dispatchEvent(new Event('online'));
        await new Promise((resolve) => setTimeout(resolve, 1100));
        await failed();
        await failed();
        return told;
    }""", "/web_src/page/offline.js") == ["error", "retry", "error"]


def test_on_a_full_disk_the_first_visit_works_and_says_it_is_not_stored(page, server):
    script = server.root / "service_worker.js"
    script.write_text(FULL + script.read_text())
    visit(page, server, "error")
    assert page.evaluate("events") == ["error"]
    assert heading(page) == "one"


def test_on_a_full_disk_the_version_that_is_there_goes_on_working(page, context, server, versions):
    visit(page, server)
    versions[1].write(server.root)
    script = server.root / "service_worker.js"
    script.write_text(FULL + script.read_text())
    page.evaluate("navigator.serviceWorker.getRegistration().then((r) => r.update()).catch(() => 0)")
    page.wait_for_timeout(1000)
    server.stop()
    context.set_offline(True)
    page.reload()
    wait_for(page, "ready")
    assert heading(page) == "one" and page.evaluate("events") == ["ready"]


EVICT = "caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name))))"


def test_a_cache_thrown_out_whole_is_stored_again(page, server, context):
    visit(page, server)
    before = page.evaluate(STORED)
    page.evaluate(EVICT)
    server.clear()
    page.reload()
    wait_for(page, "ready")
    assert page.evaluate(STORED) == before
    fetched = [path for path in server.requests if path.endswith((".wasm", ".gz"))]
    assert len(fetched) == len(set(fetched)), "no large file twice"
    server.stop()
    context.set_offline(True)
    page.reload()
    wait_for(page, "ready")


def test_a_cache_thrown_out_while_a_new_version_came_gives_a_whole_new_page(page, server, versions):
    """The old worker knows only the old page's digest: it must neither refuse the new one nor mix the two."""
    visit(page, server)
    page.evaluate(EVICT)
    versions[1].write(server.root)
    page.reload()
    assert heading(page) == "two"
    started = page.evaluate("""() => new Promise((resolve) => {
      const table = JSON.parse(document.getElementById('assets').textContent);
      const worker = new Worker(table['scan-worker'].url, { type: 'module' });
      worker.onmessage = ({ data }) => resolve(data);
    })""")
    assert started == "started two"


# -- what is not its business -------------------------------------------------------------


def test_requests_for_anything_else_reach_the_server(page, server):
    visit(page, server)
    page.reload()
    server.clear()
    statuses = page.evaluate("""async () => [
      (await fetch('no-such-file.txt')).status,
      (await fetch('index.html', { method: 'HEAD' })).status,
      (await fetch('/outside')).status,
    ]""")
    assert statuses == [404, 200, 404]
    assert [path for path in server.requests if path != UPDATE_CHECK] == [
        f"{BASE}no-such-file.txt", f"{BASE}index.html", "/outside",
    ]


def test_workers_too_reach_nothing_but_the_site(page, server):
    """The page's policy does not cover workers; the service worker gives them one (web_src/sw/confine.js)."""
    visit(page, server)
    with page.expect_worker() as started:
        page.evaluate("""() => {
          const table = JSON.parse(document.getElementById('assets').textContent);
          window.worker = new Worker(table['scan-worker'].url, { type: 'module' });
        }""")
    reach = "(url) => fetch(url, { mode: 'no-cors' }).then(() => 'reached', () => 'refused')"
    elsewhere = server.url.replace("localhost", "127.0.0.1")
    assert urlopen(elsewhere).status == 200, "it is there to be reached"
    assert started.value.evaluate(reach, server.url) == "reached"
    assert started.value.evaluate(reach, elsewhere) == "refused"
