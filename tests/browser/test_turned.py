"""A page photographed sideways or upside down is read as well, and one held upright pays nothing for that."""

import io

import pytest
from PIL import Image

from tests.browser import paper

LINK = "http://www.gnu.org/software"
RUNS = """async (m, { data, width, height, scores, small = scores }) => {
  const looks = [];
  // Finds links as sure as told, by which side of the picture its dark mark lies on: up, right, down, left.
  const find = async ({ data, width, height }) => {
    const at = (x, y) => data[Math.floor(y) * width + Math.floor(x)];
    const side = [at(width / 2, 2), at(width - 3, height / 2), at(width / 2, height - 3), at(2, height / 2)]
      .findIndex((value) => value < 128);
    looks.push(side);
    return [(Math.max(width, height) > 1280 ? scores : small)[side]].flat().filter(Boolean).map((score, i) => (
      { kind: 'prefix', score, x: 10, y: 50 + 20 * i, height: 12, slope: 0, prefixEnd: 60, baseline: [] }));
  };
  const { value: { quarters } } = await m.findLinkStarts({ data: Uint8Array.from(data), width, height }, find, async () => {}).next();
  return [quarters, looks];
}"""


def marked(width: int = 600, height: int = 400) -> dict:
    """A white picture with a dark mark at the middle of its upper edge."""
    data = [255] * (width * height)
    for y in range(8):
        for x in range(width // 2 - 20, width // 2 + 20):
            data[y * width + x] = 0
    return {"data": data, "width": width, "height": height}


def test_a_link_found_upright_costs_no_look_at_other_turns(page, modules):
    quarters, looks = modules.run(page, RUNS, "/web_src/scan/detection.js", {**marked(), "scores": [0.98, 0.98, 0.98, 0.98]})
    assert quarters == 0 and set(looks) == {0}


def test_the_surest_turn_is_taken(page, modules):
    # What lies upside down looks like a link now and then; sideways it is one.
    quarters, looks = modules.run(page, RUNS, "/web_src/scan/detection.js", {**marked(), "scores": [0.4, 0.95, 0.75, 0]})
    assert quarters == 1 and {0, 1, 2, 3} == set(looks)


@pytest.mark.parametrize("false", [0.73, [0.9], [0.6, 0.7, 0.6, 0.8, 0.7]])
def test_false_alarms_upside_down_do_not_keep_the_page_so(page, modules, false):
    scores = [false, 0, [0.96, 0.9], 0]
    quarters, _ = modules.run(page, RUNS, "/web_src/scan/detection.js", {**marked(), "scores": scores})
    assert quarters == 2


def test_what_only_a_large_picture_shows_has_the_last_word(page, modules):
    """Letters too small for the quick look at all four turns; something there that looks a little like a link upside down."""
    quarters, _ = modules.run(page, RUNS, "/web_src/scan/detection.js",
                              {**marked(2600, 1600), "scores": [0.94, 0, 0.75, 0], "small": [0.45, 0, 0.75, 0]})
    assert quarters == 0


def test_no_turn_is_taken_where_none_shows_a_sure_link(page, modules):
    quarters, _ = modules.run(page, RUNS, "/web_src/scan/detection.js", {**marked(), "scores": [0.4, 0.6, 0.5, 0.3]})
    assert quarters == 0


def test_where_letters_are_too_small_for_a_quick_look_all_turns_are_looked_at_in_full_size(page, modules):
    """Any way up a quick look sees nothing, and as the page was held so does the other."""
    quarters, _ = modules.run(page, RUNS, "/web_src/scan/detection.js",
                              {**marked(2600, 1600), "scores": [0.3, 0.5, 0.3, 0.8], "small": [0.3, 0.2, 0.3, 0.3]})
    assert quarters == 3


def test_one_page_in_all_four_turns(page, site, browser):
    upright = Image.open(io.BytesIO(paper.photograph(browser, LINK))).convert("L")
    paper.open_app(page, site)
    printed = []
    for turn in (0, 90, 180, 270):
        out = io.BytesIO()
        upright.rotate(turn, expand=True).save(out, "PNG")
        paper.choose(page, paper.as_file(out.getvalue()))
        printed.append([link["printed"] for link in paper.links(page)])
    assert printed == [printed[0]] * 4 and printed[0] == [LINK]
