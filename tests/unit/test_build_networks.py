"""The exported networks as parts of the site."""

import json

import pytest

from web_src.generator.detector import add_detector
from web_src.generator.errors import BuildError
from web_src.generator.files import SiteFiles


def export(folder, name: str, shards: int = 1):
    """A folder as model_export/<name> writes it."""
    (folder / name / "web").mkdir(parents=True)
    paths = [f"group1-shard{i + 1}of{shards}.bin" for i in range(shards)]
    (folder / name / "web/model.json").write_text(json.dumps({"name": name, "weightsManifest": [{"paths": paths}]}))
    for path in paths:
        (folder / name / "web" / path).write_bytes(f"{name} {path}".encode())
    (folder / name / f"{name}.json").write_text(json.dumps({"of": name}))
    return folder / name


def test_without_a_reader_of_our_own_the_site_has_the_detector_alone(tmp_path):
    site = SiteFiles()
    rows = add_detector(site, export(tmp_path, "detector"))
    assert set(rows) == {"detector", "detector-model", "detector-weights"}


def test_an_exported_reader_goes_with_it(tmp_path):
    export(tmp_path, "reader", shards=2)
    site = SiteFiles()
    rows = add_detector(site, export(tmp_path, "detector"))
    assert rows["reader"] == {"meta": {"of": "reader"}}
    assert [site.assets[row["url"]].content for row in rows["reader-weights"]] == [
        b"reader group1-shard1of2.bin", b"reader group1-shard2of2.bin"]


def test_a_careful_reader_goes_with_the_quick_one_under_its_own_name(tmp_path):
    reader = export(tmp_path, "reader")
    export(reader, "reader").rename(reader / "careful")
    site = SiteFiles()
    rows = add_detector(site, export(tmp_path, "detector"))
    assert rows["careful"] == {"meta": {"of": "reader"}} and rows["careful-model"]["url"] != rows["reader-model"]["url"]
    assert "assets/careful" in rows["careful-weights"][0]["url"]


def test_a_careful_reader_that_is_not_complete_is_an_error_that_says_what_to_do(tmp_path):
    reader = export(tmp_path, "reader")
    (export(reader, "reader").rename(reader / "careful") / "reader.json").unlink()
    with pytest.raises(BuildError, match="careful/reader.json.*model_export.reader.export"):
        add_detector(SiteFiles(), export(tmp_path, "detector"))


def test_a_reader_without_its_constants_is_an_error_that_says_what_to_do(tmp_path):
    (export(tmp_path, "reader") / "reader.json").unlink()
    with pytest.raises(BuildError, match="reader.json.*model_export.reader.export"):
        add_detector(SiteFiles(), export(tmp_path, "detector"))


def test_a_language_model_goes_with_it(tmp_path):
    (tmp_path / "language/web").mkdir(parents=True)
    (tmp_path / "language/web/language.bin").write_bytes(b"weights")
    (tmp_path / "language/language.json").write_text('{"context": 12}')
    site = SiteFiles()
    rows = add_detector(site, export(tmp_path, "detector"))
    assert rows["language"] == {"meta": {"context": 12}}
    assert site.assets[rows["language-weights"]["url"]].content == b"weights"


@pytest.mark.parametrize("damage, told", [("missing", "language.bin is missing"), ("no JSON", "damaged")])
def test_a_damaged_language_model_is_an_error_that_says_what_to_do(tmp_path, damage, told):
    (tmp_path / "language/web").mkdir(parents=True)
    (tmp_path / "language/language.json").write_text("{}" if damage == "missing" else "{")
    with pytest.raises(BuildError, match=f"{told}.*model_export.language.export"):
        add_detector(SiteFiles(), export(tmp_path, "detector"))
