"""Following links from frame to frame: motion, association, voting, the stopping rule, gliding tags."""

from __future__ import annotations

import pytest

TRACK = "/web_src/track"

# A page of links, seen by a camera that moves: candidates as the detector would give them.
SCENE = """
    const link = (printed, confidence = 0.97, more = {}) => ({
        printed, href: printed, kind: 'https', confidence, doubts: confidence < 0.9 ? ['letters'] : [], readAs: null,
        characters: [...printed].map((char) => ({ char, confidence })), image: { data: new Uint8Array(1), width: 1, height: 1 }, ...more,
    });
    const candidate = (x, y, height = 20, length = 400) => ({
        kind: 'prefix', score: 0.9, x, y, height, slope: 0, prefixEnd: x + 5 * height, baseline: [[x, y], [x + length, y]],
    });
    // The candidates under a motion: turned and scaled about (960, 540), then shifted.
    const seenBy = (candidates, { dx = 0, dy = 0, scale = 1, turn = 0 }) => candidates.map((c) => {
        const [cos, sin] = [scale * Math.cos(turn), scale * Math.sin(turn)];
        const move = ([x, y]) => [960 + cos * (x - 960) - sin * (y - 540) + dx, 540 + sin * (x - 960) + cos * (y - 540) + dy];
        const [x, y] = move([c.x, c.y]);
        const height = c.height * scale;
        return { ...c, x, y, height, slope: Math.tan(turn), prefixEnd: x + 5 * height, baseline: c.baseline.map(move) };
    });
    const quadOf = ({ x, y, height, baseline }) => [[x, y - height], [baseline.at(-1)[0], y - height], [baseline.at(-1)[0], y + 6], [x, y + 6]];
    const findLink = (text) => ({ printed: text, href: text, kind: 'https', read: text, start: 0, end: text.length, changes: [], doubts: [] });
    const TEXTS = ['https://example.org/one', 'https://example.org/two', 'https://example.org/three'];
    const PAGE = [candidate(300, 300), candidate(300, 500, 20, 600), candidate(900, 800, 24, 500)];
    // One frame after another; texts[i] is what a reader would read at candidate i.
    const play = (tracker, candidates, texts, now, { most = 9, read = (t) => link(t) } = {}) => {
        tracker.see(candidates, now);
        const chosen = tracker.wanted(now).slice(0, most).map(({ candidate }) => candidate);
        tracker.learn(chosen, chosen.flatMap((c) => {
            const text = texts[candidates.indexOf(c)];
            return text ? [{ ...read(text), quad: quadOf(c) }] : [];
        }), now, 0.9);
        return chosen.length;
    };
    const shown = (tracker) => Object.fromEntries(tracker.tracks.map((t) => [t.link.printed, { id: t.id, sure: t.sure, at: t.quads[0][3].map(Math.round) }]));
"""


def track(page, modules, body: str, argument=None):
    return modules.run(page, "async (m, argument) => { %s %s }" % (SCENE, body), f"{TRACK}/tracker.js", argument)


# -- motion ---------------------------------------------------------------------------


def test_a_motion_is_found_from_points_before_and_after(page, modules):
    motion = modules.run(page, """(m) => {
        const turn = { a: 1.2 * Math.cos(0.1), b: 1.2 * Math.sin(0.1), dx: 30, dy: -7 };
        const points = [[0, 0], [900, 20], [400, 700], [100, 350]];
        const found = m.fitMotion(points.map((point) => [point, m.moved(turn, point)]));
        return [found.a - turn.a, found.b - turn.b, found.dx - 30, found.dy + 7, m.scaleOf(found), m.turnOf(found)];
    }""", f"{TRACK}/motion.js")
    assert motion == pytest.approx([0, 0, 0, 0, 1.2, 0.1], abs=1e-9)


@pytest.mark.parametrize("pairs, expected", [
    ([], {"a": 1, "b": 0, "dx": 0, "dy": 0}),
    ([[[10, 10], [15, 7]]], {"a": 1, "b": 0, "dx": 5, "dy": -3}),
    ([[[10, 10], [15, 7]], [[12, 10], [18, 7]]], {"a": 1, "b": 0, "dx": 5.5, "dy": -3}),  # too close for more
])
def test_few_points_tell_a_shift_alone(page, modules, pairs, expected):
    assert modules.run(page, "(m, pairs) => m.fitMotion(pairs)", f"{TRACK}/motion.js", pairs) == expected


def test_one_motion_after_another(page, modules):
    assert modules.run(page, """(m) => {
        const [one, two] = [{ a: 1.1, b: 0.2, dx: 3, dy: 4 }, { a: 0.9, b: -0.1, dx: -5, dy: 6 }];
        const [x, y] = m.moved(m.after(two, one), [7, 8]);
        const [u, v] = m.moved(two, m.moved(one, [7, 8]));
        return Math.hypot(x - u, y - v);
    }""", f"{TRACK}/motion.js") == pytest.approx(0, abs=1e-9)


# -- association ----------------------------------------------------------------------


@pytest.mark.parametrize("motion", [
    {}, {"dx": 150, "dy": -90}, {"scale": 1.15}, {"scale": 0.88, "dx": 40}, {"turn": 0.08}, {"turn": -0.05, "dx": 60, "dy": 60},
])
def test_links_keep_their_names_however_the_picture_moves(page, modules, motion):
    before, after = track(page, modules, """
        const tracker = m.createTracker({ findLink });
        play(tracker, PAGE, TEXTS, 0);
        const before = shown(tracker);
        play(tracker, seenBy(PAGE, argument), [], 100);
        return [before, shown(tracker)];
    """, motion)
    assert {name: link["id"] for name, link in after.items()} == {name: link["id"] for name, link in before.items()}
    assert len(after) == 3


def test_boxes_move_with_the_picture(page, modules):
    at, expected = track(page, modules, """
        const tracker = m.createTracker({ findLink });
        play(tracker, PAGE, TEXTS, 0);
        const moved = seenBy(PAGE, { dx: 50, dy: 30, turn: 0.03, scale: 1.1 });
        for (let i = 1; i <= 8; i += 1) play(tracker, moved, [], i * 50);
        return [tracker.tracks.map((t) => t.quads[0][2]), moved.map(({ baseline, height }) => [baseline.at(-1)[0], baseline.at(-1)[1] + 0.3 * height])];
    """)
    for (x, y), (u, v) in zip(at, expected):
        assert abs(x - u) < 8 and abs(y - v) < 8


def test_a_link_that_is_missed_goes_along_with_the_others(page, modules):
    at = track(page, modules, """
        const tracker = m.createTracker({ findLink });
        play(tracker, PAGE, TEXTS, 0);
        for (let i = 1; i <= 4; i += 1) play(tracker, seenBy(PAGE, { dx: 30 * i }).slice(0, 2), [], i * 60);
        return shown(tracker)['https://example.org/three'].at;
    """)
    assert at[0] == pytest.approx(900 + 120, abs=4)
    assert at[1] == pytest.approx(806, abs=4)


def test_found_again_it_is_the_same_and_lost_for_long_it_is_forgotten(page, modules):
    found, forgotten = track(page, modules, """
        const tracker = m.createTracker({ findLink });
        play(tracker, PAGE, TEXTS, 0);
        const { id } = shown(tracker)[TEXTS[0]];
        for (let at = 100; at <= 800; at += 100) play(tracker, [], [], at);
        play(tracker, PAGE, [], 900);
        const found = shown(tracker)[TEXTS[0]].id === id;
        for (let at = 1000; at <= 2500; at += 100) play(tracker, [], [], at);
        return [found, tracker.tracks.length];
    """)
    assert found
    assert forgotten == 0


def test_www_after_https_is_no_link_of_its_own(page, modules):
    count = track(page, modules, """
        const tracker = m.createTracker({ findLink });
        const www = candidate(410, 300, 20, 290);
        play(tracker, [PAGE[0]], TEXTS, 0);
        play(tracker, [PAGE[0], www], [TEXTS[0], 'www.example.org/one'], 100);
        const inside = tracker.tracks.length;
        const other = m.createTracker({ findLink });
        play(other, [www], ['www.example.org/one'], 0); // the start of it came into view later
        play(other, [PAGE[0], www], [TEXTS[0], 'www.example.org/one'], 100);
        return [inside, other.tracks.map(({ link }) => link.printed)];
    """)
    assert count == [1, ["https://example.org/one"]]


# -- reading --------------------------------------------------------------------------


def test_a_sure_link_is_not_read_again_while_it_is_followed(page, modules):
    reads = track(page, modules, """
        const tracker = m.createTracker({ findLink });
        return [0, 60, 120, 180, 240, 300].map((at) => play(tracker, seenBy(PAGE, { dx: at / 10 }), TEXTS, at));
    """)
    assert reads == [3, 3, 0, 0, 0, 0]


def test_only_as_many_are_read_as_there_is_time_for_the_least_read_first(page, modules):
    rows = track(page, modules, """
        const tracker = m.createTracker({ findLink });
        return [0, 60, 120].map((at) => {
            play(tracker, PAGE, TEXTS, at, { most: 1 });
            return tracker.tracks.length;
        });
    """)
    assert rows == [1, 2, 3]


def test_print_that_is_no_link_is_tried_ever_more_rarely(page, modules):
    tries = track(page, modules, """
        const tracker = m.createTracker({ findLink });
        let tries = 0;
        for (let at = 0; at < 4000; at += 50) tries += play(tracker, PAGE.slice(0, 1), [], at);
        return tries;
    """)
    assert tries == 5  # at 0, 250, 750, 1750 and 3750 ms


def test_after_a_jump_by_a_line_it_is_read_before_it_is_called_sure(page, modules):
    """Two lines of the same shape: nothing but reading tells which of them is under the camera now."""
    before, during, after = track(page, modules, """
        const tracker = m.createTracker({ findLink });
        for (const at of [0, 60, 120]) play(tracker, PAGE.slice(0, 1), TEXTS, at);
        const before = shown(tracker);
        const jumped = seenBy(PAGE.slice(0, 1), { dy: 40 });
        play(tracker, jumped, [], 180, { most: 0 });
        const during = shown(tracker);
        play(tracker, jumped, ['https://example.org/other'], 240);
        return [before, during, shown(tracker)];
    """)
    assert before["https://example.org/one"]["sure"]
    assert not during["https://example.org/one"]["sure"]
    assert list(after) == ["https://example.org/other"]
    assert not after["https://example.org/other"]["sure"], "it has been read only once"


def test_after_a_jump_one_reading_brings_back_what_it_was(page, modules):
    result = track(page, modules, """
        const tracker = m.createTracker({ findLink });
        for (const at of [0, 60, 120]) play(tracker, PAGE.slice(0, 1), TEXTS, at);
        const { id } = shown(tracker)[TEXTS[0]];
        const jumped = seenBy(PAGE.slice(0, 1), { dy: 40 });
        const reads = [180, 240].map((at) => play(tracker, jumped, TEXTS, at));
        return [reads, shown(tracker)[TEXTS[0]].id === id, shown(tracker)[TEXTS[0]].sure];
    """)
    assert result == [[1, 0], True, True]


def test_blur_after_a_jump_makes_no_other_link(page, modules):
    result = track(page, modules, """
        const tracker = m.createTracker({ findLink });
        for (const at of [0, 60, 120]) play(tracker, PAGE.slice(0, 1), TEXTS, at);
        const jumped = seenBy(PAGE.slice(0, 1), { dy: 40 });
        play(tracker, jumped, ['https://exarnple.org/one'], 180, { read: (text) => link(text, 0.6) });
        const blurred = shown(tracker);
        play(tracker, jumped, TEXTS, 240);
        return [blurred, shown(tracker)].map((all) => Object.entries(all).map(([text, { sure }]) => [text, sure]));
    """)
    assert result == [[["https://example.org/one", False]], [["https://example.org/one", True]]]


# -- the vote and the stopping rule ---------------------------------------------------


def vote(page, modules, *readings):
    """Each reading: its text and the confidences of its characters, one for all or a list."""
    return modules.run(page, """(m, readings) => {
        const voted = m.vote(readings.map(([text, sure]) => [...text].map((char, i) => ({ char, confidence: sure[i] ?? sure }))));
        return [voted.map(({ char }) => char).join(''), voted.map(({ confidence }) => Math.round(confidence * 100) / 100)];
    }""", f"{TRACK}/vote.js", list(readings))


def test_the_surer_character_wins_in_each_place(page, modules):
    text, _ = vote(page, modules, ["a1c", [0.9, 0.4, 0.9]], ["alc", [0.9, 0.8, 0.9]], ["xlc", [0.3, 0.8, 0.9]])
    assert text == "alc"


@pytest.mark.parametrize("readings, expected", [
    ([["example.org", 0.9], ["exampe.org", 0.6], ["example.org", 0.8]], "example.org"),  # a letter lost
    ([["exarnple.org", 0.5], ["example.org", 0.9], ["example.org", 0.9]], "example.org"),  # one letter taken for two
    ([["example.or", 0.9], ["example.org", 0.9], ["example.org", 0.9]], "example.org"),  # an end lost
    ([["xexample.org", 0.4], ["example.org", 0.9]], "example.org"),
    ([["a", 0.9]], "a"),
])
def test_readings_of_different_length_are_aligned(page, modules, readings, expected):
    assert vote(page, modules, *readings)[0] == expected


def test_a_voted_character_is_as_sure_as_the_share_that_says_so(page, modules):
    text, sure = vote(page, modules, ["ab", 0.8], ["ab", 0.8], ["ac", 0.8])
    assert (text, sure) == ("ab", [0.8, 0.53])


def reading(printed: str, confidence: float = 0.95, *doubts: str) -> dict:
    return {"printed": printed, "confidence": confidence, "doubts": list(doubts)}


def by_both(*given) -> dict:
    return {**reading(*given), "byBoth": True}


@pytest.mark.parametrize("readings, times, expected", [
    ([reading("a")], 1, (False, False)),  # once is not enough
    ([reading("a"), reading("a")], 2, (True, True)),
    ([reading("a", 0.6, "letters"), reading("a")], 2, (True, True)),  # one of them sure
    ([reading("a", 0.6, "letters"), reading("a", 0.6, "letters")], 2, (False, False)),  # nobody sure
    ([reading("a"), reading("b")], 2, (False, False)),
    ([reading("b"), reading("a"), reading("a")], 3, (True, True)),  # two to one
    ([reading("b"), reading("b"), reading("a"), reading("a")], 4, (False, True)),  # four times is enough tried
    ([reading("a"), reading("a"), reading("b")], 3, (False, False)),  # the newest says something else
    ([reading("a", 0.95, "suffix"), reading("a", 0.95, "suffix")], 2, (False, True)),  # no frame will lift this
    ([reading("a", 0.95, "cut"), reading("a", 0.95, "cut")], 2, (False, False)),  # another frame may show its end
    ([reading("a", 0.6, "letters")] * 3, 3, (False, False)),
    ([reading("a", 0.6, "letters")] * 4, 4, (False, True)),
    ([reading("a", 0.6, "letters"), by_both("a")], 2, (True, True)),
    ([reading("a"), by_both("a", 0.6, "letters")], 2, (False, False)),  # who looked harder knows better
    ([reading("a"), by_both("b")], 2, (False, False)),
])
def test_the_stopping_rule(page, modules, readings, times, expected):
    said = modules.run(page, "(m, [readings, times]) => m.judge(readings, 'a', times, 0.9)", f"{TRACK}/stopping.js", [readings, times])
    assert (said["sure"], said["settled"]) == expected


def test_a_steady_link_is_sure_within_three_frames(page, modules):
    sure = track(page, modules, """
        const tracker = m.createTracker({ findLink });
        return [0, 60, 120].map((at) => {
            play(tracker, PAGE, TEXTS, at);
            return tracker.tracks.filter((t) => t.sure).length;
        });
    """)
    assert sure[-1] == 3


def test_frames_that_differ_in_capitals_of_the_host_alone_agree_and_those_of_a_path_do_not(page, modules):
    """A small w is a capital's twin; so is a path's, and there it matters."""
    hosts, paths = (track(page, modules, """
        const tracker = m.createTracker({ findLink });
        for (const [i, text] of %s.entries()) play(tracker, PAGE.slice(0, 1), [text], i * 60);
        const [{ link: voted, sure }] = tracker.tracks;
        return [voted.printed, sure];
    """ % texts) for texts in (["WWw.example.org/a", "wWW.example.org/a"], ["www.example.org/wW", "www.example.org/Ww"]))
    assert hosts[0].lower() == "www.example.org/a" and hosts[1]
    assert not paths[1]


def test_what_no_single_frame_read_is_shown_and_never_sure(page, modules):
    printed, sure, doubts = track(page, modules, """
        const tracker = m.createTracker({ findLink });
        const smudged = (text, at) => link(text, 0.95, {
            characters: [...text].map((char, i) => ({ char, confidence: i === at ? 0.2 : 0.95 })) });
        const reads = [['https://examp1e.org/one', 13], ['https://example.0rg/one', 16], ['https://examp1e.0rg/one', -1]];
        for (const [i, [text, at]] of reads.slice(0, 2).entries()) play(tracker, PAGE.slice(0, 1), [text], i * 60, { read: (t) => smudged(t, at) });
        const [{ link: voted, sure }] = tracker.tracks;
        return [voted.printed, sure, voted.doubts];
    """)
    assert printed == "https://example.org/one"
    assert not sure
    assert doubts == ["letters"]


# -- gliding --------------------------------------------------------------------------

SQUARE = "[[[0, 0], [10, 0], [10, 10], [0, 10]]]"


def test_a_tag_glides_to_where_its_print_went(page, modules):
    xs = modules.run(page, """(m) => {
        const follower = m.createFollower();
        const at = (x) => %s.map((quad) => quad.map(([a, b]) => [a + x, b]));
        follower.see('a', at(0), 0);
        follower.see('a', at(100), 100);
        follower.see('a', at(100), 200); // and there it rests
        return [200, 216, 232, 250, 300, 400, 600].map((now) => follower.step('a', now)[0][0][0]);
    }""" % SQUARE, f"{TRACK}/follow.js")
    assert xs == sorted(xs), "without going back"
    assert xs[-1] == pytest.approx(100, abs=1)


def test_a_tag_goes_on_with_a_steady_motion(page, modules):
    lag = modules.run(page, """(m) => {
        const follower = m.createFollower();
        const at = (x) => %s.map((quad) => quad.map(([a, b]) => [a + x, b]));
        let x;
        for (let now = 0; now <= 1000; now += 10) {
            if (now %% 100 === 0) follower.see('a', at(now / 5), now);
            [[[x]]] = follower.step('a', now);
        }
        return 200 - x;
    }""" % SQUARE, f"{TRACK}/follow.js")
    assert abs(lag) < 12, "it moves 20 px from one frame to the next"


def test_who_wants_no_motion_gets_none(page, modules):
    assert modules.run(page, """(m) => {
        const follower = m.createFollower({ still: () => true });
        const at = (x) => %s.map((quad) => quad.map(([a, b]) => [a + x, b]));
        follower.see('a', at(0), 0);
        follower.see('a', at(100), 100);
        return follower.step('a', 101)[0][0][0];
    }""" % SQUARE, f"{TRACK}/follow.js") == 100
