"""Practice before the first frame: what runs for the first time is slow, so it runs before anybody waits for it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.paper import open_app
from tests.browser.test_scan_modules import PLAYED

PRACTICE = "/web_src/scan/practice.js"

# What is asked for in practice, with one link on the page.
NOTED = """
    %s
    const asked = [];
    const played = parts({ candidates: [candidate(40, 76)] });
    const note = (what) => { asked.push(what); };
    const noted = {
        ...played,
        find: (picture) => { note(picture); return played.find({ ...picture, data: [100] }); },
        reader: async () => {
            const { read, ...own } = await played.reader();
            return { ...own, read: () => { note('quick'); return read(); }, readTogether: () => { note('both'); return read(); } };
        },
        careful: async () => { note('careful'); return {}; },
    };
""" % PLAYED


def test_each_link_of_the_page_is_read_by_both_readers(page, modules):
    asked, inked = modules.run(page, """async (m) => { %s
        await m.practise(noted, async () => {});
        const pictures = asked.filter(({ data }) => data);
        const inked = pictures.map(({ data }) => data.reduce((count, value) => count + (value < 128), 0) / data.length);
        return [asked.map((what) => what.data ? [what.width, what.height] : what), inked];
    }""" % NOTED, PRACTICE)
    read = [what for what in asked if what in ("quick", "both")]
    assert read[0] == "quick" and read[-1] == "both" and "careful" in asked
    assert all(what == [640, 360] for what in asked if not isinstance(what, str)), "as large as a camera frame is looked at"
    assert all(0.005 < share < 0.2 for share in inked), "print on paper"


def test_it_stops_where_there_is_something_else_to_do(page, modules):
    said, asked = modules.run(page, """async (m) => { %s
        let left = 2;
        const pause = async () => { left -= 1; if (left < 0) throw new Error('asked for'); };
        const said = await m.practise(noted, pause).catch(({ message }) => message);
        return [said, asked.filter((what) => what.data).length];
    }""" % NOTED, PRACTICE)
    assert (said, asked) == ("asked for", 1)


def test_the_app_practises_before_anything_is_asked_for(page, site):
    """The larger reader is there before the first picture."""
    with page.expect_request_finished(lambda request: "/careful" in request.url and request.url.endswith(".bin")):
        open_app(page, site)
    expect(page.locator("html")).to_have_attribute("data-state", "ready")
