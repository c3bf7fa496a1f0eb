"""The history: what is found is kept, if wanted; found again, noted on, deleted, brought back, taken out and in."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.browser.paper import as_file, choose, open_app, photograph

PRINTED = ["https://example.org/maps/coast", "www.wikipedia.org"]
HISTORY = "/web_src/history"


@pytest.fixture(scope="module")
def photo(browser) -> bytes:
    return photograph(browser, *PRINTED)


@pytest.fixture
def app(page, site, photo):
    """The app with a history of two links, in its history room."""
    open_app(page, site)
    choose(page, as_file(photo))
    open_history(page)
    kept(page).nth(1).wait_for()
    return page


def open_history(page) -> None:
    page.get_by_role("link", name="History").click()
    page.get_by_role("heading", name="History").wait_for()


def open_settings(page) -> None:
    page.get_by_role("link", name="Settings").click()
    page.locator("#settings[data-tied]").wait_for()  # until then every switch stands at off


def kept(page):
    return page.locator("#history .kept-entry")


def printed(page) -> list[str]:
    return sorted(page.locator("#history .kept-entry [data-part=text]").all_text_contents())


def status(page) -> str:
    return page.locator("#history [data-part=status]").inner_text()


def wait_for_count(page, count: int) -> None:
    page.wait_for_timeout(100)
    if count:
        kept(page).nth(count - 1).wait_for()
    kept(page).nth(count).wait_for(state="detached")


def test_what_is_still_being_kept_is_in_the_room_that_was_opened_meanwhile(page, site, photo):
    page.add_init_script("""
      const toBlob = HTMLCanvasElement.prototype.toBlob;
      HTMLCanvasElement.prototype.toBlob = function slowly(...all) { setTimeout(() => toBlob.call(this, ...all), 1000); };
    """)
    open_app(page, site)
    choose(page, as_file(photo))
    open_history(page)
    wait_for_count(page, 2)


# -- keeping --------------------------------------------------------------------------


def test_what_a_photo_gave_is_kept_with_its_print_and_outlives_a_reload(app):
    assert printed(app) == PRINTED
    assert kept(app).first.get_by_role("img").evaluate("image => image.decode().then(() => image.naturalWidth)") > 50
    assert kept(app).first.locator("time").get_attribute("datetime").startswith("20")
    app.reload()
    kept(app).nth(1).wait_for()  # the address still says #history
    assert printed(app) == PRINTED


def test_found_again_it_is_there_once(app, photo):
    app.go_back()
    choose(app, as_file(photo))
    open_history(app)
    app.wait_for_timeout(300)
    assert printed(app) == PRINTED


def test_nothing_is_kept_if_the_person_says_so(page, site, photo):
    open_app(page, site)
    open_settings(page)
    page.get_by_role("switch", name="Keep a history").uncheck()
    page.go_back()
    choose(page, as_file(photo))
    open_history(page)
    page.get_by_text("Nothing new is kept: you").wait_for()
    assert kept(page).count() == 0
    names = page.evaluate("indexedDB.databases().then((all) => all.map(({ name }) => name))")
    open_settings(page)
    assert not page.get_by_role("switch", name="Keep a history").is_checked()
    count = page.evaluate("""async (names) => {
        if (!names.length) return 0;
        const db = await new Promise((resolve) => { const asked = indexedDB.open(names[0]); asked.onsuccess = () => resolve(asked.result); });
        return new Promise((resolve) => { const asked = db.transaction('links').objectStore('links').count(); asked.onsuccess = () => resolve(asked.result); });
    }""", [name for name in names if "links-detector" in name])
    assert count == 0


@pytest.mark.parametrize("wanted", [True, False])
def test_the_browser_is_asked_once_not_to_throw_away_what_is_kept(page, site, photo, wanted):
    page.add_init_script("window.asked = 0; if (navigator.storage) navigator.storage.persist = async () => { asked += 1; return true; };")
    open_app(page, site)
    if not wanted:
        open_settings(page)
        page.get_by_role("switch", name="Keep a history").uncheck()
        page.go_back()
    assert page.evaluate("asked") == 0, "there is nothing to lose yet"
    for _ in range(2):
        choose(page, as_file(photo))
        page.wait_for_timeout(500)
    assert page.evaluate("asked") == int(wanted)
    open_history(page)
    page.wait_for_timeout(300)
    assert page.evaluate("asked") == int(wanted)


@pytest.mark.page_errors_expected
def test_a_browser_that_keeps_nothing_says_so_and_links_work(new_context, site, photo):
    context = new_context()
    context.add_init_script("IDBFactory.prototype.open = () => { throw new DOMException('no', 'InvalidStateError'); };")
    page = context.new_page()
    open_app(page, site)
    choose(page, as_file(photo))
    assert page.get_by_test_id("links").locator("[data-part=link]").count() == 2
    open_history(page)
    page.get_by_text("keeps no history here").wait_for()


def test_a_full_device_is_told_once_and_links_work(new_context, site, photo):
    context = new_context()
    context.add_init_script("IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };")
    page = context.new_page()
    open_app(page, site)
    choose(page, as_file(photo))
    page.get_by_role("alert").get_by_text("no room left").wait_for()
    assert page.get_by_test_id("links").locator("[data-part=link]").count() == 2


# -- living with it -------------------------------------------------------------------


def test_search_looks_at_links_and_notes(app):
    hint = app.get_by_label("Search links and notes").evaluate("field => getComputedStyle(field, '::before').content")
    assert hint == '"Search links and notes"'
    app.get_by_role("button", name=f"Note on {PRINTED[1]}").click()
    app.keyboard.type("for the talk in May")
    app.keyboard.press("Enter")
    search = app.get_by_label("Search links and notes")
    search.fill("TALK")
    wait_for_count(app, 1)
    assert printed(app) == [PRINTED[1]]
    assert status(app) == "1 link matches."
    search.fill("maps/")
    wait_for_count(app, 1)
    assert printed(app) == [PRINTED[0]]
    app.reload()
    kept(app).nth(1).wait_for()
    assert app.get_by_text("for the talk in May").is_visible()


def test_a_deleted_link_is_brought_back_by_undo(app):
    app.get_by_role("button", name=f"Delete {PRINTED[0]}").click()
    wait_for_count(app, 1)
    assert app.get_by_text("1 link deleted.").is_visible()
    app.reload()
    wait_for_count(app, 1)
    app.get_by_role("button", name="Delete all").click()
    wait_for_count(app, 0)
    app.get_by_role("button", name="Undo").click()
    wait_for_count(app, 1)
    app.reload()
    wait_for_count(app, 1)
    assert printed(app) == [PRINTED[1]]


def test_the_focus_is_never_lost_by_a_deletion(app):
    for _ in range(2):
        app.locator("#history [data-part=delete]").first.focus()
        app.keyboard.press("Enter")
        app.wait_for_timeout(200)
        assert app.evaluate("document.activeElement !== document.body")
    assert app.evaluate("document.activeElement.textContent") == "Undo"


def test_back_leads_to_the_scanner_as_it_was(app):
    app.go_back()
    assert app.locator("#history").is_hidden()
    assert app.get_by_test_id("links").locator("[data-part=link]").count() == 2
    assert app.evaluate("document.documentElement.dataset.state") == "done"


def test_what_to_know_about_a_link_stands_with_it_and_is_heard_with_it(page, site):
    hrefs = ["https://paypa1.com/", "https://user@example.org/", "http://example.org/"]
    content = json.dumps({"app": "links-detector", "version": 1, "links": [{**ENTRY, "printed": href, "href": href} for href in hrefs]})
    open_app(page, site)
    open_history(page)
    page.get_by_text("Links you find are kept here").wait_for()
    page.locator("#history-import").set_input_files(as_file(content.encode(), "links.json", "application/json"))
    kept(page).locator(".note:visible").nth(1).wait_for()
    said = {entry.locator("[data-part=text]").text_content(): entry.locator(".note").all_text_contents() for entry in kept(page).all()}
    assert said == {hrefs[0]: ["Looks like paypal.com, but is another site"],
                    hrefs[1]: ["What stands before the @ is not the site; it is example.org"],
                    hrefs[2]: []}
    heard = kept(page).locator("a[aria-describedby]").evaluate_all(
        "all => all.map((link) => link.closest('li').contains(document.getElementById(link.getAttribute('aria-describedby'))))")
    assert heard == [True, True]


# -- out and in -----------------------------------------------------------------------


def saved(page, name: str) -> str:
    with page.expect_download() as download:
        page.locator("#history").get_by_role("button", name=name, exact=True).click()
    return download.value.path().read_text(encoding="utf8")


def test_saved_as_json_and_brought_into_an_empty_history_it_is_the_same(app, new_context, site):
    text = saved(app, "JSON")
    assert [link["printed"] for link in json.loads(text)["links"]]
    other = new_context().new_page()
    open_app(other, site)
    open_history(other)
    other.get_by_text("Links you find are kept here").wait_for()
    other.locator("#history-import").set_input_files(
        {"name": "links.json", "mimeType": "application/json", "buffer": text.encode()})
    kept(other).nth(1).wait_for()
    assert "2 new links brought in." == status(other)
    assert printed(other) == PRINTED
    assert json.loads(saved(other, "JSON")) == json.loads(text)


@pytest.mark.parametrize("content, said", [
    (b"", "not JSON"), (b"{", "not JSON"), (b"[]", "no history"), (b'{"app": "other", "links": []}', "no history"),
    (b'{"app": "links-detector", "version": 2, "links": []}', "newer version"),
    (b'{"app": "links-detector", "version": 1, "links": []}', "no link"),
])
def test_a_wrong_file_is_told_and_nothing_is_lost(app, content, said):
    app.locator("#history-import").set_input_files({"name": "x.json", "mimeType": "application/json", "buffer": content})
    app.locator("#history [data-part=status]").get_by_text(said).wait_for()
    assert printed(app) == PRINTED


# -- the formats ----------------------------------------------------------------------

NASTY = [
    {"date": 1_700_000_000_000, "printed": '=HYPERLINK("x")', "href": "https://a.org/?a=1&b=%22", "note": "+1, \"said\"\nhe", "print": None},
    {"date": 0, "printed": "www.a.org/<b>_*[x](y)", "href": "https://www.a.org/%3Cb%3E", "note": "<script>alert(1)</script>", "print": None},
    {"date": 5, "printed": "\t=1", "href": "mailto:a@b.org", "note": "", "print": None},
]


def written(page, modules, name: str) -> str:
    return modules.run(page, "(m, [name, links]) => m.FORMATS[name].write(links)", f"{HISTORY}/formats.js", [name, NASTY])


def test_no_cell_of_the_csv_is_a_formula_and_nothing_is_lost(page, modules):
    text = written(page, modules, "csv")
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text[1:], newline="")))
    assert rows[0] == ["date", "printed", "address", "note"]
    assert [row[1] for row in rows[1:]] == ["'" + NASTY[0]["printed"], NASTY[1]["printed"], "'\t=1"]
    assert rows[1][3] == "'" + NASTY[0]["note"]
    assert not any(cell.startswith(tuple("=+-@\t\r")) for row in rows for cell in row)


def test_bookmarks_are_escaped(page, modules):
    text = written(page, modules, "html")
    assert "<script" not in text and "<b>" not in text
    assert '<A HREF="https://a.org/?a=1&amp;b=%22" ADD_DATE="1700000000">=HYPERLINK(&quot;x&quot;)</A>' in text
    assert text.startswith("<!DOCTYPE NETSCAPE-Bookmark-file-1>")


def test_markdown_is_one_line_a_link_with_its_marks_escaped(page, modules):
    lines = written(page, modules, "md").splitlines()
    assert len(lines) == len(NASTY)
    assert lines[1] == r"- 1970-01-01 [www.a.org/\<b\>\_\*\[x\]\(y\)](<https://www.a.org/%3Cb%3E>) — \<script\>alert\(1\)\</script\>"


ENTRY = {"date": "2026-01-02T03:04:05.000Z", "printed": "www.a.org", "href": "https://www.a.org/", "note": ""}


@pytest.mark.parametrize("change", [
    {"href": "javascript:alert(1)"}, {"href": "x"}, {"href": None}, {"date": "yesterday"}, {"date": 5}, {"printed": ""}, {"printed": 7},
    {"note": "x" * 3000}, {"note": None}, {"date": "1914-01-01T00:00:00Z"},
])
def test_an_entry_that_is_wrong_is_left_out_and_counted(page, modules, change):
    text = json.dumps({"app": "links-detector", "version": 1, "links": [ENTRY, {**ENTRY, **change}, None, 3]})
    result = modules.run(page, "(m, text) => m.readHistory(text)", f"{HISTORY}/import.js", text)
    assert result["skipped"] == 3
    assert [link["href"] for link in result["links"]] == [ENTRY["href"]]


def test_a_print_that_is_no_picture_is_left_out_and_its_link_kept(page, modules):
    links = [{**ENTRY, "print": value} for value in ("PHN2Zz4=", "%%%", 5, "iVBORw0KGgo=")]
    text = json.dumps({"app": "links-detector", "version": 1, "links": links})
    prints = modules.run(page, "(m, text) => m.readHistory(text).links.map(({ print }) => print && print.length)", f"{HISTORY}/import.js", text)
    assert prints == [None, None, None, 8]


def test_a_note_is_never_lost_when_a_link_is_found_again(page, modules):
    notes = modules.run(page, """async (m) => {
        const link = { printed: 'a.org', href: 'https://a.org/', print: null, note: '' };
        await m.keepLinks([{ ...link, date: 1, note: 'mine' }]);
        const added = await m.keepLinks([{ ...link, date: 2 }, { ...link, href: 'https://b.org/', date: 3 }]);
        return [added, (await m.allLinks()).map(({ date, note }) => [date, note])];
    }""", f"{HISTORY}/store.js")
    assert notes == [1, [[3, ""], [2, "mine"]]]
