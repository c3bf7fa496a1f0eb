"""The built site works wherever a static host puts it."""

from __future__ import annotations

import pytest

from web_src.generator.server import SiteServer


def open_app(page, url: str) -> list[str]:
    """Visit until the app is ready; returns the answers that were errors."""
    failed: list[str] = []
    page.context.on("response", lambda response: response.status >= 400 and failed.append(response.url))
    page.goto(url)
    page.locator("html[data-state=ready]").wait_for(state="attached", timeout=30_000)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return failed


@pytest.mark.parametrize("base", ["/", "/links-detector/", "/some/where/deep/"])
def test_the_app_starts_under_any_path(base, page, site):
    with SiteServer(site.root, base) as server:
        assert open_app(page, server.url) == []
        assert all(path.startswith(base) for path in server.requests)
        scope = page.evaluate("navigator.serviceWorker.ready.then(({ scope }) => scope)")
        assert scope == server.url


def test_two_copies_on_one_host_keep_apart(context, site, tmp_path):
    """As on GitHub Pages, where all projects of one person share an origin."""
    (tmp_path / "one").symlink_to(site.root)
    (tmp_path / "two").symlink_to(site.root)
    with SiteServer(tmp_path) as server:
        for name in ("one", "two"):
            assert open_app(context.new_page(), f"{server.url}{name}/") == []
        names = context.pages[0].evaluate("caches.keys()")
        assert sorted(name.rsplit("/", 2)[-2] for name in names) == ["one", "two"]


def test_a_folder_without_its_slash_leads_to_the_site(page, site):
    page.goto(site.url.rstrip("/"))
    assert page.url == site.url


def test_a_wrong_address_shows_the_page_for_it(page, site):
    response = page.goto(f"{site.url}no-such-page")
    assert response.status == 404
    page.get_by_role("link", name="Go to Links Detector").click()
    page.wait_for_url(site.url)


def test_paths_beside_the_site_are_not_found(page, site):
    assert page.request.get(site.url.replace("/links-detector/", "/index.html")).status == 404
    assert page.request.get(f"{site.url}assets/").status == 404
    assert page.request.get(f"{site.url}../../etc/passwd").status == 404


def test_files_have_the_types_browsers_insist_on(page, site):
    types = {
        ".wasm": "application/wasm", ".js": "text/javascript", ".webmanifest": "application/manifest+json",
        ".css": "text/css", ".html": "text/html", ".svg": "image/svg+xml", ".png": "image/png",
    }
    for suffix, type_ in types.items():
        path = next(site.root.rglob(f"*{suffix}")).relative_to(site.root)
        assert page.request.get(f"{site.url}{path}").headers["content-type"].startswith(type_), path
