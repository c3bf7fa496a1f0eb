"""The whole site, built from the real sources: what is in it, and that it is the same each time."""

import json
import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest

import bootstrap
from web_src.generator.bundle import bundle
from web_src.generator.errors import BuildError
from web_src.generator.licences import licences
from web_src.generator.site import make_site, precache_entries
from web_src.generator.sizes import FIRST, compressed_sizes


@pytest.fixture(scope="module")
def detector(tmp_path_factory):
    """A small stand-in for the exported detector, with two shards whose order matters."""
    folder = tmp_path_factory.mktemp("detector")
    (folder / "web").mkdir()
    (folder / "web" / "model.json").write_text(json.dumps({"weightsManifest": [{"paths": ["b.bin", "a.bin"]}]}))
    (folder / "web" / "a.bin").write_bytes(b"second")
    (folder / "web" / "b.bin").write_bytes(b"first")
    (folder / "detector.json").write_text('{"name": "stand-in"}')
    return folder


@pytest.fixture(scope="module")
def site(detector):
    return make_site(detector=detector)


def text(site, url):
    return site.assets[url].content.decode()


def asset_table(site):
    return json.loads(re.search(r'id="assets">(.*?)</script>', text(site, "index.html")).group(1))


def test_two_builds_are_byte_identical(site, detector):
    again = make_site(detector=detector)
    assert again.assets == site.assets


def test_the_asset_table_leads_to_what_it_says(site):
    table = asset_table(site)
    entries = [table["scan-worker"], table["detector-model"], table["tesseract-worker"], *table["detector-weights"]]
    for entry in entries:
        assert site.assets[entry["url"]].entry() == entry
    folders = {
        "tfjs-wasm-folder": ["tfjs-backend-wasm.wasm", "tfjs-backend-wasm-simd.wasm"],
        "tesseract-core-folder": [f"tesseract-core-{b}.wasm.js" for b in ("lstm", "simd-lstm", "relaxedsimd-lstm")],
        "tesseract-lang-folder": ["eng.traineddata.gz"],
    }
    for name, files in folders.items():
        assert table[name]["url"].endswith("/")
        assert all(table[name]["url"] + file in site.assets for file in files)
    assert table["detector"]["meta"] == {"name": "stand-in"}


def test_shards_come_in_the_order_of_the_manifest(site):
    contents = [site.assets[shard["url"]].content for shard in asset_table(site)["detector-weights"]]
    assert contents == [b"first", b"second"]


def test_tesseract_finds_its_core_beside_its_worker(site):
    """The core's script, which is loaded without its binary, looks for it in the worker's folder."""
    table = asset_table(site)
    assert table["tesseract-worker"]["url"].startswith(table["tesseract-core-folder"]["url"])
    for url in site.assets:
        if url.endswith(".wasm.js"):
            assert url.removesuffix(".js") in site.assets


class Named(HTMLParser):
    """The URLs a page names: `loaded` by itself, or `linked` for people to follow."""

    def __init__(self, html):
        super().__init__()
        self.loaded, self.linked = set(), set()
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        urls = {value.partition("#")[0] for name, value in attributes if name in ("src", "href", "action", "poster")}
        (self.linked if tag == "a" else self.loaded).update(urls - {""})  # `#id` is on the page itself


@pytest.mark.parametrize("page", ["index.html", "de.html", "privacy.html", "privacy.ru.html", "404.html"])
def test_pages_name_only_files_of_the_site(site, page):
    html = text(site, page)
    named = Named(html)
    assert named.loaded <= site.assets.keys()
    own = {url for url in named.linked if not url.startswith("https://")}
    assert own <= {"./", *site.assets}
    assert 'http-equiv="Content-Security-Policy"' in html
    assert '<meta name="referrer" content="no-referrer">' in html


def test_styles_icons_and_manifest_name_no_host(site):
    for url, asset in site.assets.items():
        if url.endswith((".css", ".webmanifest", ".svg")):
            assert b"://" not in asset.content.replace(b"http://www.w3.org/2000/svg", b""), url


def test_only_the_page_for_wrong_addresses_knows_its_path(detector, site):
    moved = make_site(detector=detector, base_path="/elsewhere/")
    changed = {url for url in site.assets if site.assets[url] != moved.assets[url]}
    assert changed == {"404.html"}
    assert 'href="/elsewhere/"' in text(moved, "404.html")


def test_pages_tell_search_engines_of_their_translations_once_their_address_is_known(detector, site):
    assert "hreflang=\"x-default\"" not in text(site, "index.html") and "sitemap.xml" not in site.assets
    address = "https://links.example/app/"
    told = make_site(detector=detector, site_url=address)
    for page, end in (("index.html", ""), ("de.html", "de.html"), ("privacy.html", "privacy.html"), ("privacy.de.html", "privacy.de.html")):
        html = text(told, page)
        assert f'<link rel="canonical" href="{address}{end}">' in html
        alternates = dict(re.findall(r'<link rel="alternate" hreflang="([\w-]+)" href="([^"]+)">', html))
        assert alternates.keys() == {"en", "de", "es", "fr", "ru", "x-default"}
        assert alternates["x-default"] == alternates["en"]
        assert alternates[re.search(r'<html lang="(\w+)"', html).group(1)] == address + end
    listed = re.findall(r"<loc>(.*?)</loc>", text(told, "sitemap.xml"))
    assert len(listed) == 10 and {url.removeprefix(address) or "index.html" for url in listed} <= told.assets.keys()
    assert not any(entry["url"] == "sitemap.xml" for entry in precache_entries(told))


def test_each_language_has_its_page_its_words_and_its_manifest(site):
    page = text(site, "ru.html")
    assert '<html lang="ru" dir="ltr" data-view="home">' in page
    assert 'href="manifest.ru.webmanifest"' in page and 'href="privacy.ru.html"' in page
    messages = json.loads(re.search(r'id="messages">(.*?)</script>', page).group(1))
    assert messages["camera.open"] == "Открыть камеру" and not any(key.startswith("page.") for key in messages)
    assert json.loads(text(site, "manifest.ru.webmanifest"))["lang"] == "ru"


@pytest.mark.parametrize("name, opens_files", [("manifest.webmanifest", "./?open"), ("manifest.fr.webmanifest", "fr.html?open")])
def test_the_web_manifest_is_installable(site, name, opens_files):
    manifest = json.loads(text(site, name))
    assert manifest["start_url"] == manifest["scope"] == manifest["id"] == "./"
    assert manifest["display"] == "standalone"
    assert {"name", "short_name", "description", "theme_color", "background_color"} <= manifest.keys()
    kinds = {(icon["purpose"], icon["sizes"]) for icon in manifest["icons"]}
    assert {("any", "192x192"), ("any", "512x512"), ("maskable", "512x512"), ("monochrome", "512x512")} <= kinds
    assert all(icon["src"] in site.assets for icon in manifest["icons"])
    assert {shot["form_factor"] for shot in manifest["screenshots"]} == {"narrow", "wide"}
    assert all(shot["src"] in site.assets for shot in manifest["screenshots"])
    assert [shortcut["url"] for shortcut in manifest["shortcuts"]] == ["./#camera", "./#photo", "./#history"]
    assert manifest["share_target"]["action"] == "./share"
    [handler] = manifest["file_handlers"]
    assert handler["action"] == opens_files and "image/jpeg" in handler["accept"]


def test_everything_is_precached_but_what_no_visitor_needs(site):
    entries = precache_entries(site)
    urls = [entry["url"] for entry in entries]
    assert len(urls) == len(set(urls))
    left_out = site.assets.keys() - set(urls)
    expected = {url for url in site.assets if url.endswith((".map", ".webp"))} | {"404.html", ".nojekyll", "service_worker.js"}
    assert left_out == expected
    assert urls[0] == "index.html"
    for entry in entries:
        assert entry["integrity"] == site.assets[entry["url"]].integrity
        assert (entry["revision"] is None) == ("/" in entry["url"])


def test_each_browser_stores_one_variant_of_each_binary(site):
    entries = precache_entries(site)
    for level in ("plain", "simd", "relaxed-simd"):
        stored = [entry["url"] for entry in entries if level in entry.get("levels", [level])]
        tfjs = [url for url in stored if url.endswith(".wasm") and "tfjs-backend" in url]
        assert sum("threaded" not in url for url in tfjs) == 1
        assert sum("threaded" in url for url in tfjs) == (level != "plain")  # there are no threads without
        assert sum(url.endswith(".wasm") and "tesseract" in url for url in stored) == 1
        assert sum(url.endswith(".wasm.js") for url in stored) == 1


def test_the_service_worker_holds_the_list_and_its_map_still_fits(site):
    first, rest = text(site, "service_worker.js").split("\n", 1)
    listed = json.loads(first.removeprefix("const PRECACHE_ENTRIES=").removesuffix(";"))
    assert listed == precache_entries(site)
    assert rest.rstrip().endswith("//# sourceMappingURL=service_worker.js.map")
    assert json.loads(text(site, "service_worker.js.map"))["mappings"].startswith(";")


def test_source_maps_name_sources_from_the_root(site):
    for url, asset in site.assets.items():
        if url.endswith(".map"):
            assert not any(source.startswith("/") for source in json.loads(asset.content)["sources"]), url


def test_a_first_scan_waits_for_little(site):
    """The goal is 1.5 MB compressed before the first scan, detector and reader included."""
    sizes = compressed_sizes(site)
    waited_for = sum(sizes[group][1] for group in FIRST)
    assert waited_for < 1_500_000
    assert sizes["reader (Tesseract)"][1] < 4_200_000


def test_without_the_detector_the_build_says_how_to_make_it(tmp_path):
    with pytest.raises(BuildError, match=r"model\.json is missing; make it: python -m model_export"):
        make_site(detector=tmp_path)


def test_a_damaged_detector_is_named(tmp_path):
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "model.json").write_text("{}")
    with pytest.raises(BuildError, match="damaged"):
        make_site(detector=tmp_path)


def test_a_package_nobody_looked_at_fails_the_build():
    with pytest.raises(BuildError, match=r"parts of the npm package esbuild, which THIRD_PARTY\.md does not name"):
        licences(bootstrap.node_modules(), {"esbuild"})


def test_every_package_in_the_site_has_its_licence(site):
    shown = text(site, "licences.txt")
    for package in ("@tensorflow/tfjs-core", "tesseract.js-core", "workbox-precaching", "tldts"):
        assert re.search(rf"^{re.escape(package)} \d", shown, re.MULTILINE), package


def test_what_is_imported_later_has_a_file_of_its_own(tmp_path):
    (tmp_path / "shared.js").write_text("export const shared = 'shared by both';\n")
    (tmp_path / "later.js").write_text("import { shared } from './shared.js';\nexport const later = () => 'said later' + shared;\n")
    (tmp_path / "main.js").write_text("import { shared } from './shared.js';\nimport('./later.js').then((m) => m.later() + shared);\n")
    made = bundle(tmp_path / "main.js", split=True)
    later, = (chunk for chunk in made.chunks if b"said later" in chunk.code)
    shared, = (chunk for chunk in made.chunks if b"shared by both" in chunk.code)
    assert (later.first, shared.first) == (False, True)
    assert later.name.startswith("later-") and later.name.encode() in made.code
    whole = bundle(tmp_path / "main.js")
    assert whole.chunks == [] and b"said later" in whole.code


def test_a_script_error_is_named_with_its_place(tmp_path):
    (tmp_path / "bad.js").write_text("export const a = 1;\nconst = 2;\n")
    with pytest.raises(BuildError, match=r"bad\.js:2:6") as caught:
        bundle(tmp_path / "bad.js")
    assert "node:child_process" not in str(caught.value)


def test_the_command_reports_an_error_without_a_trace(tmp_path):
    command = [sys.executable, "build.py", "--out", tmp_path / "dist", "--detector", tmp_path / "nowhere"]
    run = subprocess.run(command, cwd=bootstrap.ROOT, capture_output=True, text=True)
    assert run.returncode == 1
    assert run.stderr.startswith("build.py: the detector is not complete")
    assert "Traceback" not in run.stderr
    assert not (tmp_path / "dist").exists()


def test_the_page_says_from_the_start_that_it_shows_its_home(site):
    """Said by the script alone, everything on it would move once that runs."""
    assert '<html lang="en" dir="ltr" data-view="home"' in text(site, "index.html")
    assert "data-view" not in text(site, "privacy.html")
