"""Names by contents, digests, and writing a site without losing the one before."""

import base64
import hashlib
import os

import pytest

from web_src.generator.files import Asset, SiteFiles, content_hash


def test_a_hashed_name_follows_the_contents():
    one, same, other = (SiteFiles().add_hashed("a/b.js", text).url for text in (b"1", b"1", b"2"))
    assert one == same != other
    assert one == f"a/b-{content_hash(b'1')}.js"


def test_a_folder_is_named_by_names_and_contents():
    def folder(**files):
        return SiteFiles().add_folder("f", {name: content.encode() for name, content in files.items()})

    assert folder(a="1", b="2") == folder(b="2", a="1")
    assert len({folder(a="1", b="2"), folder(a="2", b="1"), folder(a="12", b=""), folder(a="1", c="2")}) == 4


def test_integrity_is_the_digest_in_base64():
    expected = base64.b64encode(hashlib.sha256(b"text").digest()).decode()
    assert Asset("a", b"text").entry() == {"url": "a", "integrity": f"sha256-{expected}", "bytes": 4}


def test_one_url_cannot_be_two_files():
    site = SiteFiles()
    site.add("a", b"1")
    site.add("a", b"1")
    with pytest.raises(ValueError, match="two different files for a"):
        site.add("a", b"2")


def site_of(**files: str) -> SiteFiles:
    site = SiteFiles()
    for name, text in files.items():
        site.add(name, text.encode())
    return site


def test_writing_replaces_the_old_site_whole(tmp_path):
    out = tmp_path / "deep" / "dist"
    site_of(old="1", both="1").write(out)
    site_of(new="2", both="2").write(out)
    assert {path.name: path.read_text() for path in out.iterdir()} == {"new": "2", "both": "2"}
    assert [path.name for path in out.parent.iterdir()] == ["dist"]


def test_a_failed_write_leaves_the_old_site(tmp_path, monkeypatch):
    out = tmp_path / "dist"
    site_of(old="1").write(out)
    replace = os.replace

    def fail_for_the_new_one(source, target):
        if source.name == "new":
            raise OSError("disk trouble")
        replace(source, target)

    monkeypatch.setattr(os, "replace", fail_for_the_new_one)
    with pytest.raises(OSError, match="disk trouble"):
        site_of(new="2").write(out)
    assert [path.name for path in out.iterdir()] == ["old"]
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]
