"""Links over several lines, read by a reader that is told what stands where."""

from __future__ import annotations

import pytest

MODULE = "/tests/browser/read_link_parts.js"


def read(page, modules, *lines: str, **options) -> dict | None:
    """The link of a column whose lines read like this; `~` in a line is a letter hard to read."""
    return modules.run(page, "(m, { lines, options }) => m.readColumn(lines, options)", MODULE,
                       {"lines": list(lines), "options": options})


def test_a_link_on_one_line(page, modules):
    link = read(page, modules, "https://example.org/a.html and more", "of the same")
    assert link["printed"] == "https://example.org/a.html"
    assert len(link["quads"]) == 1 and link["alternatives"] == [] and link["doubts"] == []


@pytest.mark.parametrize("late", [1, 2])
def test_a_link_that_is_seen_to_begin_too_late_is_read_from_its_start(page, modules, late):
    """The rules would take "ttps://" for a slip of the reader; the paper says more."""
    link = read(page, modules, "https://example.org/a.html and more", late=late)
    assert link["printed"] == "https://example.org/a.html" and link["doubts"] == []


def test_a_mail_address_that_is_seen_to_begin_much_too_late_is_read_from_its_start(page, modules):
    """`port@example.org` touches the strip's start again, one step further left."""
    link = read(page, modules, "see harbour.support@example.org and more", late=15)
    assert link["printed"] == "harbour.support@example.org" and link["doubts"] == []


def test_so_is_one_that_is_seen_to_begin_between_two_of_its_letters(page, modules):
    """No ink touches the strip's start; but from further left there was more of it."""
    link = read(page, modules, "see harbour.support@example.org and more", late=12, between=True)
    assert link["printed"] == "harbour.support@example.org" and link["doubts"] == []


def test_a_bare_domain_may_be_the_end_of_an_address(page, modules):
    """The detector saw it begin behind the @: nothing in `mail.example.org` says so."""
    link = read(page, modules, "to@mail.example.org and more", late=3)
    assert link["printed"] == "to@mail.example.org"


def test_a_bare_domain_after_a_word_stays_what_it_is(page, modules):
    link = read(page, modules, "to mail.example.org and more", late=3)
    assert link["printed"] == "mail.example.org"


def test_a_link_goes_on_in_the_next_line(page, modules):
    link = read(page, modules, "https://example.org/maps/", "northern_coast.html and more")
    assert link["printed"] == "https://example.org/maps/northern_coast.html"
    assert "".join(c["char"] for c in link["characters"]) == link["printed"]
    assert len(link["quads"]) == 2 and link["quad"] == link["quads"][0]
    first, second = link["quads"]
    assert first[0][1] < second[0][1] and second[1][0] - second[0][0] == pytest.approx(10 * len("northern_coast.html"))
    assert link["image"]["height"] == 2 * 20


@pytest.mark.parametrize("below, doubt", [("org: 5000/maps/", "odd"), ("org... and more", "ellipsis"), ("org: 5000 maps", None)])
def test_what_follows_it_there_raises_doubts_as_on_one_line(page, modules, below, doubt):
    link = read(page, modules, "https://www.example.", below)
    assert link["printed"] == "https://www.example.org"
    assert set(link["doubts"]) - {"joined"} == ({doubt} if doubt else set())


@pytest.mark.parametrize("inked, doubts", [(None, []), (0, ["joined"]), (1, ["joined"]), (8, [])])
def test_a_line_below_that_may_begin_further_left_is_doubted(page, modules, inked, doubts):
    """Paper stands at the start of its strip, and print only where the line was placed a letter too far right."""
    link = read(page, modules, "https://www.", "areer-vector.gov", inked=inked)
    assert link["printed"] == "https://www.areer-vector.gov" and link["doubts"] == doubts


def test_and_in_the_one_after(page, modules):
    link = read(page, modules, "https://www.example.org/one/", "two_and/three_and/", "four_4.html where it ends")
    assert link["printed"] == "https://www.example.org/one/two_and/three_and/four_4.html"
    assert len(link["quads"]) == 3


def test_a_hyphen_at_the_break_leaves_both_readings(page, modules):
    link = read(page, modules, "https://example.org/north-", "coast/map.html and more")
    readings = [link["printed"], *(other["printed"] for other in link["alternatives"])]
    assert set(readings) == {"https://example.org/north-coast/map.html", "https://example.org/northcoast/map.html"}
    assert "joined" in link["doubts"]
    assert "".join(c["char"] for c in link["characters"]) == link["printed"]


def test_how_one_link_is_broken_tells_of_the_others(page, modules):
    doubtful = ["https://example.org/garden-", "pilot/map.html and more"]
    hyphenated = [["https://example.org/infor-", "mation/a.html is"], ["https://example.org/publica-", "tions/b.html is"]]
    own = [["https://example.org/2024-", "12/a.html is"], ["https://example.org/3-", "4/b.html is"]]
    typesetters = modules.run(page, "(m, columns) => m.readPage(columns)", MODULE, [doubtful, *hyphenated])
    links_own = modules.run(page, "(m, columns) => m.readPage(columns)", MODULE, [doubtful, *own])
    kept, dropped = "https://example.org/garden-pilot/map.html", "https://example.org/gardenpilot/map.html"
    assert typesetters["alone"][0]["printed"] == links_own["settled"][0]["printed"] == kept
    settled = typesetters["settled"][0]
    assert settled["printed"] == dropped and kept in [other["printed"] for other in settled["alternatives"]]
    assert "".join(c["char"] for c in settled["characters"]) == dropped


def test_a_prefix_alone_goes_on(page, modules):
    link = read(page, modules, "https://", "example.org/a is where")
    assert link["printed"] == "https://example.org/a" and len(link["quads"]) == 2


def test_what_stands_below_a_whole_link_is_not_added(page, modules):
    link = read(page, modules, "https://example.org/a.html", "The next paragraph begins.")
    assert link["printed"] == "https://example.org/a.html" and len(link["quads"]) == 1


@pytest.mark.parametrize("text, far", [
    ("northern_coast and more of it", False), ("northern;coast=128.html-and-more", True), ("northern; coast=128.html and more", True),
])
def test_of_the_next_line_as_much_is_read_as_its_first_word_takes(page, modules, text, far):
    """Behind a mark of links a space may be none."""
    shown = modules.run(page, "(m, lines) => m.shownOf(lines)", MODULE, ["https://example.org/maps/", text])
    assert (shown > 40) == far


@pytest.mark.parametrize("beyond, far", [(False, False), (True, True)])
def test_a_line_is_not_over_where_its_column_was_not_seen_to_end(page, modules, beyond, far):
    """`https:` alone on its line tells little of how far the column goes."""
    shown = modules.run(page, "(m, { lines, place }) => m.shownOf(lines, place)", MODULE, {
        "lines": ["https:", "//example.org/maps/northern-coast-of-the-island-1850"], "place": {"right": 200, "beyond": beyond}})
    assert (shown > 40) == far


@pytest.mark.parametrize("beyond", [False, True])
def test_a_column_that_was_not_seen_to_end_may_end_with_the_link(page, modules, beyond):
    """Where it surely goes on, the next line's word had room behind the link: that is its end."""
    link = read(page, modules, "https://cabin.win/", "0uLwF41", place={"beyond": beyond})
    assert link["printed"] == "https://cabin.win/" and link["doubts"] == (["broken"] if beyond else [])
    rest = ["0uLwF41", "OuLwF41", "0uLwF4l"]  # as read, and with what its characters may as well be
    assert [other["printed"] for other in link["alternatives"]] == [f"https://cabin.win/{text}" for text in rest if beyond]


@pytest.mark.parametrize("below, whole", [
    ("carbon (908)list/ and more", "carbon(908)list/"), ("carbon list/index", "carbonlist/index"), ("carbon (list/index)", None),
    ("carbon and/or coal", None), ("carbon example.org/list", None), ("carbon list", None),
])
def test_a_space_before_a_word_with_a_slash_may_be_none_in_the_next_line(page, modules, below, whole):
    above = f"https://example.org/{'a' * 26}/"
    link = read(page, modules, above, below)
    assert link["printed"] == above and link["doubts"] == (["broken"] if whole else [])
    assert [other["printed"] for other in link["alternatives"]] == ([above + whole] if whole else [])


@pytest.mark.parametrize("down, doubts", [(20, ["broken"]), (40, [])])
def test_of_what_is_closer_than_the_lines_above_it_says_little_that_no_link_goes_on_in_it(page, modules, down, doubts):
    link = read(page, modules, "https://example.org/maps/", ". .e", pitch=40, place={"down": down})
    assert link["printed"] == "https://example.org/maps/" and link["doubts"] == doubts


@pytest.mark.parametrize("line, doubts", [("https://example.org/maps/", []), ("https://example.org/maps-", ["broken"])])
def test_where_the_next_item_of_a_list_begins_a_link_is_over(page, modules, line, doubts):
    """Unless it ends in what none ends in."""
    link = read(page, modules, line, "coast-1850/index.html", bulleted=True)
    assert (link["printed"], link["doubts"], link["alternatives"]) == (line, doubts, [])


@pytest.mark.parametrize("indent, doubts", [(200, ["broken"]), (20, [])])
def test_a_line_of_another_column_says_nothing_of_where_a_link_ends(page, modules, indent, doubts):
    """At a page's foot what is found below may begin in the column to the left: the link may go on in the one to the right."""
    link = read(page, modules, "https://example.org/maps/", "The coast", place={"indentBefore": indent})
    assert link["printed"] == "https://example.org/maps/" and link["doubts"] == doubts


@pytest.mark.parametrize("outside", [False, True])
def test_a_line_that_begins_a_letters_width_from_the_pictures_edge_may_begin_outside(page, modules, outside):
    """If the line before does; else that is the page's own edge."""
    link = read(page, modules, "https://example.org/maps/", "nodo.0038470/a.html", edge=4, outside=outside)
    assert link["printed"] == "https://example.org/maps/" + ("" if outside else "nodo.0038470/a.html")
    assert ("broken" in link["doubts"]) == outside
    # Should nothing be hidden, that is what it would be.
    assert [other["printed"] for other in link["alternatives"]] == ["https://example.org/maps/nodo.0038470/a.html"] * outside


def test_behind_a_whole_link_that_leaves_much_room_no_line_is_read(page, modules):
    lines_read = "(m, lines) => m.linesRead(lines)"
    assert modules.run(page, lines_read, MODULE, ["https://example.org/a.html", "northern coast"]) == [0]
    assert modules.run(page, lines_read, MODULE, ["https://example.org/maps/", "northern coast"]) == [0, 1]
    assert modules.run(page, lines_read, MODULE, [f"https://example.org/{'a' * 30}.html", "northern coast"]) == [0, 1]


@pytest.mark.parametrize("end", ["https://\ufffd", "https://www.\ufffd\ufffd", "(https://www.\ufffd:"])
def test_the_paper_behind_a_prefix_that_stands_alone_is_no_character(page, modules, end):
    link = read(page, modules, end, "example.org/maps/ and more")
    assert link["printed"] == end.strip("(:\ufffd") + "example.org/maps/"
    assert "".join(c["char"] for c in link["characters"]) == link["printed"]


def test_letters_that_the_reader_does_not_know_are_no_paper(page, modules):
    assert read(page, modules, "https://\ufffd\ufffd\ufffd", "example.org/maps/ and more") is None


@pytest.mark.parametrize("below, whole", [("^^.^^^/^^ and more", ""), ("north~rn_m~l~n.html and more", "northern_melen.html")])
def test_what_reads_like_no_print_of_the_links_size_is_not_the_next_line(page, modules, below, whole):
    link = read(page, modules, "https://example.org/maps/", below)
    assert link["printed"] == f"https://example.org/maps/{whole}"
    assert ("broken" in link["doubts"]) == (not whole)


def test_of_a_suffix_alone_on_its_line_nothing_is_asked(page, modules):
    assert read(page, modules, "https://example.", "c^ and more")["printed"] == "https://example.co"


def test_a_line_that_the_pictures_edge_cuts_is_not_the_next(page, modules):
    """`https://` stands outside of the picture."""
    link = read(page, modules, "https://example.org/maps/32188", "rg/northern/coast.html", edge=0)
    assert link["printed"] == "https://example.org/maps/32188"


@pytest.mark.parametrize("text, doubted", [
    ("(https://example.org/maps", True), ("<https://example.org/maps.", True), ("(https://example.org/maps)", False),
    ("(https://example.org/maps and more", False), ("https://example.org/maps", False),
    ("(https://example.org/maps, 715, coast.html/DE-", True), ("(https://example.org/maps, 1/2)", False), ("https://example.org/maps, 1/2", False),
])
@pytest.mark.parametrize("rows", [["The coast"], []])
def test_a_link_whose_bracket_is_not_closed_where_its_line_ends_may_go_on(page, modules, text, rows, doubted):
    link = read(page, modules, text, *rows)
    assert link["printed"] == "https://example.org/maps" and link["doubts"] == (["broken"] if doubted else [])


@pytest.mark.parametrize("text, doubted", [
    ("port@example.org>.", True), ("<port@example.org>.", False), ("port@example.org).", False), ("mailto:port@example.org>", False),
    ("example.org/maps>", True), ("https://example.org/maps>", False), ("at example.org>", False),
])
def test_an_address_that_closes_what_its_line_does_not_open_may_begin_on_the_line_above(page, modules, text, doubted):
    assert read(page, modules, text)["doubts"] == (["glued"] if doubted else [])


@pytest.mark.parametrize("end, doubted", [("maps.", True), ("maps/", True), ("maps", False), ("maps)", False)])
@pytest.mark.parametrize("rows", [["and its coast, from the north"], []])
def test_where_the_next_line_begins_outside_of_the_picture_a_link_may_go_on_behind_a_full_stop(page, modules, rows, end, doubted):
    link = read(page, modules, f"https://example.org/{end}", *rows, edge=0, outside=True)
    assert ("broken" in link["doubts"]) == doubted


@pytest.mark.parametrize("pitch, whole", [
    (None, True), (40, True), (33.5, True), (60, True),
    (31, False), (24, False),  # the line below, 40 further down, begins another paragraph
    (20, True),  # twice as far down: a line between may not have been seen
])
def test_a_link_goes_on_only_in_its_own_paragraph(page, modules, pitch, whole):
    first = "https://example.org/maps/of-the-coast-and-the-land/"
    link = read(page, modules, first, "coast-1850.html and so on", pitch=pitch)
    assert link["printed"] == first + ("coast-1850.html" if whole else "")
    # What looks like its rest is offered there, too: in a table a rule above may have been taken for a line.
    assert link["doubts"] == ([] if whole else ["broken"])
    assert [other["printed"] for other in link["alternatives"]] == ([] if whole else [first + "coast-1850.html"])


def test_what_can_hardly_be_anything_but_its_rest_is_taken_for_it_in_another_paragraph_too_but_not_surely(page, modules):
    """More room above a line is not always a paragraph's: it may be a table's, or that of higher print."""
    first = "https://www.harbours-of-the-northern-coast.example.org/"
    link = read(page, modules, first, "NorthCoast/ferry:2/ and so on", pitch=31)
    assert link["printed"] == first + "NorthCoast/ferry:2/" and "joined" in link["doubts"]
    assert [other["printed"] for other in link["alternatives"]] == [first]


@pytest.mark.parametrize("line, below", [("https://example.org/maps/of-all-the-coasts-and-of-the-land.", "ipynb/"), ("https://example.org/maps/version-2.", "0/index.html")])
def test_so_it_is_behind_a_full_stop(page, modules, line, below):
    link = read(page, modules, line, below, pitch=31)
    assert link["printed"] == line.rstrip(".") and link["doubts"] == ["broken"]
    assert [other["printed"] for other in link["alternatives"]] == [line + below]


@pytest.mark.parametrize("line", ["https://example.org/maps/", "https://example.org/maps."])
def test_of_a_paragraph_that_looks_like_no_rest_nothing_is_offered(page, modules, line):
    link = read(page, modules, line, "The coast and so on", pitch=31)
    assert link["printed"] == line.rstrip(".") and link["doubts"] == link["alternatives"] == []


@pytest.mark.parametrize("first, second", [
    ("https://example.org/maps/of-the-coast-and-the-land_", "coast-1850.html and so on"), ("https://www.", "example.org/coast-1850.html"),
    ("https://www.of-all-the-coasts-and-of-the-whole-land.", "com:5000/maps"), ("https://the-whole-land", ".example.org/coast-1850.html"),
    ("http://www", ".example.org/coast-1850.html"),
])
def test_and_wherever_that_ends_where_it_cannot_be_over(page, modules, first, second):
    link = read(page, modules, first, second, pitch=31)
    assert link["printed"] == first + second.split()[0]


@pytest.mark.parametrize("late", [1, 2, 3])
def test_a_strip_that_begins_within_a_year_shows_a_link_behind_it(page, modules, late):
    """The space behind the full stop was not seen: `018.jo@example.org` is an address, too."""
    link = read(page, modules, "2018.jo@example.org and on", late=late, between=True)
    assert link["printed"] == "jo@example.org"
    assert [other["printed"] for other in link["alternatives"]] == ["2018.jo@example.org"]


def test_so_does_one_that_is_looked_for_further_left(page, modules):
    link = read(page, modules, "Lyon.2018.jo@example.org and on", late=len("Lyon.2018."), between=True)
    assert link["printed"] == "jo@example.org"


@pytest.mark.parametrize("end, pitch, blank, doubted", [
    ("maps/", 20, False, True), ("maps/", 20, True, False), ("maps", 20, False, False), ("maps/", 40, False, False),
    ("maps.", 20, False, True), ("maps.", 20, True, False), ("maps.", 40, False, False), ("maps.", None, False, True), ("maps.", None, True, False)])
def test_where_print_lies_between_a_link_and_the_line_found_it_may_go_on_there(page, modules, end, pitch, blank, doubted):
    """The line found is two lines down: one between is no line to the finder, and may be the link's rest."""
    link = read(page, modules, f"https://example.org/{end}", "The coast and so on", pitch=pitch, blank=blank)
    assert link["printed"] == f"https://example.org/{end}".rstrip(".")
    assert ("broken" in link["doubts"]) == doubted


@pytest.mark.parametrize("pitch, whole", [(40, True), (None, False)])
def test_a_line_that_looks_like_none_is_looked_for_where_lines_are_expected(page, modules, pitch, whole):
    first = "https://example.org/maps/of-the-coast-and-the-land/"
    link = read(page, modules, first, "coast-1850.html and so on", pitch=pitch, hidden=True)
    assert link["printed"] == first + ("coast-1850.html" if whole else "")


def test_behind_a_full_stop_in_the_picture_it_is_over(page, modules):
    assert "broken" not in read(page, modules, "https://example.org/maps.")["doubts"]


def test_the_next_column_is_no_part_of_the_line(page, modules):
    link = read(page, modules, "https://example.org/maps/|other column", "northern_coast.html and more")
    assert link["printed"] == "https://example.org/maps/northern_coast.html"


@pytest.mark.parametrize("first, whole", [("maps- other column", "maps-northern_coast.html"), ("maps other column", "maps")])
def test_behind_a_mark_that_ends_no_link_a_narrow_gap_parts_columns(page, modules, first, whole):
    link = read(page, modules, f"https://example.org/{first}", "northern_coast.html and more")
    assert link["printed"] == f"https://example.org/{whole}"


def test_the_column_to_the_left_does_not_end_the_line(page, modules):
    """Read from further left, the strip shows the end of that column's line, too."""
    link = read(page, modules, "t |example.org/maps/", "northern_coast.html and more", late=2)
    assert link["printed"] == "example.org/maps/northern_coast.html"


@pytest.mark.parametrize("above, whole", [
    ("to be had from anna.", "anna.smith@example.org"), ("to be had from post@", "post@smith@example.org"),
])
def test_a_link_without_a_prefix_may_begin_on_the_line_above(page, modules, above, whole):
    link = read(page, modules, "smith@example.org and more", above=above)
    assert link["printed"] == "smith@example.org"
    assert ("glued" in link["doubts"]) == (whole.count("@") == 1)
    assert (whole in [other["printed"] for other in link["alternatives"]]) == (whole.count("@") == 1)


@pytest.mark.parametrize("above, doubted", [("to be had from northern¸", True), ("to be had from northern,", False)])
def test_it_may_behind_a_comma_that_may_be_a_full_stop(page, modules, above, doubted):
    link = read(page, modules, "harbour.example.org and more", above=above)
    assert ("glued" in link["doubts"]) == doubted
    assert [other["printed"] for other in link["alternatives"]] == ["northern.harbour.example.org"] * doubted


def test_it_may_behind_the_beginning_of_a_host(page, modules):
    link = read(page, modules, "bour.example.org/maps and more", above="to be had from www.northern-har")
    assert link["printed"] == "bour.example.org/maps" and "glued" in link["doubts"]
    assert [other["printed"] for other in link["alternatives"]] == ["www.northern-harbour.example.org/maps"]


@pytest.mark.parametrize("above, shown", [("to be had from ftp://ftp.", False), ("to be had from ftp", True)])
def test_the_rest_of_what_never_opens_is_no_link(page, modules, above, shown):
    assert (read(page, modules, "example.org/maps and more", above=above) is not None) == shown


@pytest.mark.parametrize("line, above, blank, doubted", [
    ("smith@example.org and more", None, False, True), ("example.org/maps and more", None, False, True),
    ("smith@example.org and more", None, True, False), ("smith@example.org and more", "to be had from Anna", False, False),
    ("(smith@example.org) and more", None, False, False), ("mailto:smith@example.org and more", None, False, False),
    ("https://example.org/ and more", None, False, False),
])
def test_it_may_where_print_is_above_that_no_line_is_found_in(page, modules, line, above, blank, doubted):
    assert ("glued" in read(page, modules, line, above=above, blank=blank)["doubts"]) == doubted


@pytest.mark.parametrize("line, parted", [
    ("morning.|example.org/a and more", True), ("morning.example.org/a and more", False), ("https://morning.|example.org/a and more", False),
])
def test_a_bare_host_may_begin_behind_a_full_stop_that_stands_far_from_it(page, modules, line, parted):
    link = read(page, modules, line)
    assert link["printed"] == line.split(" ")[0].replace("|", "") and (link["confidence"] <= 0.9) == parted


@pytest.mark.parametrize("above, whole, doubted", [
    ("tp://de.maps.", False, True), ("tp://de.maps.", True, False), ("tp://de.maps", False, False), ("to tp://de.maps.", False, False),
])
def test_it_may_behind_a_word_of_which_only_the_end_was_read(page, modules, above, whole, doubted):
    """What begins with `tp:` is no link; what begins before that may be one."""
    link = read(page, modules, "example.org/maps and more", above=above, aboveWhole=whole)
    assert ("glued" in link["doubts"]) == doubted


@pytest.mark.parametrize("line, above, top, doubted", [
    ("example.org/maps and more", None, 70, False), ("example.org/maps and more", None, 85, True), ("https://example.org/maps and more", None, 85, False),
    ("so is example.org/maps and more", None, 85, False),
    ("example.org/maps and more", "to be had from Anna", 45, False), ("example.org/maps and more", "to be had from Anna", 55, True),
])
def test_it_may_where_the_pictures_upper_edge_hides_or_cuts_a_line(page, modules, line, above, top, doubted):
    """The link's baseline is at 100, the line above it at 60, an h is 11 px high."""
    assert ("glued" in read(page, modules, line, above=above, top=top, blank=True, late=len(line.partition("so is ")[1]))["doubts"]) == doubted


@pytest.mark.parametrize("line, below, whole", [
    ("https://example.org/maps/", "northern/coast-1850.html and so on", "https://example.org/maps/northern/coast-1850.html"),
    ("https://example.org/maps/", "The coast and so on", "https://example.org/maps/"),
    ("https://www.", "example.org/coast and so on", "https://www.example.org/coast"),
])
def test_a_line_that_the_pictures_edge_may_cut_may_end_there_and_go_on_below(page, modules, line, below, whole):
    link = read(page, modules, line, below, cut=True)
    assert link["printed"] == whole and ("cut" in link["doubts"]) == (whole == line) and ("joined" in link["doubts"]) == (whole != line)


@pytest.mark.parametrize("end, below, paper, joined", [
    ("/maps/", "northern/coast.html", 4, True), ("/maps/", "northern/coast.html", 1, False), ("/maps", "/northern/coast.html", 4, True),
    ("/ma", "ps/northern/coast.html", 4, False), ("/ma", "ps/northern/coast.html", 7, True),
])
def test_it_is_cut_where_print_touches_the_edge_or_seems_to_go_on_within_a_word(page, modules, end, below, paper, joined):
    line = "https://harbours-and-lighthouses-of-the-coast.example.org" + end
    link = read(page, modules, line, below, cut=True, paper=paper)
    assert link["printed"] == line + (below if joined else "") and ("cut" in link["doubts"]) != joined


@pytest.mark.parametrize("line, doubts", [
    ("https://example.org/maps", ["cut"]), ("https://example.org/maps)", ["cut"]), ("(https://example.org/maps)", []),
    ('"https://example.org/maps"', []), ("(https://example.org/maps", ["cut", "broken"]),
])
def test_what_is_closed_before_the_pictures_edge_is_not_cut_by_it(page, modules, line, doubts):
    assert sorted(read(page, modules, line, cut=True)["doubts"]) == sorted(doubts)


@pytest.mark.parametrize("line, cut, doubted", [
    ("example.org/maps and more", True, True), ("example.org/maps and more", False, False), ("https://example.org/ and more", True, False),
])
def test_it_may_where_the_pictures_edge_cuts_the_line_above(page, modules, line, cut, doubted):
    assert ("glued" in read(page, modules, line, above="to be had from har", aboveCut=cut)["doubts"]) == doubted


@pytest.mark.parametrize("line", ["@example.org and more", "@mail.example.org) and more"])
def test_a_mail_address_broken_before_its_at_sign_begins_on_the_line_above(page, modules, line):
    link = read(page, modules, line, above="ask the (harbour.master")
    assert link["printed"] == "harbour.master" + line.split(" ")[0].strip(")")
    assert link["kind"] == "mail" and len(link["quads"]) == 2


@pytest.mark.parametrize("above, before", [("ask the harbour.master", 2), ("ask them:", 0), (None, 0)])
def test_and_none_is_where_no_name_is_above_or_other_print_beside(page, modules, above, before):
    assert read(page, modules, "@example.org and more", above=above, before=before) is None


@pytest.mark.parametrize("line, above, before", [
    ("smith@example.org and more", "to be had from Anna", 0), ("smith@example.org and more", "to be had from anna.", 5),
    ("https://example.org/ and more", "of the paper.", 0),
])
def test_and_where_nothing_says_so_it_does_not(page, modules, line, above, before):
    assert read(page, modules, line, above=above, before=before)["doubts"] == []


def test_where_a_link_may_begin_in_another_that_one_may_go_on(page, modules):
    seen = modules.run(page, "(m, texts) => m.readTwo(...texts)", MODULE,
                       ["anna.smith@example.com", "harbour.org and more", "mail anna.smith@example.com."])
    assert [link["doubts"] for link in seen["alone"]] == [[], ["glued"]]
    [settled] = seen["settled"]
    assert settled["number"] == 1 and settled["link"]["printed"] == "anna.smith@example.com"
    assert settled["link"]["doubts"] == ["broken"]
    assert [other["printed"] for other in settled["link"]["alternatives"]] == ["anna.smith@example.com.harbour.org"]


def test_and_where_it_stands_below_other_print_nothing_is_new(page, modules):
    texts = ["anna.smith@example.com", "harbour.org and more", "mail bert.smith@example.com."]
    assert modules.run(page, "(m, texts) => m.readTwo(...texts)", MODULE, texts)["settled"] == []


@pytest.mark.parametrize("text, shown", [("~xampl~.org ", True), ("~~~~~~.org ", False), ("https://~~ample.org ", True),
                                         ("https://~~~~~~.org ", False), ("site.by ", True), ("s~te.by ", False), ("s~te.by/a ", True)])
def test_a_scrawl_that_reads_like_a_link_is_none_sooner_where_nothing_else_says_that_it_is_one(page, modules, text, shown):
    assert (read(page, modules, text) is not None) == shown


@pytest.mark.parametrize("text, doubts", [("https://example.org/maps/", ["broken"]), ("https://example.org/maps", [])])
def test_where_no_line_is_found_below_an_open_end_one_may_have_been_missed(page, modules, text, doubts):
    assert read(page, modules, text)["doubts"] == doubts


@pytest.mark.parametrize("text, alone", [
    ("http://and then the name", True), ("https://intranet", True), ("http://and.then the name", False), ("http://localhost", False),
    ("http://intranet/wiki", False), ("http://intranet:8000", False), ("http://example-", False), ("http://[::1]/", False),
])
def test_a_name_alone_behind_a_scheme_is_told_from_what_may_go_on(page, modules, text, alone):
    assert modules.run(page, "(m, text) => m.isAlone(text)", MODULE, text) == alone


def test_one_doubtful_letter_on_any_line_makes_it_doubtful(page, modules):
    link = read(page, modules, "https://example.org/maps/", "north~rn_coast.html and more")
    assert "letters" in link["doubts"] and link["confidence"] < 0.6
    assert [i for i, c in enumerate(link["characters"]) if c["confidence"] < 0.9] == [len("https://example.org/maps/north")]


def test_other_texts_of_the_reader_are_offered(page, modules):
    link = read(page, modules, "https://exampl~.org/l more", others=[["https://example.org/1 more", 0.5],
                                                                    ["https://example.org/l  more", 0.4]])
    assert [(a["printed"], a["href"]) for a in link["alternatives"]] == [("https://example.org/1", "https://example.org/1")]
    assert link["alternatives"][0]["confidence"] <= 1 - link["confidence"]


@pytest.mark.parametrize("text", ["https://b\ufffdcher.example.org/a", "https://example.org/caf\ufffd/menu"])
def test_a_character_no_class_is_for_makes_the_end_a_guess(page, modules, text):
    link = read(page, modules, text)
    assert link is None or (link["confidence"] <= 0.3 and "letters" in link["doubts"])


@pytest.mark.parametrize(("text", "expected"), [
    ("wwW.a.org", "www.a.org"), ("(WWw.a.org/WwW.", "(www.a.org/WwW."), ("WWW.A.ORG", "WWW.A.ORG"), ("http://wWw.a.org", "http://www.a.org"),
    ("xwwW.org", "xwwW.org"), ("wwWa", "wwWa"),
])
def test_a_mixed_www_is_small(page, modules, text, expected):
    assert modules.run(page, "(m, text) => m.evenWww([...text].map((char) => ({ char }))).map(({ char }) => char).join('')",
                       "/web_src/scan/even_www.js", text) == expected


@pytest.mark.parametrize("read, small, expected", [
    ("www.BISHOP.SE/", 0.1, "WWW.BISHOP.SE/"), ("wWw.BISHOP.SE/a", 0.1, "WWW.BISHOP.SE/a"), ("www.BISHOP.SE/", 0.25, "www.BISHOP.SE/"),
    ("www.BIShop.SE/", 0.1, "www.BIShop.SE/"), ("www.T.CO/ABC", 0.1, "WWW.T.CO/ABC"), ("www.4.EU/ABC", 0.1, "www.4.EU/ABC"),
    ("HTTP://www.BISHOP.SE", 0.1, "HTTP://WWW.BISHOP.SE"), ("a.org/www.BISHOP", 0.1, "a.org/www.BISHOP")])
def test_before_a_host_of_capitals_www_is_as_high_as_they_are(page, modules, read, small, expected):
    """Capitals begin a tenth of the strip down, the letters read as w as far as a test says."""
    assert modules.run(page, """(m, [text, small]) => m.evenWww([...text].map((char) => ({ char })),
        ({ char }) => (char.toLowerCase() === 'w' ? small : 0.1)).map(({ char }) => char).join('')""",
                       "/web_src/scan/even_www.js", [read, small]) == expected


@pytest.mark.parametrize("gap, expected", [(5, "/http"), (21, "/ http")])
def test_what_stands_far_apart_is_parted(page, modules, gap, expected):
    """Between both stood a footnote's number, too small to be read."""
    assert modules.run(page, """(m, gap) => m.partAtGaps([...'/http'].map((char, i) => (
        { char, x0: 10 * i + (i && gap), x1: 10 * i + (i && gap) + 10 })), 32).map(({ char }) => char).join('')""",
                       "/web_src/scan/gaps.js", gap) == expected


def test_a_link_whose_o_may_be_a_nought_is_not_sure_and_says_which(page, modules):
    link = read(page, modules, "https://example.org/4O2K43 more")
    assert link["printed"] == "https://example.org/4O2K43" and link["doubts"] == ["letters"]
    assert [c["char"] for c in link["characters"] if c["confidence"] < 0.9] == ["O"]


@pytest.mark.parametrize("text, doubted", [
    ("https://example.org/a?b[o]=c", ["o"]), ("https://example.org/a?b=l&c=d", ["l"]), ("https://example.org/a?b=l", ["l"]),
    ("https://example.org/l/o?b=lo&[ol]=c", []), ("https://example.org/a?b[0]=1&c", []),
])
def test_a_letter_alone_where_numbers_stand_may_be_one(page, modules, text, doubted):
    link = read(page, modules, f"{text} more")
    assert link["printed"] == text and [c["char"] for c in link["characters"] if c["confidence"] < 0.9] == doubted
    assert (text.replace("[o]", "[0]").replace("=l", "=1") in [one["printed"] for one in link["alternatives"]]) == bool(doubted)


@pytest.mark.parametrize("lines, other", [
    (["https://example.org/4O2K43 more"], "https://example.org/402K43"),
    (["https://example.org/maps/", "4O2K43.html and more"], "https://example.org/maps/402K43.html"),
    (["https://example.org/4O2K43/", "a/b.html and more"], "https://example.org/402K43/a/b.html"),
    (["https://example.org/4O2K43/#-map and more"], "https://example.org/4O2K43/#~map"),
])
def test_what_its_twins_may_as_well_say_is_on_offer(page, modules, lines, other):
    link = read(page, modules, *lines)
    assert link["printed"] == other.replace("402", "4O2").replace("~", "-")
    assert other in [one["printed"] for one in link["alternatives"]]


def test_what_the_rest_that_is_on_offer_may_as_well_say_is_offered_too(page, modules):
    link = read(page, modules, "https://example.org/maps/of-the-coast-and-the-land/", "4O2K43.html and so on", pitch=31)
    assert link["printed"] == "https://example.org/maps/of-the-coast-and-the-land/"
    assert [one["printed"].rpartition("/")[2] for one in link["alternatives"]] == ["4O2K43.html", "402K43.html"]


# -- another look ---------------------------------------------------------------------


def look_again(page, modules, lines: list[str], texts: list[str], likely: str | None = None, **about) -> dict:
    return modules.run(page, "(m, [lines, texts, likely, about]) => m.lookAgain(lines, texts, likely, about)", MODULE,
                       [lines, texts, likely, about])


def test_cuts_of_other_sizes_may_read_otherwise_and_the_first_reading_stays_on_offer(page, modules):
    seen = look_again(page, modules, ["https://exampl~.org/l more"], ["https://example.org/1 more"])
    assert seen["first"]["printed"] == "https://example.org/l" and seen["again"]["printed"] == "https://example.org/1"
    assert "https://example.org/l" in [other["printed"] for other in seen["again"]["alternatives"]]
    assert min(seen["sizes"]) < 11 < max(seen["sizes"]), "smaller and larger than the candidate"


def test_where_they_read_the_same_nothing_is_new(page, modules):
    assert look_again(page, modules, ["https://exampl~.org/l more"], ["https://example.org/l and"])["again"] is None


def test_a_doubtful_link_that_a_careful_reader_reads_the_same_is_surer(page, modules):
    seen = look_again(page, modules, ["https://exampl~.org/l more"], ["https://exampl~.org/l more".replace("~", "e")], careful=0.999)
    assert "letters" in seen["first"]["doubts"]
    assert seen["again"]["printed"] == seen["first"]["printed"] and "letters" not in seen["again"]["doubts"]


def test_a_sure_link_that_a_careful_reader_reads_the_same_stays_as_it_is_and_is_looked_at_once(page, modules):
    seen = look_again(page, modules, ["https://example.org/l more"], ["https://example.org/l more"], sure=True, careful=0.999)
    assert seen["again"] is None and len(seen["sizes"]) == 0


@pytest.mark.parametrize("again", [["https://example.org/1 more"], ["https://example.org/1-", "b more"]])
def test_a_sure_link_that_a_careful_reader_reads_otherwise_is_doubted(page, modules, again):
    first = [line.replace("/1", "/l") for line in again]
    seen = look_again(page, modules, first, again, sure=True, careful=0.6)
    assert "/1" in seen["again"]["printed"] and "letters" in seen["again"]["doubts"]
    assert any("/l" in other["printed"] for other in seen["again"]["alternatives"])


def test_what_would_not_be_shown_takes_no_links_place(page, modules):
    """A word with a full stop in it is no link unless it is read surely; the address was one."""
    seen = look_again(page, modules, ["hadd~d@cli.engineer more"], ["haddadecli.engineer more"], careful=0.95)
    assert seen["first"]["kind"] == "mail" and seen["again"]["printed"] == seen["first"]["printed"]
    assert "haddadecli.engineer" in [other["printed"] for other in seen["again"]["alternatives"]]


def test_a_sure_link_is_not_looked_at_where_there_is_no_careful_reader(page, modules):
    seen = look_again(page, modules, ["https://example.org/l more"], ["https://example.org/1 more"], sure=True)
    assert seen["again"] is None


def test_a_host_with_letters_that_the_first_reader_has_no_class_for_is_read_by_the_careful_one_and_never_surely(page, modules):
    seen = look_again(page, modules, ["http://p\ufffdtisserie.eu/ and"], ["http://pâtisserie.eu/ and"], careful=0.9999)
    assert seen["first"]["printed"] == "http://p"
    assert seen["again"]["printed"] == "http://pâtisserie.eu/" and seen["again"]["href"] == "http://xn--ptisserie-b2a.eu/"
    assert seen["again"]["alternatives"] == [], "what was read first was a part of it"
    assert 0.5 < seen["again"]["confidence"] <= 0.8 and "letters" in seen["again"]["doubts"]


@pytest.mark.parametrize("text, unread", [
    ("www.z\ufffdrich.org more", True), ("http://p\ufffdtisserie.eu/", True), ("\ufffdr\ufffd", False), ("www.zurich.org more", False),
    ("www.zurich.org more \ufffd", False)])
def test_what_may_be_a_link_with_such_letters_is_told_from_what_is_none(page, modules, text, unread):
    """`www.z` is none: another reader is asked."""
    assert modules.run(page, "(m, text) => m.mayBeUnread(text)", MODULE, text) == unread


@pytest.mark.parametrize("part, whole, expected", [
    ("http://p", "http://pâtisserie.eu/", True), ("ller.de", "müller.de", True), ("http://a.org", "http://a.org/b", False),
    ("http://a.org/l", "http://a.org/1", False)])
def test_a_part_of_a_link_is_what_ends_or_begins_at_such_a_letter(page, modules, part, whole, expected):
    assert modules.run(page, "(m, [part, whole]) => m.isPartOf({ printed: part }, { printed: whole })",
                       "/web_src/scan/unread.js", [part, whole]) == expected


@pytest.mark.parametrize("read, expected", [
    ("BüCHER.DE", "BÜCHER.DE"), ("Bücher", "Bücher"), ("éCOLE üß", "ÉCOLE üß"), ("SMöRGåS", "SMÖRGÅS"), ("Aé", "AÉ"), ("STRAßE", "STRAßE"),
    ("Iłż-A", "IŁŻ-A"), ("é", "é"), ("a\ufffdB", "a\ufffdB")])
def test_among_capitals_a_letter_is_a_capital(page, modules, read, expected):
    assert modules.run(page, "(m, text) => m.evenCase([...text].map((char) => ({ char }))).map(({ char }) => char).join('')",
                       "/web_src/scan/even_case.js", read) == expected


def test_a_hyphen_that_is_seen_only_now_leads_on_to_the_next_line(page, modules):
    seen = look_again(page, modules, ["https://example.org/3\ufffd", "540.html and more"], ["https://example.org/3-"])
    assert seen["first"]["printed"] == "https://example.org/3"
    assert seen["again"]["printed"] == "https://example.org/3-540.html" and len(seen["again"]["quads"]) == 2


def test_a_link_of_several_lines_is_not_cut_short_by_a_look_that_is_less_sure(page, modules):
    seen = look_again(page, modules, ["https://example.org/a-", "5~0.html and more"],
                      ["https://~xampl~.org/a", "5~0.html and more"])
    assert seen["again"]["printed"] == seen["first"]["printed"] == "https://example.org/a-5e0.html"
    assert "https://example.org/a" in [other["printed"] for other in seen["again"]["alternatives"]]


@pytest.mark.parametrize("again, kept", [("5e0 and more", True), ("5e0.he and more", False)])
def test_a_link_of_several_lines_is_not_cut_short_by_a_gap_that_is_seen_in_it(page, modules, again, kept):
    """What lacks its doubtful end is surer; but two characters at the end may be none."""
    seen = look_again(page, modules, ["https://example.org/a-", "5~0.h~~m and more"], ["https://example.org/a-", again])
    assert seen["again"]["printed"] == ("https://example.org/a-5e0.heem" if kept else "https://example.org/a-5e0.he")


def test_one_line_that_all_looks_together_are_far_less_sure_of_stays_as_it_was(page, modules):
    """A bracket that the closer look loses may glue a word to the link."""
    seen = look_again(page, modules, ["https://exampl~.org/a more"], ["https://~xampl~.org/a~s~ more"])
    assert seen["again"]["printed"] == "https://example.org/a"
    assert "https://example.org/aese" in [other["printed"] for other in seen["again"]["alternatives"]]


@pytest.mark.parametrize("again, kept", [("https://~xampl~.org/ map.html", True), ("https://example.org/", False)])
def test_one_line_breaks_off_only_where_all_looks_are_much_surer(page, modules, again, kept):
    seen = look_again(page, modules, ["https://~xampl~.org/map more"], [f"{again} more"])
    assert seen["again"]["printed"] == ("https://example.org/map" if kept else "https://example.org/")


def test_of_a_space_that_is_hardly_one_the_link_is_not_sure(page, modules):
    """Behind a comma a link may go on, as paths with commas do."""
    sure, unsure = (read(page, modules, f"https://example.org/local,{space}1593.html") for space in " ¤")
    assert sure["printed"] == unsure["printed"] == "https://example.org/local"
    assert not sure["doubts"] and "letters" in unsure["doubts"]


@pytest.mark.parametrize("text, sure", [
    ('"10.1007/harbour.1669. 74664" and', False), ("<https://example.org/map. html>", False), ('"https://example.org/map" and', True),
    ("contact@my chemistry.eu and", False), ('"https://example.org/map. And so on', True), ("(https://example.org/map, 1850)", True), ("https://example.org/map. html>", True),
])
def test_a_link_is_not_sure_to_end_where_its_quotes_do_not(page, modules, text, sure):
    assert (read(page, modules, text)["confidence"] > 0.95) is sure


@pytest.mark.parametrize("text, other", [
    ("https://example.org/Harbour Maps/", "https://example.org/HarbourMaps/"), ("www.example.org maps/coast.html and", "www.example.orgmaps/coast.html"),
    ("https://example.org/Harbour Maps", None), ("https://example.org/Harbour and/or by sea", None),
    ("https://example.org/Harbour, Maps/", None), ("https://example.org/Harbour harbour.org/maps", None),
    ("https://example.org/coast, 715,map.html/DE", "https://example.org/coast,715,map.html/DE"), ("https://example.org/coast, e.g. TCP/IP", None),
])
def test_a_link_is_not_sure_to_end_before_a_word_that_looks_like_its_rest(page, modules, text, other):
    link = read(page, modules, text)
    assert link["printed"] == text.split(" ")[0].rstrip(",")
    assert (link["confidence"] > 0.95) is (other is None)
    assert [one["printed"] for one in link["alternatives"]] == [other] * bool(other)


@pytest.mark.parametrize("text, printed, href", [
    ("2012.example.org/maps and", "example.org/maps", "https://2012.example.org/maps"),
    ("2012.press@example.org and", "press@example.org", "mailto:2012.press@example.org"),
    ("(2012.example.org/maps and", "example.org/maps", "https://2012.example.org/maps"),
    ("Lyon.2012.example.org/maps and", "example.org/maps", "https://lyon.2012.example.org/maps"),
])
def test_a_year_before_a_bare_link_may_be_its_own(page, modules, text, printed, href):
    link = read(page, modules, text)
    assert link["printed"] == printed and link["doubts"] == ["glued"]
    longer = text.lstrip("(").removesuffix(" and")
    assert [(one["printed"], one["href"]) for one in link["alternatives"]] == [(longer, href)]


@pytest.mark.parametrize("first, again, kept", [
    ("https://~xampl~.org/?id=271, or", "https://example.org/?id=271,or", "https://example.org/?id=271"),
    ("https://~xampl~.org/?id=271,or", "https://~xampl~.org/?id=271, or", "https://example.org/?id=271"),
    ("https://~xampl~.org/?id=271, 3", "https://example.org/?id=271,3", "https://example.org/?id=271,3"),
])
def test_the_sentence_behind_a_links_comma_is_none_of_it(page, modules, first, again, kept):
    seen = look_again(page, modules, [first], [again])
    assert seen["again"]["printed"] == kept
    assert len(seen["again"]["alternatives"]) == 1


@pytest.mark.parametrize("end, doubted", [("maps-", True), ("maps?id=", True), ("maps/", False), ("maps", False)])
def test_what_no_link_ends_in_is_doubted_where_another_link_is_below(page, modules, end, doubted):
    link = read(page, modules, f"https://example.org/{end}", "http://harbour.org/ and more")
    assert link["printed"] == f"https://example.org/{end}" and ("broken" in link["doubts"]) is doubted


def test_what_is_likely_printed_is_read_and_what_was_read_first_stays_on_offer(page, modules):
    seen = look_again(page, modules, ["https://exampl~.org/updatc more"],
                      ["https://example.org/updatc more", "https://example.org/update more"], "https://example.org/update more")
    assert seen["again"]["printed"] == "https://example.org/update"
    assert "https://example.org/updatc" in [other["printed"] for other in seen["again"]["alternatives"]]


def test_a_likely_word_does_not_make_up_for_a_suffix_that_nobody_has(page, modules):
    seen = look_again(page, modules, ["https://exampl~org/a more"],
                      ["https://exampleorg/a more", "https://example.org/a more"], "https://exampleorg/a more")
    assert seen["again"]["printed"] == "https://example.org/a"


def test_a_known_suffix_is_likelier_than_none(page, modules):
    seen = look_again(page, modules, ["https://exampl~org/a more"], ["https://exampleorg/a more", "https://example.org/a more"])
    assert seen["again"]["printed"] == "https://example.org/a"


# -- a second opinion -------------------------------------------------------------------


def test_two_readers_that_agree_are_surer(page, modules):
    link, revised = modules.run(page, "(m, lines) => m.askAgain(lines, lines)", MODULE, ["https://example.org/~ more"])
    assert "letters" in link["doubts"] and revised["confidence"] > link["confidence"]
    assert "letters" not in revised["doubts"]


def test_where_they_differ_the_other_reading_is_offered(page, modules):
    link, revised = modules.run(page, "(m, [a, b]) => m.askAgain(a, b)", MODULE,
                                [["https://example.org/~ more"], ["https://example.org/q more"]])
    assert revised["printed"] == link["printed"] and revised["confidence"] == link["confidence"]
    assert "letters" in revised["doubts"]
    assert [other["printed"] for other in revised["alternatives"]] == ["https://example.org/q"]


def test_a_second_reader_that_reads_no_link_changes_nothing(page, modules):
    _, revised = modules.run(page, "(m, [a, b]) => m.askAgain(a, b)", MODULE, [["https://example.org/~ more"], ["nothing"]])
    assert revised is None


# -- any text at all --------------------------------------------------------------------


def test_whatever_is_read_nothing_but_web_and_mail_opens(page, modules):
    """Pieces of links and of nonsense on up to three lines: no error, and no other target."""
    seen = modules.run(page, "(m, rounds) => m.fuzz(rounds)", MODULE, 1500)
    assert seen["links"] > 200, "hardly any link was read: the test tests nothing"
    assert seen["bad"] == []


@pytest.mark.parametrize("text, expected", [
    ("(www.harbourorg/maps)", ["(www.harbour.org/maps)"]),
    ("https://harbourcokr:8000/", ["https://harbourco.kr:8000/"]),
    ("https://www.harbour.org/maps", []),
    ("see harbourorg", []),
    ("http://harbour/", []),
])
def test_a_host_without_a_suffix_may_have_lost_a_full_stop(page, modules, text, expected):
    assert modules.run(page, "(m, text) => m.dotsFor(text)", MODULE, text) == expected
