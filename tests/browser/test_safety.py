"""What is said about where a link leads: a table of addresses, each with what must be told."""

from __future__ import annotations

import pytest

SAFETY = "/web_src/safety/safety.js"

# address → the registrable domain, and the codes of the warnings, gravest first
CASES = [
    # nothing to say
    ("https://example.org/maps", "example.org", []),
    ("https://www.bbc.co.uk/news", "bbc.co.uk", []),
    ("https://sub.example.co.uk:8443/a?b=c#d", "example.co.uk", []),
    ("https://www.google.com/", "google.com", []),
    ("https://accounts.google.com/", "google.com", []),
    ("https://clock.org/", "clock.org", []),
    ("mailto:ann@example.org", "example.org", []),
    ("https://youtu.be/x", "youtu.be", []),
    # user names
    ("https://paypal.com@evil.example.org/", "example.org", ["userinfo"]),
    ("https://user:secret@example.org/", "example.org", ["userinfo"]),
    # numbers
    ("http://192.168.0.1/admin", "192.168.0.1", ["ip", "http"]),
    ("https://[2001:db8::1]/", "[2001:db8::1]", ["ip"]),
    # endings
    ("https://example.orgg/", "example.orgg", ["suffix"]),
    ("https://localhost/", "localhost", ["suffix"]),
    # not encrypted, and short
    ("http://example.org/", "example.org", ["http"]),
    ("https://bit.ly/3xYz", "bit.ly", ["shortener"]),
    ("http://www.tinyurl.com/a", "tinyurl.com", ["shortener", "http"]),
    # letters of other scripts
    ("https://münchen.de/", "xn--mnchen-3ya.de", ["punycode"]),
    ("https://пример.рф/", "xn--e1afmkfd.xn--p1ai", ["punycode"]),
    ("https://例え.jp/", "xn--r8jz45g.jp", ["punycode"]),
    ("https://аррӏе.com/", "xn--80ak6aa92e.com", ["lookalike", "punycode"]),  # all Cyrillic
    ("https://xn--80ak6aa92e.com/", "xn--80ak6aa92e.com", ["lookalike", "punycode"]),
    ("https://pаypal.com/", "xn--pypal-4ve.com", ["lookalike", "mixed", "punycode"]),  # one Cyrillic а
    ("https://www.gοοgle.com/", "xn--ggle-0nda.com", ["lookalike", "mixed", "punycode"]),  # Greek ο
    ("https://wikіpedia.org/", "xn--wikpedia-vhh.org", ["lookalike", "mixed", "punycode"]),
    ("https://東京tower.jp/", "xn--tower-w91hq39l.jp", ["punycode"]),  # Han and Latin are written together
    # ASCII that looks like a name everybody knows
    ("https://paypa1.com/", "paypa1.com", ["lookalike"]),
    ("https://rnicrosoft.com/", "rnicrosoft.com", ["lookalike"]),
    ("https://g00gle.com/", "g00gle.com", ["lookalike"]),
    ("https://login.arnazon.com/", "arnazon.com", ["lookalike"]),
    ("https://vvikipedia.org/", "vvikipedia.org", ["lookalike"]),
]


@pytest.mark.parametrize("href, domain, codes", CASES)
def test_what_is_told_about_an_address(page, modules, href, domain, codes):
    found = modules.run(page, "(m, href) => m.safetyOf(href)", SAFETY, href)
    assert found["domain"] == domain
    assert [warning["code"] for warning in found["warnings"]] == codes


@pytest.mark.parametrize("href, like", [
    ("https://аррӏе.com/", "apple.com"), ("https://paypa1.com/", "paypal.com"), ("https://сосо.org/", "coco.org"),
])
def test_a_lookalike_is_told_with_what_it_looks_like(page, modules, href, like):
    first = modules.run(page, "(m, href) => m.safetyOf(href).warnings[0]", SAFETY, href)
    assert first == {"code": "lookalike", "facts": {"like": like}}


def test_every_warning_has_its_words(page, modules):
    from web_src.generator.messages import read_languages
    from web_src.generator.site import WEB

    words = read_languages(WEB / "messages")[0].texts
    said = {code for _, _, codes in CASES for code in codes}
    assert said == {key.removeprefix("safety.") for key in words if key.startswith("safety.")}


def test_no_name_that_everybody_knows_looks_like_another(page, modules):
    wrong = modules.run(page, "(m) => m.KNOWN.length - new Set(m.KNOWN).size", "/web_src/safety/known.js")
    assert wrong == 0
    warned = modules.run(page, """(m) => ['amazon.com', 'vk.com', 'ups.com', 'usps.com', 'live.com'].filter((name) => m.lookalike(name))""",
                         "/web_src/safety/lookalikes.js")
    assert warned == []
