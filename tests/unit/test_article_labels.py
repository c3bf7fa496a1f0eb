"""Labels: Pascal VOC in and out, faults told, and labelled photos made from pages."""

import cv2
import numpy as np
import pytest
from click.testing import CliRunner

from tests.unit.sheets import sheet
from training.article import from_pages, labels, voc
from training.camera.view import View, random_view

LABELIMG = """<annotation verified="yes">
	<folder>processed</folder>
	<filename>IMG_9140.JPG</filename>
	<path>/home/somebody/processed/IMG_9140.JPG</path>
	<source>
		<database>Unknown</database>
	</source>
	<size>
		<width>640</width>
		<height>480</height>
		<depth>3</depth>
	</size>
	<segmented>0</segmented>
	<object>
		<name>http</name>
		<pose>Unspecified</pose>
		<truncated>0</truncated>
		<difficult>1</difficult>
		<bndbox>
			<xmin>100</xmin>
			<ymin>50</ymin>
			<xmax>160</xmax>
			<ymax>70</ymax>
		</bndbox>
	</object>
</annotation>
"""


def labelimg(tmp_path, old="", new=""):
    path = tmp_path / "IMG_9140.xml"
    path.write_text(LABELIMG.replace(old, new) if old else LABELIMG)
    return path


def test_what_labelimg_wrote_is_read(tmp_path):
    assert voc.read(labelimg(tmp_path)) == voc.Annotation(
        "IMG_9140.JPG", 640, 480, [voc.Box("http", 100, 50, 160, 70, difficult=True)])


def test_what_is_written_is_read_again(tmp_path):
    annotation = voc.Annotation("a & b.jpg", 300, 200, [
        voc.Box("http", 1, 2, 30, 40, truncated=True), voc.Box("www", 5, 5, 6, 6, difficult=True)], "manual.pdf")
    voc.write(annotation, tmp_path / "a.xml")
    assert voc.read(tmp_path / "a.xml") == annotation


@pytest.mark.parametrize("old, new, fault", [
    ("</annotation>", "", "no readable XML"),
    ("annotation", "notes", "<notes>, not <annotation>"),
    ("<filename>IMG_9140.JPG</filename>", "", "no <filename>"),
    ("<width>640</width>", "", "no <size><width>"),
    ("<width>640</width>", "<width>0</width>", "0 x 480"),
    ("<name>http</name>", "<name> </name>", "no <name>"),
    ("<xmin>100</xmin>", "<xmin>left</xmin>", "'left', not a number"),
    ("<xmin>100</xmin>", "<xmin>160</xmin>", "is empty or not inside"),
    ("<xmax>160</xmax>", "<xmax>641</xmax>", "is empty or not inside"),
    ("<ymin>50</ymin>", "<ymin>-1</ymin>", "is empty or not inside"),
    ("<ymin>50</ymin>", "<ymin>nan</ymin>", "is empty or not inside"),
])
def test_a_fault_is_told_with_the_name_of_its_file(tmp_path, old, new, fault):
    with pytest.raises(voc.LabelError, match="IMG_9140.xml") as error:
        voc.read(labelimg(tmp_path, old, new))
    assert fault in str(error.value)


def picture(path, width=640, height=480):
    cv2.imwrite(str(path), np.full((height, width), 200, np.uint8))


def check(folder):
    return CliRunner().invoke(labels.main, [str(folder)])


def test_a_good_folder_is_counted(tmp_path):
    labelimg(tmp_path)
    picture(tmp_path / "IMG_9140.jpg")
    result = check(tmp_path)
    assert result.exit_code == 0 and "http: 1" in result.output


def test_labels_of_a_picture_resized_since_are_refused(tmp_path):
    labelimg(tmp_path)
    picture(tmp_path / "IMG_9140.jpg", 320, 240)
    result = check(tmp_path)
    assert result.exit_code == 1 and "resized" in result.output


def test_labels_without_a_picture_are_refused(tmp_path):
    labelimg(tmp_path)
    assert "no picture IMG_9140" in check(tmp_path).output


def test_a_folder_without_labels_is_refused(tmp_path):
    picture(tmp_path / "a.jpg")
    assert "no label files" in check(tmp_path).output


# -- photos from pages --------------------------------------------------------

LINK = "https://example.org/path"


def straight(page):
    height, width = page.image.shape
    return View(width, height, np.eye(3))


def test_a_box_is_around_the_ink_of_its_prefix():
    page = sheet([f"see {LINK} there"], LINK)
    box, = from_pages.prefix_boxes(page, straight(page), from_pages.CLASSES["http"])
    around = page.image[round(box.ymin) - 2:round(box.ymax) + 2, round(box.xmin) - 2:round(box.xmax) + 2]
    inside = page.image[round(box.ymin):round(box.ymax), round(box.xmin):round(box.xmax)]
    assert (inside < 128).sum() > 0.9 * (around < 128).sum()
    assert box.name == "http" and not box.truncated and not box.difficult


@pytest.mark.parametrize("seed", range(6))
def test_a_turned_prefix_is_inside_its_box(seed):
    page = sheet(["words", f"see {LINK}"], LINK)
    line, first = page.lines[1], page.links[0].pieces[0][1]
    middle = ((line.spans[first, 0] + line.spans[first + 7, 1]) / 2, line.baseline - line.height / 2)
    view = random_view(np.random.default_rng(seed), 640, 480, middle, 0.9)
    x, y = view.picture_points(np.array([middle]))[0]
    boxes = from_pages.prefix_boxes(page, view, from_pages.CLASSES["http"])
    if boxes:  # else it is mostly beyond the edge
        assert boxes[0].xmin < x < boxes[0].xmax and boxes[0].ymin < y < boxes[0].ymax
        assert 0 <= boxes[0].xmin and boxes[0].xmax <= 640


@pytest.mark.parametrize("link, http, prefix, kinds", [
    ("https://example.org", "http", "prefix", "https"),
    ("HTTP://EXAMPLE.ORG", "http", "prefix", "http"),
    ("ftp://example.org", None, "prefix", "ftp"),
    ("www.example.org", None, "prefix", "www"),
    ("info@example.org", None, None, None),
])
def test_each_set_of_classes_names_the_prefixes_it_knows(link, http, prefix, kinds):
    page = sheet([link], link)
    for classes, expected in (("http", http), ("prefix", prefix), ("kinds", kinds)):
        boxes = from_pages.prefix_boxes(page, straight(page), from_pages.CLASSES[classes])
        assert [box.name for box in boxes] == ([expected] if expected else [])


def test_a_prefix_half_beyond_the_edge_is_not_labelled_and_a_little_cut_one_is():
    page = sheet([LINK], LINK)
    x0, x1 = page.lines[0].spans[0, 0], page.lines[0].spans[7, 1]
    found = []
    for share in (0.2, 0.5):
        shift = np.eye(3)
        shift[0, 2] = x0 + share * (x1 - x0)
        found.append(from_pages.prefix_boxes(page, View(400, 96, shift), from_pages.CLASSES["http"]))
    assert found[0][0].truncated and found[0][0].xmin == 0
    assert found[1] == []


def test_photos_and_labels_repeat_for_a_seed(tmp_path):
    page = sheet([f"words before {LINK}"] * 4, LINK)
    page.source = "manual.pdf#3"
    page.save(tmp_path / "pages" / "a")
    for out in ("one", "two"):
        result = CliRunner().invoke(from_pages.main, [
            "--pages", str(tmp_path / "pages"), "--out", str(tmp_path / out), "--count", "3", "--size", "320"])
        assert result.exit_code == 0, result.output
    files = sorted((tmp_path / "one").iterdir())
    assert len(files) == 6 and len({path.name.split("-")[0] for path in files}) == 1
    assert all(path.read_bytes() == (tmp_path / "two" / path.name).read_bytes() for path in files)
    annotation = voc.read(next((tmp_path / "one").glob("*.xml")))
    assert annotation.source == "manual.pdf" and annotation.width == 320
    assert check(tmp_path / "one").exit_code == 0


def test_no_pages_is_an_error(tmp_path):
    (tmp_path / "pages").mkdir()
    result = CliRunner().invoke(from_pages.main, ["--pages", str(tmp_path / "pages"), "--out", str(tmp_path / "o")])
    assert result.exit_code == 1 and "training.pages" in result.output
