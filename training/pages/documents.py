"""Typeset pages: the PDFs of Debian's texlive-*-doc packages, with their truth.

The packages are fetched with apt (no root needed), unpacked, and their pages
rendered by PDFium, which also tells every character's place. Only pages that
carry a link are kept, and one page in twenty without any.

    python -m training.pages.documents --out data/pages/documents

Whole documents go to one split, chosen by their name alone.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from ctypes import byref, c_double, c_int, create_string_buffer
from pathlib import Path

import click
import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from tqdm import tqdm

from training.pages.page import Line, Link, Page

PACKAGES = (
    "texlive-latex-extra-doc", "texlive-publishers-doc", "texlive-science-doc",
    "texlive-humanities-doc", "texlive-fonts-extra-doc",
)
# Links as these documents print them. The kind is the group's name.
LINKS = re.compile(
    r"(?P<https>https://[^\s<>\"“”{}|\\^]+)|(?P<http>http://[^\s<>\"“”{}|\\^]+)"
    r"|(?P<ftp>ftp://[^\s<>\"“”{}|\\^]+)|(?P<www>\bwww\.[^\s<>\"“”{}|\\^]+)"
    r"|(?P<mail>\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<doi>\b(?:doi:\s?)?10\.\d{4,}/[^\s<>\"“”{}]+)"
    r"|(?P<domain>\b(?:[a-z0-9-]{2,}\.)+(?:com|org|net|edu|de|fr|uk|io|eu)\b(?:/[^\s<>\"“”{}]*)?)",
    re.IGNORECASE,
)
ASCENDERS = set("bdfhkl")
CAPITALS = set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
SMALL = set("acemnorsuvwxz")
TEST_SHARE = 10  # one document in ten
MOST_PAGES = 6  # of one document, so that no manual dominates


def is_test_document(name: str) -> bool:
    """Whether a document belongs to the test split: fixed by its name alone."""
    return int(hashlib.sha1(name.encode()).hexdigest(), 16) % TEST_SHARE == 0


def fetch(folder: Path) -> list[Path]:
    """Downloads and unpacks the packages' PDFs once; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    for package in PACKAGES:
        done = folder / f"{package}.done"
        if done.exists():
            continue
        try:
            subprocess.run(["apt-get", "download", package], cwd=folder, check=True)
            deb = next(folder.glob(f"{package}_*.deb"))
            listing = subprocess.Popen(["dpkg-deb", "--fsys-tarfile", deb.name], cwd=folder,
                                       stdout=subprocess.PIPE)
            subprocess.run(["tar", "-x", "--wildcards", "*.pdf"], cwd=folder,
                           stdin=listing.stdout, check=True)
        except (OSError, subprocess.CalledProcessError, StopIteration) as error:
            raise click.ClickException(
                f"could not fetch {package} ({error}): this needs a Debian system "
                "with apt and its package lists up to date (apt-get update)") from error
        deb.unlink()
        done.touch()
    return sorted(folder.rglob("*.pdf"))


def line_height(text: str, tops: np.ndarray, size: float) -> float:
    """Height of the letter h from the tight tops of a line's characters."""
    for letters, factor in ((ASCENDERS, 1.0), (CAPITALS, 1.04), (SMALL, 1.5)):
        found = [tops[i] for i, char in enumerate(text) if char in letters and tops[i] > 0]
        if found:
            return float(np.median(found)) * factor
    return 0.7 * size


def text_lines(page: pdfium.PdfPage, scale: float) -> list[Line]:
    """The page's upright text lines, in picture pixels."""
    text = page.get_textpage()
    page_height = page.get_height()
    lines: list[Line] = []
    chars: list[tuple[str, float, float, float, float, float]] = []

    def flush() -> None:
        while chars and chars[-1][0] == " ":
            chars.pop()
        if chars:
            string = "".join(c[0] for c in chars)
            tops = np.array([c[4] for c in chars])
            baseline = float(np.median([c[3] for c in chars if c[0] != " "]))
            spans = np.array([[c[1], c[2]] for c in chars], np.float32)
            lines.append(Line(string, spans, baseline,
                              line_height(string, tops, chars[0][5])))
        chars.clear()

    x, y = c_double(), c_double()
    for i in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text.raw, i)
        char = chr(code) if 0 < code < 0xD800 else "\ufffd"  # no surrogate halves
        if char in "\r\n":
            flush()
            continue
        if abs(raw.FPDFText_GetCharAngle(text.raw, i)) > 0.01:
            continue
        left, bottom, right, top = text.get_charbox(i)
        raw.FPDFText_GetCharOrigin(text.raw, i, byref(x), byref(y))
        size = raw.FPDFText_GetFontSize(text.raw, i) * scale
        base = (page_height - y.value) * scale
        if char == " " or right <= left:
            if not chars or char != " ":
                continue
            # A space has no ink: it takes the room up to the next character.
            chars.append((" ", chars[-1][2], chars[-1][2], base, 0.0, size))
            continue
        item = (char, left * scale, right * scale, base, (top - y.value) * scale, size)
        if chars:
            last = chars[-1]
            reach = max(size, 1.0)
            if abs(base - last[3]) > 0.35 * reach or not -0.5 * reach < item[1] - last[2] < 3 * reach:
                flush()
            elif last[0] == " ":
                chars[-1] = (" ", last[1], item[1], last[3], 0.0, last[5])
        chars.append(item)
    flush()
    return lines


def link_targets(page: pdfium.PdfPage) -> list[str]:
    """The targets of the page's link annotations, the truth where they exist."""
    targets, position, link = [], c_int(0), raw.FPDF_LINK()
    while raw.FPDFLink_Enumerate(page.raw, byref(position), byref(link)):
        action = raw.FPDFLink_GetAction(link)
        if not action:
            continue
        length = raw.FPDFAction_GetURIPath(page.pdf.raw, action, None, 0)
        if length > 1:
            buffer = create_string_buffer(length)
            raw.FPDFAction_GetURIPath(page.pdf.raw, action, buffer, length)
            targets.append(buffer.value.decode("utf-8", "replace"))
    return targets


def clean_end(text: str) -> str:
    """Cuts what belongs to the sentence off the end of a link."""
    while text:
        last = text[-1]
        unopened = last in ")]" and text.count(last) > text.count("(["[")]".index(last)])
        if not (unopened or last in ".,;:!?'’”*†‡"):
            break
        text = text[:-1]
    return text


def find_links(lines: list[Line], targets: list[str]) -> list[Link]:
    """Finds the links printed on a page's lines.

    A link that ends its line may go on below. An annotation proves it: its
    target starts with the printed piece and continues with the next line's
    first word. Without proof such a link is marked as not certain.
    """
    links = []
    for index, line in enumerate(lines):
        for match in LINKS.finditer(line.text):
            kind, whole = match.lastgroup, match.group()
            printed = clean_end(whole)
            if len(printed) < 6:
                continue
            first = match.start()
            pieces, certain, text = [(index, first, first + len(printed))], True, printed
            if match.end() >= len(line.text.rstrip()) and kind != "mail":
                ending = [t for t in targets if t.rstrip("/").lower().endswith(printed.rstrip("/").lower())]
                going_on = [t for t in targets if whole.lower() in t.lower() and t not in ending]
                certain = bool(ending) and not going_on
                following = lines[index + 1] if index + 1 < len(lines) else None
                token = following.text.split(" ")[0] if following else ""
                for target in going_on:
                    rest = target[target.lower().find(whole.lower()) + len(whole):]
                    joined = clean_end(token)
                    if joined and rest.rstrip("/") == joined.rstrip("/"):
                        pieces = [(index, first, first + len(whole)), (index + 1, 0, len(joined))]
                        text, certain = whole + joined, True
            links.append(Link(kind, text, pieces, certain))
    return links


def pages_of(path: Path, name: str) -> Iterator[Page]:
    """Yields the pages of one document worth keeping.

    Raises:
        pdfium.PdfiumError: if the file cannot be read as a PDF.
    """
    rng = np.random.default_rng(int(hashlib.sha1(name.encode()).hexdigest()[:8], 16))
    document = pdfium.PdfDocument(path)
    kept = 0
    for number in rng.permutation(len(document))[:60]:
        if kept >= MOST_PAGES:
            break
        page = document[int(number)]
        # Body text of 10 pt gets letters 17 to 24 px high.
        scale = rng.uniform(2.4, 3.4) * min(1.0, 800 / max(page.get_size()))
        lines = text_lines(page, scale)
        links = find_links(lines, link_targets(page))
        if not links and rng.random() > 0.02:
            continue
        image = page.render(scale=scale, grayscale=True).to_numpy()
        yield Page(np.ascontiguousarray(image.reshape(image.shape[:2])), lines, links,
                   f"{name}#{number}")
        kept += 1


def render_document(job: tuple[str, str, str]) -> int:
    """Renders one document's pages below the output folder; returns how many."""
    path, name, out = job
    split = "test" if is_test_document(name) else "train"
    count = 0
    try:
        for page in pages_of(Path(path), name):
            stem = hashlib.sha1(page.source.encode()).hexdigest()[:12]
            page.save(Path(out) / split / stem)
            count += 1
    except pdfium.PdfiumError:
        pass  # a few of the thousands are damaged or encrypted
    return count


@click.command()
@click.option("--pdfs", type=click.Path(path_type=Path), default="data/pdf", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default="data/pages/documents",
              show_default=True)
@click.option("--share", default="0/1", show_default=True, help="This process's part, k/n.")
@click.option("--processes", default=1, show_default=True)
def main(pdfs: Path, out: Path, share: str, processes: int) -> None:
    """Fetch the documents and render the pages that carry links."""
    part, parts = map(int, share.split("/"))
    jobs = [(str(path), str(path.relative_to(pdfs)), str(out)) for path in fetch(pdfs)][part::parts]
    with ProcessPoolExecutor(processes) as pool:
        counts = list(tqdm(pool.map(render_document, jobs, chunksize=8), total=len(jobs)))
    print(f"{sum(counts)} pages of {sum(map(bool, counts))} documents")


if __name__ == "__main__":
    main()
