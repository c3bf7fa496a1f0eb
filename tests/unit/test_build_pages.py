"""Rendering templates, and what is said when one is wrong."""

import json

import pytest

from web_src.generator.errors import BuildError
from web_src.generator.pages import Pages, digest, json_for_html, policy


@pytest.fixture
def render(tmp_path):
    """render(template, **values): a template from its text, in a folder of its own."""

    def render(template, **values):
        (tmp_path / "page.html.j2").write_text(template)
        return Pages(tmp_path).render("page.html.j2", **values).decode()

    return render


def test_values_are_escaped(render):
    assert render("<p>{{ text }}</p>", text="<b>") == "<p>&lt;b&gt;</p>"


def test_json_cannot_end_its_script_element():
    shown = json_for_html({"a": "</script><b>"})
    assert "<" not in shown
    assert json.loads(shown) == {"a": "</script><b>"}


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("line one\n{% if %}", r"page\.html\.j2, line 2: "),
        ("one\ntwo\n{{ missing }}", r"page\.html\.j2, line 3: 'missing' is undefined"),
        ("{% extends 'base.html.j2' %}", r"base\.html\.j2 is missing, needed for page\.html\.j2"),
    ],
    ids=["syntax", "name", "parent"],
)
def test_a_bad_template_is_named_with_its_line(render, template, message):
    with pytest.raises(BuildError, match=message):
        render(template)


def test_the_policy_names_no_host_and_allows_no_inline_code():
    directives = dict(part.split(" ", 1) for part in policy().split("; "))
    assert directives["default-src"] == "'none'"
    assert not any("unsafe-inline" in value or "unsafe-eval'" == value for value in directives.values())
    assert "'unsafe-eval'" not in policy()
    allowed = {"'none'", "'self'", "'wasm-unsafe-eval'", "blob:", "'script'", "default"}
    assert {word for value in directives.values() for word in value.split()} <= allowed


def test_a_page_may_change_one_directive():
    changed = policy({"style-src": digest("p {}")})
    assert "style-src 'sha256-" in changed
    assert "default-src 'none'" in changed
